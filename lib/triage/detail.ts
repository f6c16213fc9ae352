import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { addMonths, type Period } from '@/lib/time/calendar'
import { addressOf, type FindingAddress } from './address'
import { readExpectedFields } from './expected-fields'
import type { FindingRef } from './finding-ref'
import { groupFindings, keyValues } from './findings-statement'
import { type FixKind, fixKindsOf } from './fixes/kinds'
import { type Finding, listFindings } from './queries'
import { readFindings } from './read-findings'
import { findingIdSchema, findingsQuerySchema } from './schema'
import { type Suggestion, suggestFixes } from './suggestions'
import { readTrends, type TrendDay } from './trend'

/** What was said or done about a finding, the oldest first. */
export interface FindingEvent {
  readonly id: string
  /** ISO instant. */
  readonly at: string
  readonly actor: string
  readonly kind: 'comment' | 'assign' | 'state' | 'fix' | 'undo'
  readonly comment: string | null
  readonly details: Readonly<Record<string, unknown>> | null
}

/** An act of mending that the finding was part of, the latest first. */
export interface AppliedFix {
  readonly id: string
  readonly kind: string
  readonly summary: string
  readonly actor: string
  readonly at: string
  readonly undoneAt: string | null
  /** How many findings it mended together. */
  readonly findings: number
}

/** A series of a finding; what it does not state is left out. */
export interface FindingSeries {
  readonly id: number
  readonly costUsd: string
  readonly requests: number
  readonly isAtLeast: boolean
  readonly dimensions: Readonly<Record<string, string>>
}

export interface FindingDetail {
  readonly finding: Finding
  readonly period: Period
  readonly zone: string
  readonly trend: readonly TrendDay[]
  readonly history: readonly FindingEvent[]
  readonly fixes: readonly AppliedFix[]
  /** Those with most dollars, at most 50. */
  readonly series: readonly FindingSeries[]
  readonly rows: FindingAddress | null
  readonly suggestions: readonly Suggestion[]
  readonly fixKinds: readonly FixKind[]
}

const maxSeries = 50
const monthsBack = 12

/**
 * One finding with everything that is known of it: of the open period or, where it is not there, of the last year.
 *
 * @param id as in a list of findings.
 * @throws AppError `not_found` where there is none, or none that the reader may see.
 */
export async function getFinding(
  db: Database,
  scope: Scope,
  id: string,
  { now, userId = null }: { now: Date; userId?: string | null },
): Promise<FindingDetail> {
  if (!findingIdSchema.safeParse(id).success) throw new AppError('not_found', 'No such finding.')
  const ask = findingsQuerySchema.parse({})
  const inOpen = await listFindings(db, scope, ask, { now, userId, ids: [id] })
  const [open] = inOpen.findings
  const older = { ...ask, from: addMonths(inOpen.from, -monthsBack), to: inOpen.to }
  const report = !open || open.state === 'resolved' ? await listFindings(db, scope, older, { now, userId, ids: [id] }) : inOpen
  const [finding] = report.findings
  if (!finding) throw new AppError('not_found', 'No such finding.')
  const period = { from: report.from, to: report.to }
  const [trends, history, fixes, series, suggestions] = await Promise.all([
    readTrends(db, scope, period, [finding]),
    readHistory(db, id),
    readFixes(db, id),
    readSeries(db, scope, period, finding),
    suggestFixes(db, scope, [finding], { now, withHours: true }),
  ])
  return {
    ...{ finding, period, zone: report.zone, trend: trends.get(id) ?? [], history, fixes, series },
    ...{ rows: addressOf(finding, period), suggestions: suggestions.get(id) ?? [], fixKinds: fixKindsOf(finding) },
  }
}

const iso = (column: string) => sql`to_char(${sql.raw(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

async function readHistory(db: Database, id: string): Promise<FindingEvent[]> {
  const rows = await db.execute<FindingEvent & Record<string, unknown>>(sql`
    select event.id::text as id, ${iso('event.at')} as at, event.actor_name as actor, event.kind, event.comment, event.details
    from triage_event event join triage_item item on item.id = event.item_id
    where item.key_hash = ${id}::uuid order by event.id`)
  return [...rows]
}

async function readFixes(db: Database, id: string): Promise<AppliedFix[]> {
  const rows = await db.execute<AppliedFix & Record<string, unknown>>(sql`
    select fix.id, fix.kind, fix.summary, fix.actor_name as actor, ${iso('fix.created_at')} as at, ${iso('fix.undone_at')} as "undoneAt",
      cardinality(fix.item_ids) as findings
    from triage_fix fix join triage_item item on item.id = any(fix.item_ids)
    where item.key_hash = ${id}::uuid order by fix.created_at desc, fix.id`)
  return [...rows]
}

interface SeriesLine extends Record<string, unknown> {
  id: number
  cost: string
  requests: string
  unknown: string
  said: Record<string, string>
}

async function readSeries(db: Database, scope: Scope, period: Period, ref: FindingRef): Promise<FindingSeries[]> {
  const rows = await readFindings(db, async (tx) => {
    const [place] = await tx.execute<{ zone: string }>(sql`select reporting_zone as zone from organization`)
    const question = { period, zone: place?.zone ?? 'UTC', expectedFields: await readExpectedFields(tx), lanes: [ref.lane] }
    return tx.execute<SeriesLine>(sql`
      with ${groupFindings(scope, question)},
      own as (
        select series_id, sum(cost) as cost, sum(requests) as requests, sum(unknown_requests) as unknown from finding
        where key_values = (select array_agg(value #>> '{}' order by place) from jsonb_array_elements(${JSON.stringify(keyValues(ref))}::text::jsonb)
          with ordinality as part (value, place)) group by series_id
        order by sum(cost) desc, series_id limit ${maxSeries}
      )
      select series.id, trim_scale(own.cost)::text as cost, own.requests::text, own.unknown::text,
        jsonb_strip_nulls(jsonb_build_object('source', source.slug, 'provider', series.provider, 'model', series.model,
          'tier', series.service_tier, 'region', series.region, 'key_team', series.key_team, 'tag_team', series.tag_team,
          'cost_center', series.cost_center, 'project', series.project, 'service', series.service, 'feature', series.feature,
          'environment', series.environment, 'api_key', series.api_key, 'route', series.route)) as said
      from own join usage_series series on series.id = own.series_id left join source on source.id = series.source_id
      order by own.cost desc, series.id`)
  })
  return rows.map(({ id: seriesId, cost, requests, unknown, said }) => ({
    ...{ id: seriesId, costUsd: cost, requests: Number(requests), isAtLeast: unknown !== '0', dimensions: said },
  }))
}
