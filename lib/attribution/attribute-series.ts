import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { seriesOwnership } from '@/lib/db/schema/attribution'
import { team } from '@/lib/db/schema/registry'
import { usageSeries } from '@/lib/db/schema/usage'
import { toRangeText } from '@/lib/registry/dated-spans'
import type { TeamFact } from '@/lib/registry/snapshot'
import { type OwnerHints, type OwnershipSpan, resolveOwner, type TeamDirectory } from './resolve-owner'
import { type RawTransaction, runnerFor, type SqlRunner } from './sql-runner'

/** Any number will do, as long as all processes ask for the same one. */
const attributionLock = 727_101

/** A series with what it says of its owner; a row of `usage_series` is one. */
export interface AttributableSeries extends OwnerHints {
  readonly id: number
}

/** Which series are attributed anew: all, some by id, or those that name one of these teams. */
export type ReattributionTarget = { all: true } | { seriesIds: readonly number[] } | { slugs: readonly string[] }

/**
 * Takes the attribution lock for a change of who owns what: new series wait until it is committed, and then see it. A command
 * takes it first of all, before it locks any row that a new series refers to; taking it twice does nothing.
 */
export async function lockAttribution(tx: Database): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${attributionLock}::bigint)`)
}

/**
 * Gives new series their owners, in the transaction that inserts them. Call it once, after the last series of the transaction
 * was inserted: it takes the attribution lock, shared, and whoever changes the registry waits for the commit. The teams are
 * read here and not from a cache, because only what is read under the lock cannot be out of date at the commit.
 *
 * @param tx the ledger's raw transaction, or drizzle's.
 * @param series those that this transaction inserted; none is no work.
 */
export async function onNewSeries(tx: Database | RawTransaction, series: readonly AttributableSeries[]): Promise<void> {
  if (series.length === 0) return
  const run = runnerFor(tx)
  await run(sql`select pg_advisory_xact_lock_shared(${attributionLock}::bigint)`)
  await insertOwnership(run, resolveAll(series, await readNamedTeams(run, series)))
}

/**
 * Attributes series anew, under the attribution lock: as much work as there are series, however many events they stand for.
 * Only rows that change are written.
 *
 * @returns how many series have another owner than before, on some day.
 */
export async function reattribute(tx: Database, target: ReattributionTarget): Promise<{ series: number; changed: number }> {
  await lockAttribution(tx)
  const run = runnerFor(tx)
  const series = await run<StoredSeries>(sql`
    select id, key_team as "keyTeam", tag_team as "tagTeam", tag_basis as "tagBasis",
      array_to_string(array(
        select concat_ws(' ', period, owner_kind, coalesce(team_id::text, pool_id::text, reason), basis)
        from ${seriesOwnership} where series_id = ${usageSeries.id} order by period), '; ') as stored
    from ${usageSeries} where ${whereTarget(target)}`)
  const changed = resolveAll(series, await readNamedTeams(run, series)).filter(
    ({ stored, spans }) => stored !== writeSpans(spans),
  )
  if (changed.length > 0) {
    await run(
      sql`delete from ${seriesOwnership} where series_id in (select value::int from jsonb_array_elements_text(${JSON.stringify(changed.map(({ id }) => id))}::text::jsonb))`,
    )
    await insertOwnership(run, changed)
  }
  return { series: series.length, changed: changed.length }
}

interface StoredSeries extends Record<string, unknown>, AttributableSeries {
  /** Its ownership as `writeSpans` writes it. */
  stored: string
}

function whereTarget(target: ReattributionTarget): SQL {
  if ('all' in target) return sql`true`
  if ('seriesIds' in target) {
    return sql`${usageSeries.id} in (select value::int from jsonb_array_elements_text(${JSON.stringify(target.seriesIds)}::text::jsonb))`
  }
  const slugs = sql`(select value from jsonb_array_elements_text(${JSON.stringify(target.slugs)}::text::jsonb))`
  return sql`(${usageSeries.keyTeam} in ${slugs} or ${usageSeries.tagTeam} in ${slugs})`
}

/** The registered teams among those that the series name. */
async function readNamedTeams(run: SqlRunner, series: readonly OwnerHints[]): Promise<TeamDirectory> {
  const slugs = new Set(series.flatMap(({ keyTeam, tagTeam }) => [keyTeam ?? [], tagTeam ?? []].flat()))
  if (slugs.size === 0) return new Map()
  const teams = await run<TeamFact & Record<string, unknown>>(sql`
    select id, slug, name, archived_from::text as "archivedFrom" from ${team}
    where slug in (select value from jsonb_array_elements_text(${JSON.stringify([...slugs])}::text::jsonb))`)
  return new Map(teams.map((fact) => [fact.slug, fact]))
}

/** Series share few combinations of what they say, so each combination is decided once. */
function resolveAll<Series extends AttributableSeries>(series: readonly Series[], teams: TeamDirectory) {
  const known = new Map<string, OwnershipSpan[]>()
  return series.map((one) => {
    const key = JSON.stringify([one.keyTeam, one.tagTeam, one.tagBasis])
    const spans = known.get(key) ?? resolveOwner(one, teams)
    known.set(key, spans)
    return { ...one, spans }
  })
}

/** As the query of `reattribute` writes what is stored. */
function writeSpans(spans: readonly OwnershipSpan[]): string {
  return spans.map((span) => `${writeRange(span)} ${writeOwner(span)}`).join('; ')
}

function writeOwner({ owner }: OwnershipSpan): string {
  return owner.kind === 'team' ? `team ${owner.team.id} ${owner.basis}` : `none ${owner.reason}`
}

/** A range as Postgres prints it: an open beginning is excluded. */
const writeRange = ({ from, to }: OwnershipSpan) => (from === null ? `(,${to ?? ''})` : `[${from},${to ?? ''})`)

async function insertOwnership(
  run: SqlRunner,
  series: readonly { id: number; spans: readonly OwnershipSpan[] }[],
): Promise<void> {
  // As one text: either driver hands that over unchanged, and the plan is the same for any number of rows.
  const rows = series.flatMap(({ id, spans }) =>
    spans.map((span) => ({
      series_id: id,
      period: toRangeText(span),
      owner_kind: span.owner.kind,
      team_id: span.owner.kind === 'team' ? span.owner.team.id : null,
      reason: span.owner.kind === 'none' ? span.owner.reason : null,
      basis: span.owner.kind === 'team' ? span.owner.basis : null,
    })),
  )
  await run(sql`
    insert into ${seriesOwnership} (series_id, period, owner_kind, team_id, reason, basis)
    select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as owned (series_id int, period daterange, owner_kind text, team_id uuid, reason text, basis text)`)
}
