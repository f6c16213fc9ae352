import { sql } from 'drizzle-orm'
import { type MeterName, meterNames } from '@/lib/pricing/meters'
import { type CalendarDate, monthPeriod, type Period } from '@/lib/time/calendar'
import { type ExportTransaction, readRows, streamRows } from '../exports/export-client'
import type { ExportQuestion } from '../exports/export-place'
import { type OwnedSeries, ownedSeries } from '../exports/owned-series'
import { one } from './exact'
import { dayPeriod } from './month-bounds'

/** The meters that roll-ups have a column for: every one but the request, of which there is always one. */
export const countedMeters: readonly Exclude<MeterName, 'request'>[] = meterNames.filter((meter) => meter !== 'request')

/** A row of a day's roll-up with its owner. Counts and amounts are decimal text. */
export interface RollupRow extends OwnedSeries {
  readonly rate_set_id: number
  readonly requests: string
  readonly cost: string
  readonly list_cost: string
}

/** Priced rows, and whatever else cost something. Below 1 are the reasons for having no price. */
export const isCharged = sql`(usage.rate_set_id > 0 or usage.cost <> 0)`

/** A day's charged roll-ups that the reader sees, by series and price. */
export function streamDay(
  tx: ExportTransaction,
  { scope, labels }: ExportQuestion,
  day: CalendarDate,
): AsyncIterable<RollupRow[]> {
  const meters = sql.raw(countedMeters.map((meter) => `usage.${meter}`).join(', '))
  return streamRows<RollupRow>(
    tx,
    sql`with ${ownedSeries(scope, dayPeriod(day), labels)}
      select usage.rate_set_id, usage.requests, usage.cost, usage.list_cost, ${meters}, owned.*
      from usage_daily usage join owned on owned.series_id = usage.series_id
      where usage.day = ${day}::date and ${isCharged}
      order by usage.series_id, usage.rate_set_id`,
  )
}

/** The days of a month that have roll-ups at all. */
export async function listUsedDays(tx: ExportTransaction, month: string): Promise<CalendarDate[]> {
  const { from, to } = monthPeriod(month)
  const rows = await readRows<{ day: string }>(
    tx,
    sql`select day::date::text as day from generate_series(${from}::date, ${to}::date - 1, interval '1 day') day
      where exists (select from usage_daily where usage_daily.day = day.day::date) order by 1`,
  )
  return rows.map(({ day }) => day)
}

/** The ids of the prices that a month's roll-ups name. */
export function priceIdsOf(month: string) {
  const { from, to }: Period = monthPeriod(month)
  return sql`select distinct rate_set_id from usage_daily where day >= ${from}::date and day < ${to}::date`
}

/** What a roll-up counted, by meter, the requests among them; seconds at 10^-18. */
export function readQuantities(row: RollupRow): Map<MeterName, bigint> {
  const quantities = new Map<MeterName, bigint>()
  for (const meter of countedMeters) {
    const text = row[meter]
    if (typeof text === 'string') quantities.set(meter, meter === 'audio_second' ? readSeconds(text) : BigInt(text))
  }
  quantities.set('request', BigInt(row.requests))
  return quantities
}

/** Postgres writes all 18 places of the column. */
function readSeconds(text: string): bigint {
  return text.includes('.') ? BigInt(text.replace('.', '')) : BigInt(text) * one
}
