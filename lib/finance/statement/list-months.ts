import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import { type Reach, readReach } from '@/lib/budgets/reach'
import type { Database } from '@/lib/db/client'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import { findZone, readReport } from '@/lib/reports/spend/queries'
import { groupUsage } from '@/lib/reports/spend/usage-groups'
import { addMonths, monthOf, monthPeriod, type Period } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import type { StatementMonth, StatementMonths } from './months-schema'
import { type Place, placeSteps } from './place'
import { everything } from './queries'
import { readPoolTerms } from './read-registry'
import { isRunning } from './read-statement'
import { toPlace } from './read-usage'
import { listApprovedPools, type OwnSpend, sharePools } from './share-pools'

/** How many months are listed: those before are read one by one. */
const maxMonths = 13

/** What an owner's line of a month comes to. */
interface OwnerTotal {
  readonly place: Place
  readonly total: Usd
  /** A team answers for it, or who approved the policy of its pool. */
  readonly isAttributed: boolean
  readonly isAtLeast: boolean
}

/** The months that have usage, latest first, with what the reader's lines come to and what was published of them. */
export function listStatementMonths(db: Database, scope: Scope, { now }: { now: Date }): Promise<StatementMonths> {
  return readReport(db, async (tx) => {
    const zone = await findZone(tx)
    const today = dateInZone(now, zone)
    const reach = await readReach(tx, scope)
    const period = await findUsagePeriod(tx)
    const totals = period === null ? new Map<string, OwnerTotal[]>() : await readOwnerTotals(tx, zone, period)
    const published = await readLatestVersions(tx)
    const months = [...new Set([...totals.keys(), ...published.keys()])].toSorted().toReversed().slice(0, maxMonths)
    return {
      zone,
      as_of: now.toISOString(),
      months: months.map((month): StatementMonth => {
        const visible = (totals.get(month) ?? []).filter(({ place }) => isVisible(place, reach))
        const total = visible.reduce((sum, one) => sum + one.total, 0n)
        const attributed = visible.reduce((sum, one) => (one.isAttributed ? sum + one.total : sum), 0n)
        return {
          ...{ month, total_usd: formatDecimal(total), attributed_usd: formatDecimal(attributed) },
          ...{ is_at_least: visible.some(({ isAtLeast }) => isAtLeast), is_running: isRunning(monthPeriod(month).to, today) },
          published: describePublished(published.get(month), visible, { total, reach }),
        }
      }),
    }
  })
}

/** The days from the first to the last that have usage, of the months that are listed. */
async function findUsagePeriod(tx: Database): Promise<Period | null> {
  const [found] = await tx.execute<{ from: string | null; to: string | null }>(
    sql`select min(day)::text as "from", max(day)::text as "to" from usage_daily`,
  )
  if (!found?.from || !found.to) return null
  const [first, { from: last, to }] = [monthPeriod(monthOf(found.from)).from, monthPeriod(monthOf(found.to))]
  const earliest = addMonths(last, 1 - maxMonths)
  return { from: first < earliest ? earliest : first, to }
}

interface OwnerLine extends Record<string, unknown> {
  month: string
  business_unit: string | null
  cost_center: string | null
  team: string | null
  pool: string | null
  requests: string
  cost: string
  unknown: string
}

/** Every owner's line of each month, pools shared out, in one pass over the roll-ups. */
async function readOwnerTotals(tx: Database, zone: string, period: Period): Promise<Map<string, OwnerTotal[]>> {
  const groupBy = ['month', 'business_unit', 'cost_center', 'team', 'pool'] as const
  const measures = ['requests', 'cost_usd', 'unpriced_requests', 'missing_token_requests'] as const
  const rows = await tx.execute<OwnerLine>(sql`
    with ${groupUsage(everything, { period, zone, groupBy, filters: {}, measures })}
    select month, business_unit, cost_center, team, pool, requests::text, trim_scale(cost_usd)::text as cost,
      (unpriced_requests + missing_token_requests)::text as unknown
    from grouped`)
  const spent = new Map<string, OwnSpend[]>()
  for (const row of rows) {
    const own = {
      place: toPlace(row),
      requests: BigInt(row.requests),
      cost: parseDecimal(row.cost),
      isAtLeast: row.unknown !== '0',
    }
    const ofMonth = spent.get(row.month)
    if (ofMonth) ofMonth.push(own)
    else spent.set(row.month, [own])
  }
  const terms = await readPoolTerms(tx, [...spent.keys()])
  return new Map(terms.map((one) => [one.month, withShares(spent.get(one.month) ?? [], one)]))
}

