import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import { listSandboxEnvironments } from '@/lib/budgets/sandbox'
import type { Database } from '@/lib/db/client'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { noneValue } from '@/lib/reports/spend/dimension-names'
import { listNamed, readLabelColumns } from '@/lib/reports/spend/labels'
import { nameOwners } from '@/lib/reports/spend/owner-names'
import { findZone, readReport } from '@/lib/reports/spend/queries'
import type { PeriodParams } from '../period-params'
import { readFacts, readPeerFacts, type WasteFact } from './facts'
import { findLongContext, findRegionalPremium } from './find-premiums'
import { findTwins, findUncachedRepeats, type RepeatSums } from './find-repeats'
import { findDevelopment, findFailedCalls, findRetries } from './find-spent-calls'
import { findUnreadWrites } from './find-unread-writes'
import { findVerbose, listFeatureOutputs } from './find-verbose'
import { compare, type WasteItem } from './item'
import { eventKinds, type WasteKindName, wasteKindNames } from './kinds'
import { type ComparedRates, readComparedRates } from './rate-sets'
import { readEventState, readLoops, readRepeats } from './read-repeats'
import type { WasteKind, WasteReport } from './schema'
import { maxShownRows, summariseKind } from './summarise'

interface WasteOptions {
  /** How many rows of each kind come along. */
  readonly maxRows?: number
}

/**
 * What was wasted in a period, by kind, all of one snapshot: the kinds that roll-ups tell from the roll-ups, those that single
 * events tell from what the job summed of them. Who is bounded by teams sees what these wasted, by the same rules.
 */
export async function loadWaste(
  db: Database,
  scope: Scope,
  { from, to, filters }: PeriodParams,
  { maxRows = maxShownRows }: WasteOptions = {},
): Promise<WasteReport> {
  return readReport(db, async (tx) => {
    const zone = await findZone(tx)
    const labels = await readLabelColumns(tx, listNamed({ groupBy: [], filters }))
    const question = { period: { from, to }, zone, filters, labels }
    const sandboxes = await listSandboxEnvironments(tx)
    const facts = await readFacts(tx, scope, question, { sandboxes })
    const isWhole = scope.everything && Object.keys(filters).length === 0
    const everywhere = isWhole ? facts : await readPeerFacts(tx, question)
    const repeats = await readRepeats(tx, scope, question)
    const rates = await readComparedRates(
      tx,
      [...facts, ...everywhere, ...repeats].map(({ rateSetId }) => rateSetId),
    )
    const events = await readEventState(tx, question)
    const items = findWaste({ facts, everywhere, repeats, rates, sandboxes })
    const kinds = wasteKindNames
      .map((kind) =>
        summariseKind(kind, items[kind], { maxRows, isPartial: eventKinds.includes(kind) && events.missing_days > 0 }),
      )
      .sort(compareKinds)
    const loops = await readLoops(tx, scope, question)
    const owned = [...kinds.flatMap(({ teams }) => teams), ...loops.rows, ...listFiltered(filters)]
    return {
      ...{ from, to, zone, as_of: await readInstant(tx), spend: sumSpend(facts), kinds, loops, events },
      ...{ sandbox_environments: [...sandboxes], names: await nameOwners(tx, owned) },
    }
  })
}

/** Owners whom filters name, so that the screen can name them where nothing is left of them. */
const listFiltered = ({
  team = [],
  cost_center = [],
  business_unit = [],
  pool = [],
  product_line = [],
}: PeriodParams['filters']) =>
  Object.entries({ team, cost_center, business_unit, pool, product_line }).flatMap(([name, values]) =>
    values.filter((value) => value !== noneValue).map((value) => ({ [name]: value })),
  )

interface WasteSources {
  readonly facts: readonly WasteFact[]
  readonly everywhere: readonly WasteFact[]
  readonly repeats: readonly RepeatSums[]
  readonly rates: ReadonlyMap<number, ComparedRates>
  readonly sandboxes: readonly string[]
}

/** Every kind by its own rule. */
export function findWaste({ facts, everywhere, repeats, rates, sandboxes }: WasteSources): Record<WasteKindName, WasteItem[]> {
  const features = listFeatureOutputs(facts, rates)
  return {
    failed_calls: findFailedCalls(facts, rates),
    retries: findRetries(facts, rates),
    unread_cache_writes: findUnreadWrites(facts, rates),
    uncached_repeats: findUncachedRepeats(repeats, rates),
    long_context: findLongContext(facts, rates),
    regional_premium: findRegionalPremium(facts, rates),
    development: findDevelopment(facts, rates, sandboxes),
    verbose_output: findVerbose(features, everywhere === facts ? features : listFeatureOutputs(everywhere, rates)),
    same_request_twice: findTwins(repeats),
  }
}

function sumSpend(facts: readonly WasteFact[]): WasteReport['spend'] {
  const total = (field: 'cost' | 'requests' | 'unknownRequests') => facts.reduce((sum, fact) => sum + fact[field], 0n)
  return {
    cost_usd: formatDecimal(total('cost')),
    requests: total('requests').toString(),
    is_at_least: total('unknownRequests') > 0n,
  }
}

/** What costs most first; what is nothing but unknown before what is nothing. */
function compareKinds(left: WasteKind, right: WasteKind): number {
  const costs = compare(exact(right), exact(left))
  return costs || Number(right.is_at_least) - Number(left.is_at_least) || orderOf(left) - orderOf(right)
}
const exact = ({ cost_usd }: WasteKind) => parseDecimal(cost_usd)
const orderOf = ({ kind }: WasteKind) => wasteKindNames.indexOf(kind)

async function readInstant(tx: Database): Promise<string> {
  const [row] = await tx.execute<{ at: string }>(
    sql`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`,
  )
  if (!row) throw new Error('the database knows no time')
  return row.at
}
