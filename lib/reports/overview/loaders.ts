import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import { getOverview, type Overview } from './queries'

/** Overview as the signed-in person may see it; `month` is `YYYY-MM`, absent the current one. */
export async function loadOverview(month?: string): Promise<Overview> {
  const actor = await requirePagePermission('spend.read')
  return getOverview(getDatabase(), scopeFor(actor, 'spend.read'), { now: new Date(), month })
}
