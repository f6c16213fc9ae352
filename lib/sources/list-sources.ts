import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { findQuiet, type SourceQuiet } from './find-quiet'
import { lagPercentileMs } from './lag-percentile'

/** A source with its figures. Instants are ISO texts; counts of the last day are of the running hour and the 23 before it. */
export interface SourceView {
  readonly id: number
  readonly slug: string
  readonly format: string
  readonly role: 'ledger' | 'evidence'
  /** A higher one wins where two sources saw the same call. */
  readonly rank: number
  readonly createdAt: string
  /** Beginnings of the keys that are in force; null where the reader may not see keys. */
  readonly keyPrefixes: readonly string[] | null
  /** When an event was last taken in. */
  readonly lastEventAt: string | null
  readonly quiet: SourceQuiet
  /** Calls that began in the last day, by the roll-ups. */
  readonly calls: number
  /** Refused records that wait, whenever they came. */
  readonly openRejections: number
  /** Records that contradict what stands, whenever they came. */
  readonly openConflicts: number
  /** What arrived in the last day, by what became of it; approximate after a crash. */
  readonly arrived: Arrivals
  /** Arrivals of the last day about which something is to be noted. */
  readonly withFindings: number
  /** From the beginning of a call to its arrival, of what arrived in the last day and began no more than a day before. */
  readonly lagMedianMs: number | null
  readonly lagP95Ms: number | null
  /** How often what was found in arrivals of the last day, by code. */
  readonly findings: Readonly<Record<string, number>>
}

/** Arrivals of a day. */
interface Arrivals {
  readonly accepted: number
  readonly duplicates: number
  readonly conflicts: number
  readonly rejected: number
  /** Of those that were accepted: began more than a day before, as an import brings them. */
  readonly late: number
}

const hourMs = 3_600_000
const habitDays = 14

/** The first hour of the last day: with the running one it makes 24. */
export const lastDayFrom = (now: Date): Date => new Date((Math.floor(now.getTime() / hourMs) - 23) * hourMs)

interface Row extends Record<string, unknown> {
  id: number
  slug: string
  format: string
  role: SourceView['role']
  rank: number
  created_at: string
  key_prefixes: string[]
  last_event_at: string | null
  calls: number
  open_rejections: number
  open_conflicts: number
  active_hours: number
  longest_pause_hours: number | null
  tallies: [kind: string, name: string, count: number][]
}

interface ListOptions {
  readonly now: Date
  /** Whether the reader may see keys. */
  readonly seesKeys: boolean
  /** Only this one. */
  readonly slug?: string
}

/**
 * The sources with their figures, by slug. Everything is read by the index of one source, or from the roll-ups of one day: the work
 * does not grow with events.
 */
export async function listSourceViews(db: Database, { now, seesKeys, slug }: ListOptions): Promise<SourceView[]> {
  const from = sql`${lastDayFrom(now).toISOString()}::timestamptz`
  const habitFrom = sql`${new Date(now.getTime() - habitDays * 24 * hourMs).toISOString()}::timestamptz`
  const wanted = slug === undefined ? sql`true` : sql`source.slug = ${slug}`
  const rows = await db.execute<Row>(sql`
    with calls as (
      select series.source_id, sum(usage.requests) as requests
      from usage_hourly usage
      join usage_series series on series.id = usage.series_id
      join source on source.id = series.source_id and ${wanted}
      where usage.hour >= ${from} and usage.hour <= ${now.toISOString()}::timestamptz
      group by series.source_id
    )
    select source.id, source.slug, source.format, source.role::text as role, source.rank, ${iso(sql`source.created_at`)} as created_at,
      array(select prefix from api_key where api_key.source_id = source.id and revoked_at is null
        and (expires_at is null or expires_at > ${now.toISOString()}::timestamptz) order by created_at desc) as key_prefixes,
      ${iso(sql`arrival.received_at`)} as last_event_at, coalesce(calls.requests, 0)::float8 as calls,
      (select count(*)::int from rejected_record where source_id = source.id and resolved_at is null) as open_rejections,
      (select count(*)::int from usage_capture where source_id = source.id and kind = 'conflict') as open_conflicts,
      habit.active_hours, habit.longest_pause_hours, coalesce(day.tallies, '[]'::jsonb) as tallies
    from source
    left join calls on calls.source_id = source.id
    cross join lateral (
      -- The archive ends with its retention; until then it knows the instant and not only the hour.
      select coalesce(
        (select max(received_at) from usage_archive where source_id = source.id),
        (select max(hour) from source_tally where source_id = source.id and kind = 'received' and name = 'accepted')
      ) as received_at
    ) arrival
    cross join lateral (
      -- Of one that sends by the day, arrivals tell the habit; of one whose past was imported, the calls do.
      select max(hours)::int as active_hours, max(pause)::float8 as longest_pause_hours from (
        select kind, count(*) as hours, max(pause) as pause from (
          select kind, extract(epoch from hour - lag(hour) over (partition by kind order by hour)) / 3600 as pause
          from source_tally
          where source_id = source.id and hour >= ${habitFrom}
            and (kind = 'call' or (kind = 'received' and name = 'accepted'))
        ) hours group by kind
      ) kinds
    ) habit
    cross join lateral (
      select jsonb_agg(jsonb_build_array(kind, name, count)) as tallies from (
        select kind, name, sum(count) as count from source_tally
        where source_id = source.id and kind in ('received', 'finding', 'lag') and hour >= ${from}
        group by kind, name
      ) tally
    ) day
    where ${wanted}
    order by source.slug`)
  return rows.map((row) => toView(row, now, seesKeys))
}

const iso = (instant: SQL) => sql`to_char(${instant} at time zone 'UTC', ${sql.raw(`'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`)})`

function toView(row: Row, now: Date, seesKeys: boolean): SourceView {
  const named = (wanted: string) =>
    new Map(row.tallies.filter(([kind]) => kind === wanted).map(([, name, count]) => [name, count]))
  const received = named('received')
  const lags = new Map([...named('lag')].map(([bucket, count]) => [Number(bucket), count]))
  const of = (name: string) => received.get(name) ?? 0
  return {
    id: row.id,
    slug: row.slug,
    format: row.format,
    role: row.role,
    rank: row.rank,
    createdAt: row.created_at,
    keyPrefixes: seesKeys ? row.key_prefixes : null,
    lastEventAt: row.last_event_at,
    quiet: findQuiet(
      row.last_event_at === null ? null : new Date(row.last_event_at),
      { activeHours: row.active_hours ?? 0, longestPauseHours: row.longest_pause_hours },
      now,
    ),
    calls: row.calls,
    openRejections: row.open_rejections,
    openConflicts: row.open_conflicts,
    arrived: {
      accepted: of('accepted'),
      duplicates: of('duplicate'),
      conflicts: of('conflict'),
      rejected: of('rejected'),
      late: of('late'),
    },
    withFindings: of('with_findings'),
    lagMedianMs: lagPercentileMs(lags, 0.5),
    lagP95Ms: lagPercentileMs(lags, 0.95),
    findings: Object.fromEntries(named('finding')),
  }
}
