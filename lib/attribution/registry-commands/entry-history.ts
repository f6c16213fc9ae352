import { and, desc, eq } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { auditEntry } from '@/lib/db/schema/audit'
import type { ListedKind } from '@/lib/registry/kinds'

/** What somebody did to an entry of the registry. */
export interface EntryEvent {
  readonly id: string
  /** ISO, UTC. */
  readonly at: string
  readonly who: string
  readonly command: string
  readonly before: Record<string, unknown> | null
  readonly after: Record<string, unknown> | null
}

/** Who did what to an entry, the newest first. */
export async function listEntryEvents(db: Database, kind: ListedKind, id: string, limit = 30): Promise<EntryEvent[]> {
  const rows = await db
    .select()
    .from(auditEntry)
    .where(and(eq(auditEntry.subjectKind, kind), eq(auditEntry.subjectId, id)))
    .orderBy(desc(auditEntry.id))
    .limit(limit)
  return rows.map(({ id: entry, at, actorName: who, command, before, after }) => ({
    id: String(entry),
    at: at.toISOString(),
    who,
    command,
    before,
    after,
  }))
}
