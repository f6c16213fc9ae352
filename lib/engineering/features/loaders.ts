import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import { getFeatures } from './queries'
import type { FeaturesQuestion, FeaturesReport } from './schema'

/** The report of features as the signed-in person may see it, for the first paint of a page. */
export async function loadFeatures(question: FeaturesQuestion): Promise<FeaturesReport> {
  const actor = await requirePagePermission('spend.read')
  return getFeatures(getDatabase(), scopeFor(actor, 'spend.read'), question)
}
