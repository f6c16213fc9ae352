import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { formatDecimal } from '@/lib/money/decimal'
import { meterNames } from '@/lib/pricing/meters'
import { monthPeriod } from '@/lib/time/calendar'
import { reservedRateSets } from '@/lib/usage/reserved-rate-sets'
import { type ExportTransaction, readRows } from '../exports/export-client'
import type { ExportQuestion } from '../exports/export-place'
import { ownedSeries } from '../exports/owned-series'
import type { PriceSet } from '../exports/price-sets'
import { readStoredDecimal } from './exact'
import { billingSpan } from './month-bounds'
import { countedMeters, isCharged } from './rollup-rows'

/** Why usage is not in the file. A meter without a rate is left out alone; the other meters of the same calls are in it. */
export const leftOutReasons = ['unpriced_model', 'no_rate_for_tier', 'no_rate', 'missing_tokens', 'unpriced_meter'] as const

const reasonByRateSet: Readonly<Record<number, (typeof leftOutReasons)[number]>> = {
  [reservedRateSets.unpriced_model]: 'unpriced_model',
  [reservedRateSets.no_rate_for_tier]: 'no_rate_for_tier',
  [reservedRateSets.no_rate]: 'no_rate',
  [reservedRateSets.missing_tokens]: 'missing_tokens',
}

/** What a month's file comes to, and what has no price and so is not in it. Amounts are exact decimal text in US dollars. */
export const focusSummarySchema = z.object({
  month: z.string(),
  zone: z.string(),
  billing_period_start: z.string(),
  billing_period_end: z.string(),
  as_of: z.string(),
  /** What the rows' `BilledCost` adds up to. */
  billed_cost_usd: z.string(),
  list_cost_usd: z.string(),
  /** Roll-ups behind the rows: a row is one of them and one token class. */
  rollups: z.number(),
  requests: z.number(),
  /** Known to have cost nothing: failed without usage, or answered from a gateway's cache. They have no rows. */
  uncharged_requests: z.number(),
  unpriced_requests: z.number(),
  missing_token_requests: z.number(),
  left_out: z.array(
    z.object({
      reason: z.enum(leftOutReasons),
      provider: z.string(),
      model: z.string(),
      requests: z.number(),
      /** What was counted all the same, by meter, as decimal text. */
      quantities: z.record(z.string(), z.string()),
    }),
  ),
})
export type FocusSummary = z.infer<typeof focusSummarySchema>

interface TotalRow extends Record<string, unknown> {
  readonly rollups: string
  readonly requests: string
  readonly cost: string
  readonly list_cost: string
  readonly uncharged: string
  readonly unpriced: string
  readonly missing: string
  readonly as_of: string
}

interface LeftOutRow extends Record<string, unknown> {
  readonly rate_set_id: number
  readonly provider: string
  readonly model: string
  readonly requests: string
}

/** Adds up a month as the reader sees it, before its rows are written: on the same snapshot they come to the same. */
export async function summarizeMonth(
  tx: ExportTransaction,
  question: ExportQuestion,
  sets: ReadonlyMap<number, PriceSet>,
): Promise<FocusSummary> {
  const { month, zone, scope } = question
  const { from, to } = monthPeriod(month)
  const owned = ownedSeries(scope, { from, to }, new Map())
  const rows = sql`usage_daily usage join owned on owned.series_id = usage.series_id
    and usage.day >= owned.from_day and usage.day < owned.to_day
    where usage.day >= ${from}::date and usage.day < ${to}::date`
  const sum = (expression: string, condition = 'true') =>
    sql.raw(`coalesce(sum(${expression}) filter (where ${condition}), 0)::text`)
  const [total] = await readRows<TotalRow>(
    tx,
    sql`with ${owned}
      select count(*) filter (where ${isCharged})::text as rollups, ${sum('usage.requests')} as requests,
        coalesce(sum(usage.cost), 0)::numeric(38, 18)::text as cost, coalesce(sum(usage.list_cost), 0)::numeric(38, 18)::text as list_cost,
        ${sum('usage.requests', `usage.rate_set_id = ${reservedRateSets.no_cost}`)} as uncharged, ${sum('usage.unpriced_requests')} as unpriced,
        ${sum('usage.missing_token_requests')} as missing,
        to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as as_of
      from ${rows}`,
  )
  if (!total) throw new Error('a sum without groups always has a row')
  const meters = sql.raw(countedMeters.map((meter) => `sum(usage.${meter})::text as ${meter}`).join(', '))
  const without = await readRows<LeftOutRow>(
    tx,
    sql`with ${owned}
      select usage.rate_set_id, owned.provider, owned.model, sum(case when usage.rate_set_id > 0 then usage.unpriced_requests
        else usage.requests end)::text as requests, ${meters}
      from ${rows} and (usage.rate_set_id between ${reservedRateSets.missing_tokens} and ${reservedRateSets.unpriced_model} or usage.unpriced_requests > 0)
      group by 1, 2, 3 order by 2, 3, 1`,
  )
  const { start, end } = billingSpan(month, zone)
  return {
    ...{ month, zone, billing_period_start: start, billing_period_end: end, as_of: total.as_of },
    billed_cost_usd: formatDecimal(readStoredDecimal(total.cost)),
    list_cost_usd: formatDecimal(readStoredDecimal(total.list_cost)),
    rollups: Number(total.rollups),
    requests: Number(total.requests),
    uncharged_requests: Number(total.uncharged),
    unpriced_requests: Number(total.unpriced),
    missing_token_requests: Number(total.missing),
    left_out: without.map((row) => describeLeftOut(row, sets)),
  }
}

function describeLeftOut(row: LeftOutRow, sets: ReadonlyMap<number, PriceSet>): FocusSummary['left_out'][number] {
  const rates = sets.get(row.rate_set_id)?.rates
  const quantities = meterNames.flatMap((meter): [string, string][] => {
    const counted = row[meter]
    return typeof counted === 'string' && !rates?.has(meter) ? [[meter, trimZeros(counted)]] : []
  })
  const reason = reasonByRateSet[row.rate_set_id] ?? 'unpriced_meter'
  const { provider, model } = row
  return { reason, provider, model, requests: Number(row.requests), quantities: Object.fromEntries(quantities) }
}

const trimZeros = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)
