import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { parseDecimal } from '@/lib/money/decimal'
import type { FixedDimension } from '@/lib/reports/spend/dimension-names'
import { groupUsage } from '@/lib/reports/spend/usage-groups'
import { monthPeriod } from '@/lib/time/calendar'
import type { Amounts } from './amounts'
import { monthBefore } from './month-text'
import { type Leaf, nobody, type Place, rememberSteps } from './place'
import type { StatementView } from './schema'

/** What an owner spent by itself below one place and one line, in the month and in the month before. */
export interface UsageLeaf extends Leaf {
  readonly place: Place
  readonly prior: { readonly requests: bigint; readonly cost: bigint }
}

const owners = ['business_unit', 'cost_center', 'team', 'pool'] as const satisfies readonly FixedDimension[]
const below: Readonly<Record<StatementView, readonly ('project' | 'model_family' | 'route')[]>> = {
  project: ['project'],
  model: ['model_family', 'route'],
}
const measures = ['requests', 'cost_usd', 'list_cost_usd', 'unpriced_requests', 'missing_token_requests'] as const

type UsageLine = Record<(typeof owners)[number] | 'project' | 'model_family' | 'route', string | null> &
  Record<'requests' | 'success' | 'retry' | 'failure' | 'list' | 'unpriced' | 'missing_tokens' | 'prior_requests', string> & {
    prior: string | null
    [column: string]: unknown
  }

/**
 * The statement of a month and of the month before, in one pass over the daily roll-ups: for every owner in its place, and for
 * everything below, what was spent. A call counts to the owner and to the cost centre of its own day.
 */
export function usageStatement(scope: Scope, zone: string, { month, view }: { month: string; view: StatementView }): SQL {
  const period = { from: monthPeriod(monthBefore(month)).from, to: monthPeriod(month).to }
  const lines = [...owners, ...below[view]]
  const columns = sql.join(
    lines.map((name) => sql`${sql.identifier(name)}`),
    sql`, `,
  )
  const sumOf = (measure: (typeof measures)[number], condition: SQL = sql`true`) =>
    sql`coalesce(sum(${sql.identifier(measure)}) filter (where month = ${month} and ${condition}), 0)`
  const usd = (amount: SQL) => sql`trim_scale(${amount})::text`
  const isFirst = sql`attempt = 'first'`
  return sql`
    with ${groupUsage(scope, { period, zone, groupBy: [...lines, 'outcome', 'attempt', 'month'], filters: {}, measures })}
    select ${columns}, ${sumOf('requests')}::text as requests,
      ${usd(sumOf('cost_usd', sql`${isFirst} and outcome <> 'error'`))} as success,
      ${usd(sumOf('cost_usd', sql`attempt = 'retry'`))} as retry,
      ${usd(sumOf('cost_usd', sql`${isFirst} and outcome = 'error'`))} as failure,
      ${usd(sumOf('list_cost_usd'))} as list, ${sumOf('unpriced_requests')}::text as unpriced,
      ${sumOf('missing_token_requests')}::text as missing_tokens,
      trim_scale(sum(cost_usd) filter (where month = ${monthBefore(month)}))::text as prior,
      coalesce(sum(requests) filter (where month = ${monthBefore(month)}), 0)::text as prior_requests
    from grouped group by ${columns}`
}

export async function readUsage(
  tx: Database,
  scope: Scope,
  { zone, month, view }: { zone: string; month: string; view: StatementView },
): Promise<UsageLeaf[]> {
  const lines = await tx.execute<UsageLine>(usageStatement(scope, zone, { month, view }))
  const makeSteps = rememberSteps()
  return lines.map((line) => {
    const place = toPlace(line)
    const steps = makeSteps(
      place,
      below[view].map((level) => [level, line[level]]),
    )
    const prior = { requests: BigInt(line.prior_requests), cost: toUsd(line.prior ?? '0') }
    return { place, steps, prior, amounts: toAmounts(line) }
  })
}

/** Where a row of a question by owner and place belongs. */
export function toPlace(line: Readonly<Record<(typeof owners)[number], string | null>>): Place {
  const { business_unit: businessUnit, cost_center: costCenter, team, pool } = line
  if (pool !== null) return { businessUnit, costCenter, owner: { kind: 'pool', slug: pool } }
  return { businessUnit, costCenter, owner: team === null ? nobody : { kind: 'team', slug: team } }
}

/** Half of all amounts are nothing, and to read one takes as long as to add several up. */
const toUsd = (text: string) => (text === '0' ? 0n : parseDecimal(text))

function toAmounts(line: UsageLine): Amounts {
  const [unpriced, missingTokens] = [BigInt(line.unpriced), BigInt(line.missing_tokens)]
  // Every field by name: to spread thousands of wide objects takes longer than to read them.
  return {
    requests: BigInt(line.requests),
    success: toUsd(line.success),
    retry: toUsd(line.retry),
    failure: toUsd(line.failure),
    received: 0n,
    given: 0n,
    list: toUsd(line.list),
    attributed: 0n,
    estimated: 0n,
    prior: line.prior === null ? null : toUsd(line.prior),
    unpriced,
    missingTokens,
    isAtLeast: unpriced + missingTokens > 0n,
  }
}
