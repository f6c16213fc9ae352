import { and, desc, eq, lt } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { auditEntry } from '@/lib/db/schema/audit'

export interface AuditFilter {
  command?: string
  subjectKind?: string
  actorId?: string
  /** Entries older than this one; the cursor of the page before. */
  before?: bigint
}

/** A page of the audit list, newest first, by key: a new entry does not shift the pages after it. */
export async function listAuditEntries(db: Database, filter: AuditFilter, limit = 50) {
  const rows = await db
    .select()
    .from(auditEntry)
    .where(
      and(
        filter.command === undefined ? undefined : eq(auditEntry.command, filter.command),
        filter.subjectKind === undefined ? undefined : eq(auditEntry.subjectKind, filter.subjectKind),
        filter.actorId === undefined ? undefined : eq(auditEntry.actorId, filter.actorId),
        filter.before === undefined ? undefined : lt(auditEntry.id, filter.before),
      ),
    )
    .orderBy(desc(auditEntry.id))
    .limit(limit + 1)
  const page = rows.slice(0, limit)
  return { rows: page, nextBefore: rows.length > limit ? (page.at(-1)?.id ?? null) : null }
}

/** The commands, the people and the kinds of subject that the list holds, for its filters. */
export async function listAuditFacets(db: Database) {
  const commands = await db.selectDistinct({ command: auditEntry.command }).from(auditEntry).orderBy(auditEntry.command)
  const actors = await db
    .selectDistinctOn([auditEntry.actorId], { id: auditEntry.actorId, name: auditEntry.actorName })
    .from(auditEntry)
    .orderBy(auditEntry.actorId, desc(auditEntry.id))
  const kinds = await db.selectDistinct({ kind: auditEntry.subjectKind }).from(auditEntry).orderBy(auditEntry.subjectKind)
  return { commands: commands.map(({ command }) => command), actors, subjectKinds: kinds.map(({ kind }) => kind) }
}
