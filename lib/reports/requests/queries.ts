import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { addDays, monthPeriod, type Period } from '@/lib/time/calendar'
import { startOfDate } from '@/lib/time/instant'
import type { LabelColumns } from '../spend/dimensions'
import { listNamed, readLabelColumns } from '../spend/labels'
import { findZone, readSnapshot } from '../spend/queries'
import { whereOneOf } from '../spend/series-key'
import { type Busy, listBusyDays, listBusyHours, maxHours, mergeHours, type Span, takeEnough } from './busy-hours'
import { matchSeries } from './matching-series'
import { type RequestQuestion, writeCursor } from './question'

export const requestsPerPage = 50

/** A request in the list. Counts and amounts are decimal text, as exact as they are stored; null is unknown. */
export interface RequestRow {
  readonly eventKey: string
  readonly at: string
  readonly requestId: string | null
  readonly provider: string
  readonly model: string
  /** The slug of the owner on that day, a team or a shared pool; both null where nobody owns it. */
  readonly team: string | null
  readonly pool: string | null
  readonly ownerName: string | null
  readonly unownedReason: string | null
  readonly service: string | null
  readonly environment: string | null
  readonly outcome: string
  readonly statusCode: number | null
  /** How many calls it stands for. */
  readonly requests: string
  readonly inputTokens: string | null
  readonly outputTokens: string | null
  readonly latencyMs: number | null
  readonly costUsd: string | null
  /** A meter that was used has no rate. */
  readonly isAtLeast: boolean
  /** 0 and below: why there is no price. */
  readonly rateSetId: number
}

export interface RequestPage {
  readonly rows: readonly RequestRow[]
  readonly nextCursor: string | null
  /** How many requests match in the period, as the spend report counts them; null where an id was looked for. */
  readonly total: number | null
  readonly asOf: string
}

/**
 * A page of requests, newest first, in scope.
 *
 * Without an id, the roll-ups say on which days and in which hours matching requests ran, and only those hours of events are
 * read: so a page costs about the same however many events there are, and however rare those that match.
 */
export async function listRequests(db: Database, scope: Scope, question: RequestQuestion): Promise<RequestPage> {
  return readSnapshot(db, async (tx) => {
    const labels = await readLabelColumns(tx, listNamed({ groupBy: [], filters: question.filters }))
    const asked = { ...question, labels, zone: await findZone(tx) }
    const { rows, total } =
      question.requestId === null && question.traceId === null && question.period !== null
        ? await walkPeriod(tx, scope, { ...asked, period: question.period })
        : { rows: await readEvents(tx, scope, { ...asked, spans: null }), total: null }
    const page = rows.slice(0, requestsPerPage)
    const last = page.at(-1)
    const nextCursor = rows.length > requestsPerPage && last ? writeCursor(last) : null
    return { rows: page, nextCursor, total, asOf: new Date().toISOString() }
  })
}

type PlacedQuestion = RequestQuestion & { readonly zone: string; readonly labels: LabelColumns }
type PeriodQuestion = PlacedQuestion & { readonly period: Period }

/** Goes back in time from the newest busy hour until the page is full, in steps that grow. */
async function walkPeriod(tx: Database, scope: Scope, question: PeriodQuestion): Promise<{ rows: RequestRow[]; total: number }> {
  const { zone, after } = question
  const allDays = await listBusyDays(tx, scope, question)
  const total = allDays.reduce((sum, { requests }) => sum + requests, 0)
  // Hours that are named are where to look; the days' figures know each only by the day in which it begins.
  const named = question.filters.hour?.map((hour) => new Date(hour)).sort((left, right) => right.getTime() - left.getTime())
  if (named) return { rows: await readEvents(tx, scope, { ...question, spans: mergeHours(named) }), total }
  const rows: RequestRow[] = []
  const end = after === null ? null : new Date(after.occurredAtMs + 1)
  const isFull = () => rows.length > requestsPerPage
  let days: readonly Busy<string>[] =
    end === null ? allDays : allDays.filter(({ key }) => startOfDate(key, zone).getTime() < end.getTime())
  for (let step = 1; days.length > 0 && !isFull(); step *= 2) {
    const { taken, rest } = takeEnough(days, { requests: requestsPerPage + 1 - rows.length, atLeast: step })
    days = rest
    const newest = taken[0]
    const oldest = taken.at(-1)
    if (newest === undefined || oldest === undefined) break
    const dayEnd = startOfDate(addDays(newest.key, 1), zone)
    let span: Span | null = { start: startOfDate(oldest.key, zone), end: end !== null && end < dayEnd ? end : dayEnd }
    if (newest.requests >= fullHours * (requestsPerPage + 1)) span = await readLastHour(tx, scope, question, { span, rows })
    while (span !== null && !isFull()) span = await readSpan(tx, scope, question, { span, rows })
  }
  return { rows, total }
}

/** A day with so many pages has one in its last hour, more likely than not. */
const fullHours = 24

/**
 * Adds the rows of the last hour of a span, of one that is not over up to now. On a day full of requests that fills the page,
 * and saves adding up the day's hours over all series, which takes longer.
 */
async function readLastHour(
  tx: Database,
  scope: Scope,
  question: PeriodQuestion,
  { span: { start, end }, rows }: { span: Span; rows: RequestRow[] },
): Promise<Span | null> {
  const last = new Date(Math.min(end.getTime(), Math.max(Date.now(), start.getTime())))
  const from = new Date(Math.max(start.getTime(), last.getTime() - 3_600_000))
  rows.push(...(await readEvents(tx, scope, { ...question, spans: [{ start: from, end }] })))
  return from > start ? { start, end: from } : null
}

