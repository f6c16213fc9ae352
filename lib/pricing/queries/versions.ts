import { and, asc, count, desc, eq, isNotNull, type SQL, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { priceVersion, priceVersionChange } from '@/lib/db/schema/pricing'
import { AppError } from '@/lib/errors'
import { findLatestVersion, listBookId, rangeInstant } from '../book-store/read-version'
import type { ChangeKind } from '../price-change'

const dayMs = 86_400_000

/** The published versions, newest first, with what each changed in numbers. */
export async function listVersions(db: Database) {
  const rows = await db
    .select({
      number: priceVersion.number,
      publishedAt: priceVersion.publishedAt,
      publishedBy: priceVersion.publishedBy,
      note: priceVersion.note,
      origin: priceVersion.origin,
      asOf: priceVersion.asOf,
      counts: priceVersion.counts,
      changeCounts: priceVersion.changeCounts,
    })
    .from(priceVersion)
    .where(eq(priceVersion.bookId, listBookId))
    .orderBy(desc(priceVersion.number))
  return rows.map(({ publishedAt, ...row }) => ({ ...row, publishedAt: publishedAt.toISOString() }))
}

/** One line of the list of versions. */
export type VersionRow = Awaited<ReturnType<typeof listVersions>>[number]

/**
 * What a version changed against the one before, a page at a time. Version 1 has no list: everything was new.
 *
 * @throws AppError `not_found` where there is no such version.
 */
export async function getVersionChanges(
  db: Database,
  version: number,
  { kind, page = 1, pageSize = 100 }: { kind?: ChangeKind; page?: number; pageSize?: number } = {},
) {
  await requireVersion(db, version)
  const where = and(ofVersion(version), kind ? eq(priceVersionChange.kind, kind) : undefined)
  const [counted] = await db.select({ total: count() }).from(priceVersionChange).where(where)
  const rows = await selectChanges(db, where)
    .orderBy(asc(priceVersionChange.position))
    .limit(pageSize)
    .offset((page - 1) * pageSize)
  return { version, total: counted?.total ?? 0, page, pageSize, rows }
}

/** The spans whose prices a version changed although they were past: what the ledger offers to rate anew. */
export async function listRerateSpans(db: Database, version: number) {
  await requireVersion(db, version)
  return db
    .select({
      provider: priceVersionChange.provider,
      model: priceVersionChange.model,
      tier: priceVersionChange.tier,
      from: rangeInstant(priceVersionChange.rerate, 'lower'),
      to: rangeInstant(priceVersionChange.rerate, 'upper'),
      kind: priceVersionChange.kind,
      summary: priceVersionChange.summary,
    })
    .from(priceVersionChange)
    .where(and(ofVersion(version), isNotNull(priceVersionChange.rerate)))
    .orderBy(asc(priceVersionChange.position))
}

/** The changes that versions made to one model, newest first. */
export function listModelChanges(db: Database, provider: string, model: string) {
  return selectChanges(
    db,
    and(
      eq(priceVersionChange.bookId, listBookId),
      eq(priceVersionChange.provider, provider),
      eq(priceVersionChange.model, model),
    ),
  ).orderBy(desc(priceVersionChange.version), asc(priceVersionChange.position))
}

function selectChanges(db: Database, where: SQL | undefined) {
  return db
    .select({
      version: priceVersionChange.version,
      position: priceVersionChange.position,
      kind: priceVersionChange.kind,
      provider: priceVersionChange.provider,
      model: priceVersionChange.model,
      tier: priceVersionChange.tier,
      from: rangeInstant(priceVersionChange.valid, 'lower'),
      to: rangeInstant(priceVersionChange.valid, 'upper'),
      isPast: sql<boolean>`${priceVersionChange.rerate} is not null`,
      summary: priceVersionChange.summary,
      before: priceVersionChange.before,
      after: priceVersionChange.after,
    })
    .from(priceVersionChange)
    .where(where)
    .$dynamic()
}

const ofVersion = (version: number) => and(eq(priceVersionChange.bookId, listBookId), eq(priceVersionChange.version, version))

/** How old the figures are: when they were compared with what providers publish, when published, and whose word they are. */
export async function getBookAge(db: Database, now: Date = new Date()) {
  const version = await requireLatestVersion(db)
  const [row] = await db
    .select({
      asOf: priceVersion.asOf,
      publishedAt: priceVersion.publishedAt,
      publishedBy: priceVersion.publishedBy,
      counts: priceVersion.counts,
      sources: sql<Record<string, string>>`coalesce(${priceVersion.header} -> 'sources', '{}')`,
      edition: sql<string>`${priceVersion.header} ->> 'version'`,
    })
    .from(priceVersion)
    .where(and(eq(priceVersion.bookId, listBookId), eq(priceVersion.number, version)))
  if (!row) throw new Error(`version ${version} is gone`)
  const ageDays = Math.max(0, Math.floor((now.getTime() - Date.parse(row.asOf)) / dayMs))
  return { version, ...row, publishedAt: row.publishedAt.toISOString(), ageDays }
}

/** The age of the book as screens show it. */
export type BookAge = Awaited<ReturnType<typeof getBookAge>>

/** @throws AppError `unavailable` before the first version is published. */
export async function requireLatestVersion(db: Database): Promise<number> {
  const latest = await findLatestVersion(db)
  if (latest === null) {
    throw new AppError('unavailable', 'No prices are published yet: the first start is under way.', { retryAfterSeconds: 5 })
  }
  return latest
}

async function requireVersion(db: Database, version: number): Promise<void> {
  const latest = await requireLatestVersion(db)
  if (version < 1 || version > latest) {
    throw new AppError('not_found', `There is no price version ${version}: the latest is ${latest}.`)
  }
}
