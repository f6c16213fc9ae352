import { and, desc, eq, gte, inArray, lt, ne, type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { seriesOwnership } from '@/lib/db/schema/attribution'
import { source } from '@/lib/db/schema/auth'
import { organization } from '@/lib/db/schema/organization'
import { rateSet, rateSetRate } from '@/lib/db/schema/rate-set'
import { teamCostCenter } from '@/lib/db/schema/registry'
import { usageEvent, usageSeries } from '@/lib/db/schema/usage'
import { usageCapture } from '@/lib/db/schema/usage-record'

/** Where a page begins: after the event of that instant and key, newest first. */
export interface EventCursor {
  readonly occurredAtMs: number
  readonly eventKey: string
}

/** Which events are asked for. */
export interface EventFilter {
  readonly eventKey?: string
  readonly requestId?: string
  readonly traceId?: string
  readonly from?: Date
  readonly to?: Date
  readonly after?: EventCursor
  readonly limit: number
}

/** An event with its series, as stored. */
export interface StoredEvent {
  readonly event: typeof usageEvent.$inferSelect
  readonly series: typeof usageSeries.$inferSelect
  readonly source: string | null
  /** The first version of the price list that has the event's rates; null where it has none. */
  readonly priceVersion: number | null
}

/** Events newest first, those in scope; retracted ones are none. */
export async function listEvents(db: Database, scope: Scope, filter: EventFilter): Promise<StoredEvent[]> {
  return (
    db
      .select({ event: usageEvent, series: usageSeries, source: source.slug, priceVersion: rateSet.firstVersion })
      .from(usageEvent)
      .innerJoin(usageSeries, eq(usageSeries.id, usageEvent.seriesId))
      .leftJoin(source, eq(source.id, usageSeries.sourceId))
      // Ids of 0 and below stand for reasons, not for prices.
      .leftJoin(rateSet, and(eq(rateSet.id, usageEvent.rateSetId), sql`${rateSet.id} > 0`))
      .where(
        and(
          eq(usageEvent.isRetracted, false),
          filter.eventKey === undefined ? undefined : eq(usageEvent.eventKey, filter.eventKey),
          filter.requestId === undefined ? undefined : eq(usageEvent.requestId, filter.requestId),
          filter.traceId === undefined ? undefined : eq(usageEvent.traceId, filter.traceId),
          filter.from === undefined ? undefined : gte(usageEvent.occurredAt, filter.from),
          filter.to === undefined ? undefined : lt(usageEvent.occurredAt, filter.to),
          whereMonths(filter),
          whereAfter(filter.after),
          whereInScope(scope),
        ),
      )
      .orderBy(desc(usageEvent.occurredAt), desc(usageEvent.eventKey))
      .limit(filter.limit)
  )
}

/** The same bounds on the partition key, so that months outside are not even looked into. */
function whereMonths({ from, to, after }: EventFilter): SQL | undefined {
  const monthOf = (instant: Date) => `${instant.toISOString().slice(0, 7)}-01`
  const last = after === undefined ? to : new Date(after.occurredAtMs)
  return and(
    from === undefined ? undefined : gte(usageEvent.month, monthOf(from)),
    last === undefined ? undefined : sql`${usageEvent.month} <= ${monthOf(last)}`,
  )
}

function whereAfter(after: EventCursor | undefined): SQL | undefined {
  if (after === undefined) return undefined
  const at = new Date(after.occurredAtMs).toISOString()
  return sql`(${usageEvent.occurredAt}, ${usageEvent.eventKey}) < (${at}::timestamptz, ${after.eventKey}::uuid)`
}

/** Who is bounded by teams or cost centres sees what these own on the day of the call. */
function whereInScope(scope: Scope): SQL | undefined {
  if (scope.everything) return undefined
  const { teamIds, costCenterIds } = scope
  if (teamIds.length === 0 && costCenterIds.length === 0) return sql`false`
  const day = sql`bucket_day(${usageEvent.occurredAt}, (select ${organization.reportingZone} from ${organization}))`
  const ofTeams = teamIds.length === 0 ? sql`false` : inArray(seriesOwnership.teamId, [...teamIds])
  const ofCostCenters =
    costCenterIds.length === 0
      ? sql`false`
      : sql`exists (select from ${teamCostCenter} where ${teamCostCenter.teamId} = ${seriesOwnership.teamId}
          and ${teamCostCenter.period} @> ${day} and ${inArray(teamCostCenter.costCenterId, [...costCenterIds])})`
  return sql`exists (select from ${seriesOwnership} where ${seriesOwnership.seriesId} = ${usageEvent.seriesId}
    and ${seriesOwnership.period} @> ${day} and (${ofTeams} or ${ofCostCenters}))`
}

/** The rates of rate sets, by id. */
export async function listRates(
  db: Database,
  rateSetIds: readonly number[],
): Promise<Map<number, (typeof rateSetRate.$inferSelect)[]>> {
  const priced = [...new Set(rateSetIds)].filter((id) => id > 0)
  const rows = priced.length === 0 ? [] : await db.select().from(rateSetRate).where(inArray(rateSetRate.rateSetId, priced))
  return groupBy(rows, ({ rateSetId }) => rateSetId)
}

/** A further record of a call. */
export interface StoredCapture {
  readonly eventKey: string
  readonly kind: string
  readonly receivedAt: Date
  readonly source: string | null
}

/** What else was received of calls, by the key of the event, oldest first. */
export async function listCaptures(db: Database, eventKeys: readonly string[]): Promise<Map<string, StoredCapture[]>> {
  if (eventKeys.length === 0) return new Map()
  const rows = await db
    .select({
      eventKey: usageCapture.eventKey,
      kind: usageCapture.kind,
      receivedAt: usageCapture.receivedAt,
      source: source.slug,
    })
    .from(usageCapture)
    .leftJoin(source, eq(source.id, usageCapture.sourceId))
    // What stands is the event itself.
    .where(and(inArray(usageCapture.eventKey, [...eventKeys]), ne(usageCapture.kind, 'standing')))
    .orderBy(usageCapture.id)
  return groupBy(rows, ({ eventKey }) => eventKey)
}

function groupBy<Row, Key>(rows: readonly Row[], keyOf: (row: Row) => Key): Map<Key, Row[]> {
  const groups = new Map<Key, Row[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}
