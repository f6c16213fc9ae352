import { inArray, type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { rateSet } from '@/lib/db/schema/rate-set'
import { parseDecimal } from '@/lib/money/decimal'
import { meterNames } from '@/lib/pricing/meters'
import { meterColumn, readQuantities, readRates } from '@/lib/reports/spend/class-costs'
import type { ReportPlace } from '@/lib/reports/spend/queries'
import { groupUsage } from '@/lib/reports/spend/usage-groups'
import type { PeriodParams } from '../period-params'
import { type ModelKey, type ModelUsage, type StoredRateSet, writeKey } from './fold-models'

/** What the statements need, and what the price book calls a model. */
export interface ModelsPlace extends ReportPlace {
  readonly nameIn: (key: ModelKey) => ModelKey
}

const sumNames = [
  ...['cost_usd', 'list_cost_usd', 'requests', 'errors', 'unpriced_requests', 'missing_token_requests'],
  ...meterNames.map(meterColumn),
]
const keyNames = ['provider', 'model', 'tier', 'region', 'rate_set_id']
const comma = (parts: readonly SQL[]) => sql.join([...parts], sql`, `)

type UsageLine = Record<string, string | null> & { rate_set_id: number | null; as_of: string | null }

/** The usage of a period by model and price, and which model each name stands for that sources state. */
interface ReadUsages {
  readonly usages: readonly ModelUsage[]
  readonly stated: ReadonlyMap<string, ModelKey>
  /** The instant of the snapshot. */
  readonly asOf: string
}

/** Sums by model, tier, region and rate set, with the quantity of every meter: what all figures of a model are made of. */
export async function readUsages(tx: Database, scope: Scope, place: ModelsPlace, question: PeriodParams): Promise<ReadUsages> {
  const { zone, labels, nameIn } = place
  const asked = groupUsage(scope, {
    ...{ period: question, zone, labels, groupBy: ['provider', 'model', 'tier', 'region'], filters: question.filters },
    measures: ['cost_usd', 'list_cost_usd', 'requests', 'errors', 'unpriced_requests', 'missing_token_requests'],
    meters: meterNames,
    byRateSet: true,
  })
  // The instant comes from a row of its own, so that it is there where nothing else is. Sums travel as text, exactly.
  const lines = await tx.execute<UsageLine>(sql`
    with ${asked}
    select line.*, to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as as_of
    from (select 1) one left join (
      select ${comma([
        ...keyNames.map((name) => sql`${sql.identifier(name)}`),
        ...sumNames.map((name) => sql`${sql.identifier(name)}::text`),
      ])} from grouped
    ) line on true`)
  const asOf = lines[0]?.as_of
  if (!asOf) throw new Error('the statement always answers with its instant')
  const found = lines.flatMap((line) => (line.rate_set_id === null ? [] : [{ line, rateSetId: line.rate_set_id }]))
  const ids = found.map(({ rateSetId }) => rateSetId)
  const [sets, rates] = [await readRateSets(tx, ids), await readRates(tx, ids)]
  const read = found.map(({ line, rateSetId }) => {
    const stated = { provider: line.provider ?? '', model: line.model ?? '' }
    const priced = sets.get(rateSetId) ?? null
    const count = (name: string) => BigInt(line[name] ?? 0)
    const usage: ModelUsage = {
      ...(priced === null ? nameIn(stated) : { provider: stated.provider, model: priced.model }),
      ...{ family: priced?.model ?? stated.model, reportedTier: line.tier ?? '', region: line.region ?? null },
      ...{ rateSet: priced, rates: rates.get(rateSetId), quantities: readQuantities(line) },
      ...{ cost: parseDecimal(line.cost_usd ?? '0'), listCost: parseDecimal(line.list_cost_usd ?? '0') },
      ...{ requests: count('requests'), errors: count('errors') },
      open: count('unpriced_requests') + count('missing_token_requests'),
    }
    return { stated, usage }
  })
  return { usages: read.map(({ usage }) => usage), stated: nameStated(read), asOf }
}

/** Which model each name stands for: the one under which most of its calls were priced. */
function nameStated(read: readonly { stated: ModelKey; usage: ModelUsage }[]): Map<string, ModelKey> {
  const most = new Map<string, ModelUsage>()
  for (const { stated, usage } of read) {
    const known = most.get(writeKey(stated))
    const isBetter = usage.rateSet !== null && (known?.rateSet == null || known.requests < usage.requests)
    if (known === undefined || isBetter) most.set(writeKey(stated), usage)
  }
  return most
}

async function readRateSets(tx: Database, ids: readonly number[]): Promise<Map<number, StoredRateSet>> {
  const priced = [...new Set(ids)].filter((id) => id > 0)
  if (priced.length === 0) return new Map()
  const { id, listedUnder, model, tier, bandOver, bandInclusive } = rateSet
  const rows = await tx
    .select({ id, listedUnder, model, tier, bandOver, bandInclusive })
    .from(rateSet)
    .where(inArray(rateSet.id, priced))
  return new Map(
    rows.map((row) => {
      const band = row.bandOver === null ? null : { over: BigInt(row.bandOver), inclusive: row.bandInclusive ?? false }
      return [row.id, { listedUnder: row.listedUnder, model: row.model, tier: row.tier, band }]
    }),
  )
}
