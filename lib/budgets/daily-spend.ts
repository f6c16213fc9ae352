import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import type { BudgetFilters } from '@/lib/db/schema/budgets'
import { parseDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import { type DimensionName, isDimensionName, noneValue } from '@/lib/reports/spend/dimension-names'
import { readLabelColumns } from '@/lib/reports/spend/labels'
import { groupUsage } from '@/lib/reports/spend/usage-groups'
import type { CalendarDate, Period } from '@/lib/time/calendar'

/** What a day cost, and how many of its requests have no price or no known tokens. */
export interface DaySpend {
  readonly cost: Usd
  readonly unknownRequests: number
}

/** The days that have usage. */
export type SpendByDay = ReadonlyMap<CalendarDate, DaySpend>

/** A sum over days; `isAtLeast` where something in it has no known cost. */
export interface SpendSum {
  readonly spend: Usd
  readonly isAtLeast: boolean
}

export interface SpendQuestion {
  readonly key: string
  readonly filters: BudgetFilters
  readonly period: Period
}

/**
 * Spend by day of several scopes, as the spend report would answer it for each. Scopes that filter by the same dimensions are read
 * in one pass over the roll-ups and told apart here, so that the work grows with the kinds of scopes and not with their number.
 */
export async function readDailySpend(
  db: Database,
  scope: Scope,
  zone: string,
  questions: readonly SpendQuestion[],
): Promise<ReadonlyMap<string, SpendByDay>> {
  const kinds = new Map<string, SpendQuestion[]>()
  for (const question of questions) {
    const kind = JSON.stringify(Object.keys(question.filters).sort())
    kinds.set(kind, [...(kinds.get(kind) ?? []), question])
  }
  const answers = new Map<string, SpendByDay>()
  for (const alike of kinds.values()) {
    for (const [key, days] of await readAlike(db, scope, zone, alike)) answers.set(key, days)
  }
  return answers
}

interface Line extends Record<string, unknown> {
  day: string
  values: (string | null)[]
  cost: string
  unknown: string
}

/** Questions whose filters are by the same dimensions. */
async function readAlike(db: Database, scope: Scope, zone: string, questions: readonly SpendQuestion[]) {
  const dimensions = Object.keys(questions[0]?.filters ?? {}).filter(isDimensionName)
  const filters = Object.fromEntries(
    dimensions.map((name) => [name, [...new Set(questions.flatMap((question) => question.filters[name] ?? []))]]),
  )
  const period = {
    from: questions.map(({ period: { from } }) => from).reduce((left, right) => (left < right ? left : right)),
    to: questions.map(({ period: { to } }) => to).reduce((left, right) => (left > right ? left : right)),
  }
  // Alone, a question needs no telling apart.
  const groupBy: DimensionName[] = questions.length === 1 ? ['day'] : ['day', ...dimensions]
  const labels = await readLabelColumns(
    db,
    dimensions.map((name) => ({ name, path: name })),
  )
  const measures = ['cost_usd', 'unpriced_requests', 'missing_token_requests'] as const
  const columns = groupBy.slice(1).map((name) => sql.identifier(name))
  const lines = await db.execute<Line>(sql`
    with ${groupUsage(scope, { period, zone, groupBy, filters, measures, labels })}
    select day, array[${sql.join(columns, sql`, `)}]::text[] as values, coalesce(cost_usd, 0)::text as cost,
      (coalesce(unpriced_requests, 0) + coalesce(missing_token_requests, 0))::text as unknown
    from grouped`)
  return questions.map((question): [string, SpendByDay] => [
    question.key,
    sumLines(lines, question, columns.length === 0 ? [] : dimensions),
  ])
}

function sumLines(lines: readonly Line[], { filters, period }: SpendQuestion, dimensions: readonly DimensionName[]): SpendByDay {
  const wanted = dimensions.map((name) => new Set(filters[name] ?? []))
  const days = new Map<CalendarDate, DaySpend>()
  for (const { day, values, cost, unknown } of lines) {
    if (day < period.from || day >= period.to) continue
    if (!wanted.every((set, index) => set.has(values[index] ?? noneValue))) continue
    const before = days.get(day)
    days.set(day, {
      cost: (before?.cost ?? 0n) + parseDecimal(cost),
      unknownRequests: (before?.unknownRequests ?? 0) + Number(unknown),
    })
  }
  return days
}

/** The sum over a period. */
export function sumDays(days: SpendByDay, { from, to }: Period): SpendSum {
  let [spend, unknownRequests] = [0n, 0]
  for (const [day, one] of days) {
    if (day < from || day >= to) continue
    spend += one.cost
    unknownRequests += one.unknownRequests
  }
  return { spend, isAtLeast: unknownRequests > 0 }
}
