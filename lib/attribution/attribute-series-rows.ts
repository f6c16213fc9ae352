import { type SQL, sql } from 'drizzle-orm'
import { seriesOwnership } from '@/lib/db/schema/attribution'
import { usageSeries } from '@/lib/db/schema/usage'
import { toRangeText } from '@/lib/registry/dated-spans'
import { seriesSelectList } from '@/lib/usage/series-columns'
import type { OwnerHints, OwnershipSpan } from './resolve-owner'
import type { SqlRunner } from './sql-runner'

/** A row of `series_ownership`, named as its columns are. */
export interface OwnershipRow {
  readonly series_id: number
  readonly period: string
  readonly owner_kind: string
  readonly team_id: string | null
  readonly pool_id: string | null
  readonly reason: string | null
  readonly basis: string | null
  readonly rule_id: string | null
  readonly project_id: string | null
  readonly project_rule_id: string | null
  readonly has_conflict: boolean
}

export function toRows(seriesId: number, spans: readonly OwnershipSpan[]): OwnershipRow[] {
  return spans.map((span) => ({
    series_id: seriesId,
    period: toRangeText(span),
    owner_kind: span.owner.kind,
    team_id: span.owner.kind === 'team' ? span.owner.team.id : null,
    pool_id: span.owner.kind === 'pool' ? span.owner.pool.id : null,
    reason: span.owner.kind === 'none' ? span.owner.reason : null,
    basis: span.owner.kind === 'none' ? null : span.owner.basis,
    rule_id: span.owner.kind === 'none' ? null : span.owner.ruleId,
    project_id: span.project?.id ?? null,
    project_rule_id: span.project?.ruleId ?? null,
    has_conflict: span.hasConflict,
  }))
}

/** Rows of a series are the same where their texts are; `readStoredRows` writes what is stored alike. */
export function writeRow(row: OwnershipRow): string {
  const owner = row.team_id ?? row.pool_id ?? row.reason
  const parts = [row.period, owner, row.basis, row.rule_id, row.project_id, row.project_rule_id, row.has_conflict]
  return parts.map((part) => part ?? '').join(' ')
}

/** The series that a condition over `usage_series series` picks, with all that they say. */
export function readSeries(run: SqlRunner, where: SQL): Promise<(OwnerHints & { id: number })[]> {
  return run<OwnerHints & { id: number } & Record<string, unknown>>(
    sql`select series.id, ${sql.raw(seriesSelectList)} from ${usageSeries} series where ${where}`,
  )
}

/** What is stored of those series: by series, the text of each row with its period. */
export async function readStoredRows(run: SqlRunner, where: SQL): Promise<ReadonlyMap<number, ReadonlyMap<string, string>>> {
  const rows = await run<{ seriesId: number; period: string; rest: string }>(sql`
    select series_id as "seriesId",
      '[' || coalesce(lower(period)::text, '') || ',' || coalesce(upper(period)::text, '') || ')' as period,
      coalesce(team_id::text, pool_id::text, reason) || ' ' || coalesce(basis, '') || ' ' || coalesce(rule_id::text, '') || ' '
        || coalesce(project_id::text, '') || ' ' || coalesce(project_rule_id::text, '') || ' ' || has_conflict::text as rest
    from ${seriesOwnership}
    where series_id in (select series.id from ${usageSeries} series where ${where})`)
  const stored = new Map<number, Map<string, string>>()
  for (const { seriesId, period, rest } of rows) {
    const ofSeries = stored.get(seriesId) ?? new Map<string, string>()
    ofSeries.set(`${period} ${rest}`, period)
    stored.set(seriesId, ofSeries)
  }
  return stored
}

export async function deleteRows(run: SqlRunner, rows: readonly Pick<OwnershipRow, 'series_id' | 'period'>[]): Promise<void> {
  if (rows.length === 0) return
  await run(sql`
    delete from ${seriesOwnership} owned
    using jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as gone (series_id int, period daterange)
    where owned.series_id = gone.series_id and owned.period = gone.period`)
}

export async function insertRows(run: SqlRunner, rows: readonly OwnershipRow[]): Promise<void> {
  if (rows.length === 0) return
  // As one text: either driver hands that over unchanged, and the plan is the same for any number of rows.
  await run(sql`
    insert into ${seriesOwnership} (series_id, period, owner_kind, team_id, pool_id, reason, basis, rule_id, project_id,
      project_rule_id, has_conflict)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as owned (series_id int, period daterange, owner_kind text, team_id uuid, pool_id uuid, reason text, basis text, rule_id uuid,
        project_id uuid, project_rule_id uuid, has_conflict boolean)`)
}
