import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { parseDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import { maxPeriodDays } from '@/lib/reports/spend/dimension-names'
import { listNamed, readLabelColumns } from '@/lib/reports/spend/labels'
import { nameOwners } from '@/lib/reports/spend/owner-names'
import { findZone, type ReportPlace, readReport } from '@/lib/reports/spend/queries'
import { listMonths } from '@/lib/reports/spend/time-buckets'
import { groupUsage } from '@/lib/reports/spend/usage-groups'
import { addDays, countDays, listDays, monthOf, type Period, previousPeriod } from '@/lib/time/calendar'
import { cappedKey, foldFeatures, type StepCell, type TeamCell } from './fold-features'
import type { FeaturesQuestion, FeaturesReport } from './schema'

/** Longer periods step by months: a line of text has no room for more days. */
const maxDailySteps = 92

/**
 * What makes the cost: features (or services, projects, routes) ranked, beside their share of requests, with their days, the
 * period before and what is new. All figures are of one snapshot, within the scope and the filters.
 */
export async function getFeatures(db: Database, scope: Scope, question: FeaturesQuestion): Promise<FeaturesReport> {
  return readReport(db, async (tx) => {
    const zone = await findZone(tx)
    const labels = await readLabelColumns(tx, listNamed({ groupBy: [question.by], filters: question.filters }))
    const place = { zone, labels }
    const { from, to, by } = question
    const step = countDays(question) > maxDailySteps ? 'month' : 'day'
    const { cells, trends, asOf } = await readCells(tx, scope, place, question, step)
    const previous = await readPrevious(tx, scope, place, question)
    const candidates = [...new Set(cells.map(({ key }) => key))].flatMap((key) =>
      key === null || key === cappedKey || previous.has(key) ? [] : [key],
    )
    const earlier = await findEarlier(tx, scope, place, question, candidates)
    const steps = step === 'day' ? listDays(question) : listMonths(question).map(monthOf)
    const folded = foldFeatures({ cells, trends, steps, previous, earlier })
    const names = await nameOwners(
      tx,
      folded.rows.flatMap(({ teams }) => teams.map((team) => ({ team }))),
    )
    return { from, to, zone, as_of: asOf, by, previous: previousPeriod(question), step, steps, ...folded, names }
  })
}

interface Line extends Record<string, unknown> {
  readonly kind: 'as_of' | 'team' | 'step'
  readonly key: string | null
  /** A team, a step, or the instant of the snapshot. */
  readonly name: string | null
  readonly cost: string | null
  readonly requests: string | null
  readonly open: string | null
}

interface Cells {
  readonly cells: readonly TeamCell[]
  readonly trends: readonly StepCell[]
  readonly asOf: string
}

/** Sums by team and sums by step, of the same rows: their product would be many times as many. */
async function readCells(
  tx: Database,
  scope: Scope,
  place: ReportPlace,
  question: FeaturesQuestion,
  step: 'day' | 'month',
): Promise<Cells> {
  const { by } = question
  const groupBy = [by, 'team', step] as const
  const measures = ['cost_usd', 'requests', 'unpriced_requests', 'missing_token_requests'] as const
  const lines = await tx.execute<Line>(sql`
    with ${groupUsage(scope, { period: question, ...place, groupBy, filters: question.filters, measures })}
    select 'as_of' as kind, null as key, to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as name,
      null as cost, null as requests, null as open
    union all
    select 'team', ${sql.identifier(by)}, team, sum(cost_usd)::text, sum(requests)::text,
      (coalesce(sum(unpriced_requests), 0) + coalesce(sum(missing_token_requests), 0))::text
    from grouped group by 2, 3
    union all
    select 'step', ${sql.identifier(by)}, ${sql.identifier(step)}, sum(cost_usd)::text, null, null from grouped group by 2, 3`)
  const asOf = lines.find(({ kind }) => kind === 'as_of')?.name
  if (!asOf) throw new Error('the statement always answers with its instant')
  const of = (kind: Line['kind']) => lines.filter((line) => line.kind === kind)
  return {
    cells: of('team').map(({ key, name, cost, requests, open }) => ({
      ...{ key, team: name, cost: parseDecimal(cost ?? '0') },
      ...{ requests: BigInt(requests ?? 0), open: BigInt(open ?? 0) },
    })),
    trends: of('step').map(({ key, name, cost }) => ({ key, step: name ?? '', cost: parseDecimal(cost ?? '0') })),
    asOf,
  }
}

/** What each cost in the period before. */
async function readPrevious(
  tx: Database,
  scope: Scope,
  place: ReportPlace,
  question: FeaturesQuestion,
): Promise<Map<string | null, Usd>> {
  const { by, filters } = question
  const lines = await tx.execute<{ key: string | null; cost: string | null }>(sql`
    with ${groupUsage(scope, { period: previousPeriod(question), ...place, groupBy: [by], filters, measures: ['cost_usd'] })}
    select ${sql.identifier(by)} as key, cost_usd::text as cost from grouped`)
  return new Map(lines.map(({ key, cost }) => [key, parseDecimal(cost ?? '0')]))
}

/** Which of the keys had usage before the period before. */
async function findEarlier(
  tx: Database,
  scope: Scope,
  place: ReportPlace,
  question: FeaturesQuestion,
  keys: readonly string[],
): Promise<Set<string>> {
  if (keys.length === 0) return new Set()
  const { by, filters } = question
  const { from: to } = previousPeriod(question)
  const period: Period = { from: addDays(to, -maxPeriodDays), to }
  const asked: SQL = groupUsage(scope, {
    ...{ period, ...place, groupBy: [by], filters: { ...filters, [by]: keys }, measures: ['requests'] },
  })
  const lines = await tx.execute<{ key: string }>(sql`with ${asked} select ${sql.identifier(by)} as key from grouped`)
  return new Set(lines.map(({ key }) => key))
}
