import { eq } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { usageCapture } from '@/lib/db/schema/usage-record'

/** What the other records of a call say, as they would have been booked: JSON, indented, in the order of `captures`. */
export async function readCaptureRecords(db: Database, eventKey: string): Promise<string[]> {
  const rows = await db
    .select({ record: usageCapture.record })
    .from(usageCapture)
    .where(eq(usageCapture.eventKey, eventKey))
    .orderBy(usageCapture.id)
  return rows.map(({ record }) => JSON.stringify(record, null, 2))
}
