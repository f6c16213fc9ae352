import type { LedgerTransaction } from './ledger-client'

/** The keys of roll-up rows from which the last event was folded out. */
export interface EmptiedRows {
  readonly hourly: readonly { hour: string; series_id: number; rate_set_id: number }[] | null
  readonly daily: readonly { day: string; series_id: number; rate_set_id: number }[] | null
  readonly latency: readonly { day: string; series_id: number }[] | null
}

/** Selects, after `foldCtes`, which rows were left with nothing in them. */
export const selectEmptied = `select
  (select jsonb_agg(jsonb_build_object('hour', hour, 'series_id', series_id, 'rate_set_id', rate_set_id))
    from hourly where requests = 0) as hourly,
  (select jsonb_agg(jsonb_build_object('day', day, 'series_id', series_id, 'rate_set_id', rate_set_id))
    from daily where requests = 0) as daily,
  (select jsonb_agg(jsonb_build_object('day', day, 'series_id', series_id))
    from latency where histogram = 0) as latency`

/**
 * Removes roll-up rows that no event is in any more, as a rebuild would not make them. A statement after the one that emptied
 * them, since one statement cannot change a row and remove it; their locks are held, so that nobody came between.
 */
export async function removeEmptied(tx: LedgerTransaction, { hourly, daily, latency }: EmptiedRows): Promise<void> {
  if (hourly) {
    await tx.unsafe(
      `delete from usage_hourly sums using jsonb_to_recordset($1::text::jsonb) as emptied(hour timestamptz, series_id integer, rate_set_id integer)
       where sums.hour = emptied.hour and sums.series_id = emptied.series_id and sums.rate_set_id = emptied.rate_set_id and sums.requests = 0`,
      [JSON.stringify(hourly)],
    )
  }
  if (daily) {
    await tx.unsafe(
      `delete from usage_daily sums using jsonb_to_recordset($1::text::jsonb) as emptied(day date, series_id integer, rate_set_id integer)
       where sums.day = emptied.day and sums.series_id = emptied.series_id and sums.rate_set_id = emptied.rate_set_id and sums.requests = 0`,
      [JSON.stringify(daily)],
    )
  }
  if (latency) {
    await tx.unsafe(
      `delete from usage_latency_daily sums using jsonb_to_recordset($1::text::jsonb) as emptied(day date, series_id integer)
       where sums.day = emptied.day and sums.series_id = emptied.series_id and sums.histogram = 0`,
      [JSON.stringify(latency)],
    )
  }
}
