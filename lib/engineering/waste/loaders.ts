import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import type { PeriodParams } from '../period-params'
import { loadWaste } from './load-waste'
import type { WasteReport } from './schema'

/** Waste as the signed-in person may see it, for the first paint of a page. */
export async function loadOwnWaste(period: PeriodParams): Promise<WasteReport> {
  const actor = await requirePagePermission('spend.read')
  return loadWaste(getDatabase(), scopeFor(actor, 'spend.read'), period)
}
