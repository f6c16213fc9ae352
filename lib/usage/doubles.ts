import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import type { EventId } from './event-row'
import type { LedgerClient } from './ledger-client'
import { findPossibleDoubles } from './possible-doubles'
import { readReportingZone } from './reporting-zone'
import { reinstateEvents, retractEvents } from './retract'

/** `once`: the look of the lower source does not count. `both`: they are two calls. */
export type DoubleSettlement = 'once' | 'both'

/** Names a pair of events. */
export interface DoubleId {
  readonly keptKey: string
  readonly otherKey: string
}

/** Days before today of which pairs are looked for: as far back as usage may still be fixed without a correction. */
const daysBack = 62
const dayMs = 86_400_000
/** Pairs are compared within five minutes, and some by the whole minute. */
const marginMs = 360_000
const maxPairsOfDay = 10_000

/**
 * Looks for events that may be one call on each UTC day whose number of requests is another than when it was last searched, and
 * keeps what it finds; what is open and not found any more is forgotten. A source of which it was decided what its doubles are
 * has them settled so at once. Safe to repeat and to break off: each day is a step of its own.
 *
 * @returns how many days were searched, and how many pairs are new.
 */
export async function recordDoubles(db: Database, client: LedgerClient, now: Date): Promise<{ days: number; found: number }> {
  const changed = await findChangedDays(db, now)
  let found = 0
  for (const { day, requests } of changed) {
    const start = Date.parse(`${day}T00:00:00Z`)
    const pairs = await findPossibleDoubles(db, {
      from: new Date(start - marginMs),
      to: new Date(start + dayMs + marginMs),
      limit: maxPairsOfDay,
    })
    const ofDay = pairs.filter(({ kept }) => kept.occurredAt.toISOString().startsWith(day))
    found += await keepDay(db, { day, requests, now }, ofDay)
  }
  await applyRules(db, client, now)
  return { days: changed.length, found }
}

async function findChangedDays(db: Database, now: Date): Promise<{ day: string; requests: string }[]> {
  const from = new Date(now.getTime() - daysBack * dayMs).toISOString()
  const rows = await db.execute<{ day: string; requests: string }>(sql`
    select day::text, usage.requests::text as requests from (
      select (hour at time zone 'UTC')::date as day, sum(requests) as requests
      from usage_hourly where hour >= date_trunc('day', ${from}::timestamptz, 'UTC') group by 1
    ) usage left join usage_double_scan scan using (day)
    where scan.requests is distinct from usage.requests order by day`)
  return [...rows]
}

type Pair = Awaited<ReturnType<typeof findPossibleDoubles>>[number]

async function keepDay(
  db: Database,
  { day, requests, now }: { day: string; requests: string; now: Date },
  pairs: readonly Pair[],
): Promise<number> {
  const rows = pairs.map(({ kept, other, evidence }) => ({
    ...{ kept_key: kept.eventKey, kept_month: kept.month, kept_source_id: kept.sourceId },
    ...{ other_key: other.eventKey, other_month: other.month, other_source_id: other.sourceId, evidence },
  }))
  return db.transaction(async (tx) => {
    await tx.execute(sql`
      delete from usage_double where day = ${day}::date and settlement is null and (kept_key, other_key) not in (
        select kept_key, other_key from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as pair (kept_key uuid, other_key uuid))`)
    const added = await tx.execute(sql`
      insert into usage_double (kept_key, kept_month, other_key, other_month, kept_source_id, other_source_id, day, evidence, found_at)
      select kept_key, kept_month, other_key, other_month, kept_source_id, other_source_id, ${day}::date, evidence,
        ${now.toISOString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as pair (kept_key uuid, kept_month date, other_key uuid,
        other_month date, kept_source_id int, other_source_id int, evidence text)
      on conflict do nothing returning kept_key`)
    await tx.execute(sql`
      insert into usage_double_scan (day, requests, scanned_at) values (${day}::date, ${requests}::bigint, ${now.toISOString()}::timestamptz)
      on conflict (day) do update set requests = excluded.requests, scanned_at = excluded.scanned_at`)
    return added.length
  })
}

