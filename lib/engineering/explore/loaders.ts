import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import { getExplore } from './queries'
import type { ExploreParams, ExploreReport } from './schema'

/** Explore as the signed-in person may see it, for the first paint of the page. */
export async function loadExplore(params: ExploreParams): Promise<ExploreReport> {
  const actor = await requirePagePermission('spend.read')
  return getExplore(getDatabase(), scopeFor(actor, 'spend.read'), params)
}
