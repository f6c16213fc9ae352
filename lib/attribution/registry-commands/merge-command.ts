import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { type AuditFacts, command } from '@/lib/audit/command'
import type { Database } from '@/lib/db/client'
import { team } from '@/lib/db/schema/registry'
import { AppError } from '@/lib/errors'
import { insertAlias, redirectAliases } from '@/lib/registry/aliases'
import { type LockedEntry, lockEntry, setArchived } from '@/lib/registry/entry-commands'
import { kindTables } from '@/lib/registry/kind-tables'
import { kindFacts, mappingsInto } from '@/lib/registry/kinds'
import { endMappings, tellMove } from '@/lib/registry/mapping-commands'
import { moveMembers } from '@/lib/registry/mappings'
import { dateSchema } from '@/lib/registry/schema'
import { beginOwnerChange, finishOwnerChange } from './owner-change'

export const mergeableKinds = ['team', 'cost_center', 'project', 'service'] as const
export type MergeableKind = (typeof mergeableKinds)[number]

export const mergeSchema = z.object({
  kind: z.enum(mergeableKinds, `is one of ${mergeableKinds.join(', ')}`),
  id: z.uuid('is the id that the list shows'),
  /** The slug or code of what stays. */
  into: z.string('is needed: the slug or code of what stays').trim().min(1, 'is needed'),
  from: dateSchema,
})

/**
 * Merges one into another from a day on. What belonged to it passes to the other from that day, its name becomes an alias of
 * the other's, and it is archived; days before stay as they were.
 */
export const mergeEntries = command({
  name: 'registry.merge',
  permission: 'registry.edit',
  input: mergeSchema,
  async run({ tx, now }, { kind, id, into, from: day }) {
    await beginOwnerChange(tx)
    const gone = await lockEntry(tx, kind, id)
    const stays = await findOther(tx, kind, gone, into)
    const audit: AuditFacts[] = [
      { subject: { kind, id, name: gone.code }, before: { mergedInto: null }, after: { mergedInto: stays.code, from: day } },
    ]
    for (const mapping of mappingsInto(kind)) {
      const moved = await moveMembers(tx, mapping, { from: gone, to: stays.code, day })
      audit.push(...moved.map((member) => tellMove(mapping, member)))
    }
    // From that day on its name stands for another, whose own mappings hold.
    if (kind === 'project' || kind === 'service') audit.push(...(await endMappings(tx, kind, gone, day)))
    audit.push(kind === 'team' ? await endTeam(tx, gone, day, now) : await setArchived(tx, kind, gone, now))
    await redirectAliases(tx, kind, gone.code, stays.code)
    audit.push(...(await insertAlias(tx, { kind, alias: gone.code.toLowerCase(), target: stays.code })))
    const series = await finishOwnerChange(tx)
    return { result: { series }, audit }
  },
})

async function findOther(tx: Database, kind: MergeableKind, gone: LockedEntry, into: string): Promise<LockedEntry> {
  const { noun } = kindFacts[kind]
  const { table, code } = kindTables[kind]
  if (gone.isArchived) {
    const message = `the ${noun} "${gone.code}" is archived: restore it first, or add its name as an alias of "${into}"`
    throw new AppError('conflict', `${message}.`, { errors: [{ path: 'id', message }] })
  }
  const refuse = (message: string) => new AppError('invalid', `into: ${message}.`, { errors: [{ path: 'into', message }] })
  const [found] = await tx.execute<{ id: string }>(sql`select id from ${table} where ${code} = ${into}`)
  if (!found) throw refuse(`no ${noun} is registered as "${into}"`)
  if (found.id === gone.id) throw refuse(`is the ${noun} itself: name another`)
  const stays = await lockEntry(tx, kind, found.id)
  if (stays.isArchived) throw refuse(`the ${noun} "${into}" is archived: restore it first, or name another`)
  return stays
}

async function endTeam(tx: Database, gone: LockedEntry, day: string, now: Date): Promise<AuditFacts> {
  await tx.execute(
    sql`update ${team} set archived_at = ${now.toISOString()}::timestamptz, archived_from = ${day} where id = ${gone.id}::uuid`,
  )
  const subject = { kind: 'team', id: gone.id, name: gone.code }
  return { subject, before: { archivedFrom: null }, after: { archivedFrom: day } }
}
