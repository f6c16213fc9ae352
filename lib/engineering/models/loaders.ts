import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import type { PeriodParams } from '../period-params'
import { getModels } from './queries'
import type { ModelsReport } from './schema'

/** The report of models as the signed-in person may see it, for the first paint of a page. */
export async function loadModels(question: PeriodParams): Promise<ModelsReport> {
  const actor = await requirePagePermission('spend.read')
  return getModels(getDatabase(), scopeFor(actor, 'spend.read'), question)
}
