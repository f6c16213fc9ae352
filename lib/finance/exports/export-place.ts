import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import type { LabelColumns } from '@/lib/reports/spend/dimensions'
import { listLabelDimensions, readLabelColumns } from '@/lib/reports/spend/labels'
import { findZone } from '@/lib/reports/spend/queries'

/** What a file is of: the month, whose days, and who reads it. */
export interface ExportQuestion {
  readonly scope: Scope
  /** `YYYY-MM` in the reporting zone. */
  readonly month: string
  readonly zone: string
  readonly labels: LabelColumns
}

/** Completes a question with what the organisation says. */
export async function askExport(db: Database, scope: Scope, month: string): Promise<ExportQuestion> {
  const named = (await listLabelDimensions(db)).map((name) => ({ name, path: 'labels' }))
  return { scope, month, zone: await findZone(db), labels: await readLabelColumns(db, named) }
}