/** Adds the rows of the newest hours of a span; what is left of it to read, or null. */
async function readSpan(
  tx: Database,
  scope: Scope,
  question: PeriodQuestion,
  { span, rows }: { span: Span; rows: RequestRow[] },
): Promise<Span | null> {
  const found = await listBusyHours(tx, scope, { ...question, span })
  let hours: readonly Busy<Date>[] = found
  for (let step = 1; hours.length > 0 && rows.length <= requestsPerPage; step *= 2) {
    const { taken, rest } = takeEnough(hours, { requests: requestsPerPage + 1 - rows.length, atLeast: step })
    const spans = mergeHours(taken.map(({ key }) => key)).map(({ start, end }) => ({
      start: start < span.start ? span.start : start,
      end: end > span.end ? span.end : end,
    }))
    rows.push(...(await readEvents(tx, scope, { ...question, spans })))
    hours = rest
  }
  const oldest = found.at(-1)?.key
  return found.length < maxHours || oldest === undefined ? null : { start: span.start, end: oldest }
}

interface EventQuestion extends PlacedQuestion {
  /** Where to look; null: wherever the ids are. */
  readonly spans: readonly Span[] | null
}

async function readEvents(tx: Database, scope: Scope, question: EventQuestion): Promise<RequestRow[]> {
  return [...(await tx.execute<RequestRow & Record<string, unknown>>(requestsStatement(scope, question)))]
}

/** All of time, for a question without a period. */
const always: Period = { from: '1900-01-01', to: '2200-01-01' }

/** The statement of a page: one more than fits, so that the page knows whether there is another. */
export function requestsStatement(scope: Scope, question: EventQuestion): SQL {
  const { zone, filters, requestId, traceId, after } = question
  const period = question.period ?? always
  const day = sql`bucket_day(event.occurred_at, ${zone})`
  const conditions = [
    sql`not event.is_retracted`,
    ...(requestId === null ? [] : [sql`event.request_id = ${requestId}`]),
    ...(traceId === null ? [] : [sql`event.trace_id = ${traceId}`]),
    ...(question.spans === null ? [] : [whereInSpans(question.spans)]),
    ...(after === null
      ? []
      : [
          sql`(event.occurred_at, event.event_key) < (${new Date(after.occurredAtMs).toISOString()}::timestamptz, ${after.eventKey}::uuid)`,
        ]),
    ...(filters.model_family === undefined
      ? []
      : [whereOneOf(sql`coalesce(nullif(rate_set.model, ''), series.model)`, filters.model_family)]),
    ...whereTimes(filters, day),
  ]
  return sql`
    with ${matchSeries(scope, { period, filters, labels: question.labels })}
    select event.event_key as "eventKey",
      to_char(event.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
      event.request_id as "requestId", series.provider, coalesce(event.stated_dimensions ->> 'model', series.model) as model,
      series_key.team, series_key.pool, series_key.owner_name as "ownerName", series_key.unowned_reason as "unownedReason",
      coalesce(event.stated_dimensions ->> 'service', series_key.service) as service, series_key.environment, series.outcome,
      event.status_code as "statusCode", event.requests::text, event.input_tokens::text as "inputTokens",
      event.output_tokens::text as "outputTokens", event.latency_ms as "latencyMs",
      trim_scale(event.cost)::text as "costUsd", event.is_partly_priced as "isAtLeast", event.rate_set_id as "rateSetId"
    from usage_event event
    join series_key on series_key.series_id = event.series_id and ${day} >= series_key.from_day and ${day} < series_key.to_day
    join usage_series series on series.id = event.series_id
    left join rate_set on rate_set.id = event.rate_set_id
    where ${sql.join(conditions, sql` and `)}
    order by event.occurred_at desc, event.event_key desc
    limit ${requestsPerPage + 1}`
}

/** The spans, and the months that they lie in: Postgres opens no other partition. */
function whereInSpans(spans: readonly Span[]): SQL {
  const lastMs = (end: Date) => new Date(end.getTime() - 1)
  const months = new Set(spans.flatMap(({ start, end }) => [monthOfInstant(start), monthOfInstant(lastMs(end))]))
  const within = spans.map(
    ({ start, end }) =>
      sql`(event.occurred_at >= ${start.toISOString()}::timestamptz and event.occurred_at < ${end.toISOString()}::timestamptz)`,
  )
  const list = [...months].map((month) => sql`${month}::date`)
  return sql`event.month in (${sql.join(list, sql`, `)}) and (${sql.join(within, sql` or `)})`
}

const monthOfInstant = (instant: Date) => `${instant.toISOString().slice(0, 7)}-01`

function whereTimes({ hour, day: days, month }: RequestQuestion['filters'], day: SQL): SQL[] {
  const listed = (values: readonly string[], type: SQL) =>
    sql.join(
      values.map((value) => sql`${value}::${type}`),
      sql`, `,
    )
  return [
    ...(hour === undefined ? [] : [sql`bucket_hour(event.occurred_at) in (${listed(hour, sql`timestamptz`)})`]),
    ...(days === undefined ? [] : [sql`${day} in (${listed(days, sql`date`)})`]),
    ...(month === undefined
      ? []
      : [
          sql`(${sql.join(
            month.map(monthPeriod).map(({ from, to }) => sql`(${day} >= ${from}::date and ${day} < ${to}::date)`),
            sql` or `,
          )})`,
        ]),
  ]
}