function withShares(spent: readonly OwnSpend[], terms: Parameters<typeof sharePools>[0]): OwnerTotal[] {
  const approved = listApprovedPools(terms)
  const toTotal = (place: Place, total: Usd, isAtLeast: boolean): OwnerTotal => {
    const { kind, slug } = place.owner
    return { place, total, isAtLeast, isAttributed: kind === 'team' || (kind === 'pool' && approved.has(slug)) }
  }
  const direct = spent.map(({ place, cost, isAtLeast }) => toTotal(place, cost, isAtLeast))
  return [...direct, ...sharePools(terms, spent).map(({ place, amount, isAtLeast }) => toTotal(place, amount, isAtLeast))]
}

function isVisible({ costCenter, owner }: Place, { everything: seesAll, teams, costCenters }: Reach): boolean {
  if (seesAll) return true
  return (owner.kind === 'team' && teams.has(owner.slug)) || (costCenter !== null && costCenters.has(costCenter))
}

interface VersionLine extends Record<string, unknown> {
  month: string
  version: number
  publishedBy: string
  publishedAt: string
  note: string | null
  /** The lines of owners, under the ids that `idOf` gives. */
  owners: { id: string; code: string | null; kind: string; total: string }[]
}

/** The latest version of each month, with the totals of its owners' lines. */
async function readLatestVersions(tx: Database): Promise<Map<string, VersionLine>> {
  const rows = await tx.execute<VersionLine>(sql`
    select to_char(latest.month, 'YYYY-MM') as month, latest.version, latest.published_by as "publishedBy",
      to_char(latest.published_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "publishedAt", latest.note,
      coalesce(owner.lines, '[]') as owners
    from (select distinct on (month) * from statement_version order by month desc, version desc limit ${maxMonths}) latest
    cross join lateral (
      select jsonb_agg(jsonb_build_object('id', line ->> 'id', 'code', line -> 'code', 'kind', line ->> 'owner_kind',
        'total', line ->> 'total_usd')) as lines
      from jsonb_array_elements(latest.document -> 'project' -> 'lines') line where line ->> 'level' = 'owner'
    ) owner`)
  return new Map(rows.map((row) => [row.month, row]))
}

const idOf = (place: Place) =>
  placeSteps(place)
    .map(({ part }) => part)
    .join('/')

function describePublished(
  latest: VersionLine | undefined,
  visible: readonly OwnerTotal[],
  { total, reach }: { total: Usd; reach: Reach },
): StatementMonth['published'] {
  if (latest === undefined) return null
  const isOwn = ({ id, code, kind }: VersionLine['owners'][number]) =>
    reach.everything ||
    (kind === 'team' && code !== null && reach.teams.has(code)) ||
    reach.costCenters.has(decodeURIComponent(id.split('/')[1] ?? ''))
  const frozen = latest.owners.filter(isOwn)
  const frozenTotal = frozen.reduce((sum, one) => sum + parseDecimal(one.total), 0n)
  const difference = new Map<string, Usd>()
  const add = (id: string, amount: Usd) => difference.set(id, (difference.get(id) ?? 0n) + amount)
  for (const one of visible) add(idOf(one.place), one.total)
  for (const one of frozen) add(one.id, -parseDecimal(one.total))
  return {
    ...{ version: latest.version, published_by: latest.publishedBy, published_at: latest.publishedAt, note: latest.note },
    ...{ total_usd: formatDecimal(frozenTotal), difference_usd: formatDecimal(total - frozenTotal) },
    is_changed: [...difference.values()].some((amount) => amount !== 0n),
  }
}
