import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import { getOrganization } from '@/lib/organization/queries'
import { getQuestions } from './queries'
import type { Questions } from './schema'

/** The four questions to a month as the signed-in person may ask them, for the first paint of a page. */
export async function loadQuestions(month: string): Promise<Questions> {
  const actor = await requirePagePermission('finance.read')
  const { reportingZone: zone } = await getOrganization()
  return getQuestions(getDatabase(), scopeFor(actor, 'finance.read'), { month, zone, now: new Date() })
}
