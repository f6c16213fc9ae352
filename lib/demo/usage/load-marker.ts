import { desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { command } from '@/lib/audit/command'
import type { Database } from '@/lib/db/client'
import { auditEntry } from '@/lib/db/schema/audit'
import { isCalendarDate } from '@/lib/time/calendar'

const day = z.string().refine(isCalendarDate, 'is a day written YYYY-MM-DD')

const markerSchema = z.object({
  generatorVersion: z.number().int(),
  seed: z.string(),
  size: z.enum(['full', 'small']),
  firstLoadedOn: day,
  /** The first day that is not loaded yet. */
  loadedTo: day,
})

/** What of the demo's usage an installation has. */
export type LoadMarker = z.output<typeof markerSchema>

/**
 * Remembers how far the demo's usage is loaded. The audit entry of having loaded it is the memory: it cannot be changed, and an
 * installation without a demo needs no table for one.
 */
export const markLoaded = command({
  name: 'demo.load',
  permission: 'key.edit',
  input: markerSchema,
  async run(_context, marker) {
    return {
      result: undefined,
      audit: [{ subject: { kind: 'demo', id: marker.seed, name: 'usage' }, before: null, after: marker }],
    }
  },
})

/** How far the demo's usage is loaded; null where nothing is. */
export async function readMarker(db: Database): Promise<LoadMarker | null> {
  const [latest] = await db
    .select({ after: auditEntry.after })
    .from(auditEntry)
    .where(eq(auditEntry.command, markLoaded.commandName))
    .orderBy(desc(auditEntry.id))
    .limit(1)
  return latest === undefined ? null : markerSchema.parse(latest.after)
}
