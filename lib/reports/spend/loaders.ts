import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import type { LabelDimension } from './dimension-names'
import { listLabelDimensions } from './labels'
import { getSpend } from './queries'
import type { SpendReport } from './report-schema'
import type { SpendParams } from './schema'

/** The spend report as the signed-in person may see it, for the first paint of a page. */
export async function loadSpend(params: SpendParams): Promise<SpendReport> {
  const actor = await requirePagePermission('spend.read')
  return getSpend(getDatabase(), scopeFor(actor, 'spend.read'), params)
}

/** The labels that can be grouped and filtered by. */
export async function loadLabelDimensions(): Promise<LabelDimension[]> {
  await requirePagePermission('spend.read')
  return listLabelDimensions(getDatabase())
}
