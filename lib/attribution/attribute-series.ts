import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { foldAlias, type OwnerFacts, ownerFactsStatement, readOwnerFacts } from '@/lib/registry/owner-facts'
import { deleteRows, insertRows, type OwnershipRow, readSeries, readStoredRows, toRows, writeRow } from './attribute-series-rows'
import { type OwnerHints, resolveAll } from './resolve-owner'
import { type RawTransaction, runnerFor, type SqlRunner } from './sql-runner'

/** Any number will do, as long as all processes ask for the same one. */
const attributionLock = 727_101

/** A series with what it says of its owner; a row of `usage_series` is one. */
export type AttributableSeries = OwnerHints & { readonly id: number }

/** Which series are attributed anew: all, some by id, or those that may be of one of these teams. */
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
 * was inserted: it takes the attribution lock, shared, and whoever changes the registry waits for the commit. The facts are
 * read here and not from a cache, because only what is read under the lock cannot be out of date at the commit.
 *
 * @param tx the ledger's raw transaction, or drizzle's.
 * @param series those that this transaction inserted; none is no work.
 */
export async function onNewSeries(tx: Database | RawTransaction, series: readonly AttributableSeries[]): Promise<void> {
  if (series.length === 0) return
  const run = runnerFor(tx)
  await run(sql`select pg_advisory_xact_lock_shared(${attributionLock}::bigint)`)
  const rows = resolveAll(series, await loadOwnerFacts(run)).flatMap(({ id, spans }) => toRows(id, spans))
  await insertRows(run, rows)
}

/**
 * Attributes series anew, under the attribution lock: as much work as there are series, however many events they stand for.
 * Only rows that change are written. Call it after the change, in its transaction.
 *
 * @returns how many series were looked at, and how many have another owner, project or basis than before, on some day.
 */
export async function reattribute(tx: Database, target: ReattributionTarget): Promise<{ series: number; changed: number }> {
  await lockAttribution(tx)
  const run = runnerFor(tx)
  const facts = await loadOwnerFacts(run)
  const where = whereTarget(target, facts)
  const series = await readSeries(run, where)
  const stored = await readStoredRows(run, where)
  const changed = new Set<number>()
  const gone: { series_id: number; period: string }[] = []
  const fresh: OwnershipRow[] = []
  for (const { id, spans } of resolveAll(series, facts)) {
    const before = stored.get(id) ?? new Map<string, string>()
    const after = new Map(toRows(id, spans).map((row) => [writeRow(row), row]))
    // All of time is covered before and after, so that what goes always makes room for something new.
    for (const [text, period] of before) if (!after.has(text)) gone.push({ series_id: id, period })
    for (const [text, row] of after) {
      if (before.has(text)) continue
      fresh.push(row)
      changed.add(id)
    }
  }
  await deleteRows(run, gone)
  await insertRows(run, fresh)
  return { series: series.length, changed: changed.size }
}

/** All that decides who owns what, as the transaction sees it. */
export async function loadOwnerFacts(run: SqlRunner): Promise<OwnerFacts> {
  return readOwnerFacts(await run<{ facts: string }>(ownerFactsStatement))
}

function whereTarget(target: ReattributionTarget, facts: OwnerFacts): SQL {
  if ('all' in target) return sql`true`
  if ('seriesIds' in target) {
    return sql`series.id in (select value::int from jsonb_array_elements_text(${JSON.stringify(target.seriesIds)}::text::jsonb))`
  }
  if (target.slugs.some((slug) => isNamedByFacts(slug, facts))) return sql`true`
  const slugs = sql`(select value from jsonb_array_elements_text(${JSON.stringify(target.slugs)}::text::jsonb))`
  return sql`(series.key_team in ${slugs} or series.tag_team in ${slugs})`
}

/** Whether something beside the series themselves names a team: then any series may be its own. */
function isNamedByFacts(slug: string, facts: OwnerFacts): boolean {
  const id = facts.teams.get(slug)?.id
  const mappings = [facts.keyTeams, facts.serviceTeams, facts.projectTeams].flatMap((one) => [...one.values()].flat())
  return (
    [...facts.aliases.team].some(([alias, target]) => target === slug || alias === foldAlias(slug)) ||
    mappings.some(({ value }) => value === slug) ||
    facts.rules.some(({ target }) => target.id === id)
  )
}
