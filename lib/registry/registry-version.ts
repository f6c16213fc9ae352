import { eq, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { organization } from '@/lib/db/schema/organization'
import { registryVersion } from '@/lib/db/schema/registry'
import type { CalendarDate } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'

/**
 * Begins a change of the registry: whatever keeps the registry in memory reads it again once this commits. The row is locked
 * until then, so that two changes follow each other and each sees what the other did. Comes before any other row is locked.
 */
export async function beginRegistryChange(tx: Database): Promise<void> {
  await tx
    .update(registryVersion)
    .set({ version: sql`${registryVersion.version} + 1` })
    .where(eq(registryVersion.id, 1))
}

/** How often the registry was changed. */
export const readRegistryVersion = (db: Database): Promise<number> => createRegistryVersionReader(db)()

/** The same, for who asks often: building the statement costs more than sending it. */
export function createRegistryVersionReader(db: Database): () => Promise<number> {
  const build = () => db.select({ version: registryVersion.version }).from(registryVersion).prepare('registry_version')
  let select: ReturnType<typeof build> | null = null
  return async () => {
    select ??= build()
    const [row] = await select.execute()
    if (!row) throw new Error('the row of registry_version is missing')
    return row.version
  }
}

/** The zone whose days the registry's dates are; UTC until the first start has fixed one. */
export async function readReportingZone(db: Database): Promise<string> {
  const [row] = await db.select({ zone: organization.reportingZone }).from(organization)
  return row?.zone ?? 'UTC'
}

/** The day that an instant is in the reporting zone. */
export async function findReportingDay(db: Database, now: Date): Promise<CalendarDate> {
  return dateInZone(now, await readReportingZone(db))
}
