import type { Database } from '@/lib/db/client'
import { financeExport } from '@/lib/db/schema/exports'
import { createExport } from '@/lib/finance/exports/commands'
import { findReportingDay } from '@/lib/registry/registry-version'
import { addMonths, monthOf } from '@/lib/time/calendar'
import { actAs } from './act-as'

/** Last month's files, as finance and the auditor asked for them; the jobs write them as soon as they run. */
export async function loadExports(db: Database, now = new Date()): Promise<void> {
  const [there] = await db.select({ id: financeExport.id }).from(financeExport).limit(1)
  if (there) return
  const month = monthOf(addMonths(await findReportingDay(db, now), -1))
  await createExport(db, await actAs(db, 'finance'), { kind: 'focus', month })
  await createExport(db, await actAs(db, 'auditor'), { kind: 'events', month })
}
