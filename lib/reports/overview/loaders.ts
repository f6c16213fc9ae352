import { createLoader, type SearchParams } from 'nuqs/server'
import { requirePagePermission } from '@/lib/auth/page-actor'
import type { Role } from '@/lib/auth/permissions'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import { getOrganization } from '@/lib/organization/queries'
import { addMonths, monthOf } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { getOverview } from './queries'
import { overviewSearchParams, type StackBy } from './search-params'

const readParams = createLoader(overviewSearchParams)

/** As far back as events are accepted. */
const offeredMonths = 37

/** Overview of the month in the address as the signed-in person may see it; a month that is not offered is the current one. */
export async function loadOverviewPage(searchParams: Promise<SearchParams>) {
  const actor = await requirePagePermission('spend.read')
  const params = await readParams(searchParams)
  const now = new Date()
  const { reportingZone } = await getOrganization()
  const months = listMonthsBack(monthOf(dateInZone(now, reportingZone)))
  const month = months.find((one) => one === params.month) ?? months[0]
  const stackBy = params.stack ?? preferredStack(actor.role)
  const overview = await getOverview(getDatabase(), scopeFor(actor, 'spend.read'), { now, month, stackBy })
  return { overview, months, month: monthOf(overview.period.from), role: actor.role }
}

export type OverviewPageData = Awaited<ReturnType<typeof loadOverviewPage>>

/** The current month and those before it, latest first. */
const listMonthsBack = (current: string): string[] =>
  Array.from({ length: offeredMonths }, (_, index) => monthOf(addMonths(`${current}-01`, -index)))

/** Those who answer for teams see these first. */
const preferredStack = (role: Role): StackBy => (role === 'lead' || role === 'engineer' ? 'team' : 'provider')
