import { AppError } from '@/lib/errors'
import { addDays, type CalendarDate } from '@/lib/time/calendar'
import { grains, selectFacts, selectLatencies, sumFacts } from './fold'
import type { LedgerClient, LedgerTransaction } from './ledger-client'
import { measureColumns } from './meter-expressions'
import { readReportingZone } from './reporting-zone'

interface RebuildOptions {
  /** First day; by default the first that has an event or a sum. */
  readonly from?: CalendarDate
  /** The day after the last; by default everything. */
  readonly to?: CalendarDate
  /** Called after each day. */
  readonly onDay?: (day: CalendarDate) => void
}

/**
 * Makes the roll-ups anew from the events, day by day, each in a transaction of its own, while events keep coming in: what
 * writes roll-ups waits for the one day, and a booking that has stored its events but not yet folded them folds them after.
 * The UTC hours and the reporting zone's day of one date go together, so that stopping half-way leaves no gap.
 * @returns how many days were rebuilt.
 * @throws AppError `conflict` for days whose events are gone: their sums are all that is left.
 */
export async function rebuildRollups(client: LedgerClient, { from, to, onDay }: RebuildOptions = {}): Promise<number> {
  const zone = await readReportingZone(client)
  const span = await findSpan(client, zone)
  if (!span) return 0
  const first = from ?? span.first
  const end = to ?? addDays(span.last, 1)
  await refuseDaysWithoutEvents(client, first, end)
  let days = 0
  for (let day = first; day < end; day = addDays(day, 1)) {
    if (await isEmptyDay(client, day)) continue
    await client.begin((tx) => rebuildDay(tx, zone, day))
    onDay?.(day)
    days += 1
  }
  return days
}

const countedEvents =
  '(select * from usage_event where not is_retracted and occurred_at >= $3::timestamptz and occurred_at < $4::timestamptz)'
const measureNames = measureColumns.map(({ name }) => name).join(', ')

const insertSums = ({ table, key }: (typeof grains)['hourly' | 'daily'], condition: string) => `
  insert into ${table} (${key.join(', ')}, ${measureNames})
  ${sumFacts(`(${selectFacts({ relation: countedEvents, sign: 1 }, '$2::text')}) facts where ${condition}`, key)}`

const hourlyCondition = `hour >= $1::date::timestamp at time zone 'UTC' and hour < ($1::date + 1)::timestamp at time zone 'UTC'`

const insertLatencies = `
  insert into usage_latency_daily (day, series_id, histogram)
  select day, series_id, sum(histogram) from (${selectLatencies({ relation: countedEvents, sign: 1 }, '$2::text')}) latencies
  where day = $1::date group by day, series_id`

/** Whether there is nothing to sum and no sum to correct. What comes in after this was asked brings its own sums. */
async function isEmptyDay(client: LedgerClient, day: CalendarDate): Promise<boolean> {
  const [row] = await client<{ empty: boolean }[]>`
    select not exists (select from usage_event where occurred_at >= ${`${addDays(day, -2)}T00:00:00Z`}::timestamptz
        and occurred_at < ${`${addDays(day, 3)}T00:00:00Z`}::timestamptz)
      and not exists (select from usage_hourly where hour >= ${`${day}T00:00:00Z`}::timestamptz
        and hour < ${`${addDays(day, 1)}T00:00:00Z`}::timestamptz)
      and not exists (select from usage_daily where day = ${day})
      and not exists (select from usage_latency_daily where day = ${day}) as empty`
  return row?.empty ?? false
}

async function rebuildDay(tx: LedgerTransaction, zone: string, day: CalendarDate): Promise<void> {
  // In the order in which bookings lock them. The statements after it see everything that was committed before it.
  await tx`lock table usage_hourly, usage_daily, usage_latency_daily in share row exclusive mode`
  // No zone is further than 26 hours from UTC: wide enough for the date in any, narrow enough for the index.
  const from = `${addDays(day, -2)}T00:00:00Z`
  const to = `${addDays(day, 3)}T00:00:00Z`
  const parameters = [day, zone, from, to]
  await tx.unsafe(`delete from usage_hourly where ${hourlyCondition}`, [day], { prepare: true })
  await tx.unsafe(insertSums(grains.hourly, hourlyCondition), parameters, { prepare: true })
  await tx`delete from usage_daily where day = ${day}`
  await tx.unsafe(insertSums(grains.daily, 'day = $1::date'), parameters, { prepare: true })
  await tx`delete from usage_latency_daily where day = ${day}`
  await tx.unsafe(insertLatencies, parameters, { prepare: true })
}

async function findSpan(client: LedgerClient, zone: string): Promise<{ first: CalendarDate; last: CalendarDate } | null> {
  const [span] = await client<{ first: string | null; last: string | null }[]>`
    select least(min(day), min(utc_day)) as first, greatest(max(day), max(utc_day)) as last from (
      select bucket_day(bound, ${zone}) as day, bucket_day(bound, 'UTC') as utc_day
      from (select unnest(array[min(occurred_at), max(occurred_at)]) as bound from usage_event) events
      union all
      select bucket_day(bound, 'UTC'), bucket_day(bound, 'UTC')
      from (select unnest(array[min(hour), max(hour)]) as bound from usage_hourly) hours
      union all
      select bound, bound from (select unnest(array[min(day), max(day)]) as bound from usage_daily) days
      union all
      select bound, bound from (select unnest(array[min(day), max(day)]) as bound from usage_latency_daily) latencies
    ) bounds`
  return span?.first && span.last ? { first: span.first, last: span.last } : null
}

/** A day may take events of two UTC months; where either has no partition, its sums cannot be made again. */
async function refuseDaysWithoutEvents(client: LedgerClient, from: CalendarDate, to: CalendarDate): Promise<void> {
  const [gone] = await client<{ month: string }[]>`
    select to_char(date_trunc('month', hour at time zone 'UTC'), 'YYYY-MM') as month from usage_hourly
    where hour >= ${from}::date::timestamp at time zone 'UTC' - interval '2 days'
      and hour < ${to}::date::timestamp at time zone 'UTC' + interval '2 days'
      and not exists (
        select from pg_inherits where inhparent = 'usage_event'::regclass
          and inhrelid = to_regclass('usage_event_' || to_char(hour at time zone 'UTC', 'YYYYMM')))
    order by hour limit 1`
  if (gone) {
    throw new AppError(
      'conflict',
      `The events of ${gone.month} are no longer there, and sums cannot be made without them: rebuild later days.`,
    )
  }
}