async function applyRules(db: Database, client: LedgerClient, now: Date): Promise<void> {
  const rules = await db.execute<{ otherSourceId: number; settlement: DoubleSettlement }>(sql`
    select other_source_id as "otherSourceId", settlement from usage_double_rule order by other_source_id`)
  for (const { otherSourceId, settlement } of rules) {
    await settleDoubles(client, { otherSourceIds: [otherSourceId], settlement, now })
  }
}

const batchSize = 500

/**
 * Settles all open pairs whose lower look is of these sources, in batches of which each commits by itself: those that count once
 * leave the sums, exactly. Doing it twice changes nothing.
 *
 * @returns the pairs that were settled.
 */
export async function settleDoubles(
  client: LedgerClient,
  { otherSourceIds, settlement, now }: { otherSourceIds: readonly number[]; settlement: DoubleSettlement; now: Date },
): Promise<DoubleId[]> {
  const zone = await readReportingZone(client)
  const settled: DoubleId[] = []
  for (;;) {
    const batch = await client.begin(async (tx) => {
      const pairs = await tx<(DoubleId & { otherMonth: string })[]>`
        update usage_double set settlement = ${settlement}, settled_at = ${now}
        where (kept_key, other_key) in (
          select kept_key, other_key from usage_double
          where settlement is null and other_source_id = any(${[...otherSourceIds]}::int[])
          order by kept_key, other_key limit ${batchSize} for update
        ) returning kept_key as "keptKey", other_key as "otherKey", other_month as "otherMonth"`
      if (settlement === 'once') await retractEvents(tx, zone, pairs.map(toEventId))
      return pairs.map(({ keptKey, otherKey }) => ({ keptKey, otherKey }))
    })
    if (batch.length === 0) return settled
    settled.push(...batch)
  }
}

const toEventId = ({ otherKey, otherMonth }: DoubleId & { readonly otherMonth: string }): EventId => ({
  eventKey: otherKey,
  month: otherMonth,
})

/** Opens settled pairs again; what had left the sums counts as before. Pairs that are open already stay as they are. */
export async function reopenDoubles(client: LedgerClient, pairs: readonly DoubleId[]): Promise<void> {
  const zone = await readReportingZone(client)
  for (let at = 0; at < pairs.length; at += batchSize) {
    const batch = pairs.slice(at, at + batchSize)
    await client.begin(async (tx) => {
      const rows = await tx<(DoubleId & { otherMonth: string; settlement: string })[]>`
        select usage_double.kept_key as "keptKey", usage_double.other_key as "otherKey", other_month as "otherMonth", settlement
        from usage_double join unnest(${batch.map(({ keptKey }) => keptKey)}::uuid[], ${batch.map(({ otherKey }) => otherKey)}::uuid[])
          as wanted (kept_key, other_key) using (kept_key, other_key)
        where settlement is not null order by 1, 2 for update of usage_double`
      const counted = rows.filter(({ settlement }) => settlement === 'once')
      await tx`
        update usage_double set settlement = null, settled_at = null
        from unnest(${rows.map(({ keptKey }) => keptKey)}::uuid[], ${rows.map(({ otherKey }) => otherKey)}::uuid[])
          as wanted (kept_key, other_key)
        where usage_double.kept_key = wanted.kept_key and usage_double.other_key = wanted.other_key`
      // An event of which another pair says that it does not count stays out.
      const kept = await tx<{ otherKey: string }[]>`
        select other_key as "otherKey" from usage_double
        where settlement = 'once' and other_key = any(${counted.map(({ otherKey }) => otherKey)}::uuid[])`
      const out = new Set(kept.map(({ otherKey }) => otherKey))
      await reinstateEvents(tx, zone, counted.filter(({ otherKey }) => !out.has(otherKey)).map(toEventId))
    })
  }
}
