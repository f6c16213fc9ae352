import { createLoader, type SearchParams } from 'nuqs/server'
import type { UserActor } from '@/lib/auth/actor'
import type { Role } from '@/lib/auth/permissions'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import { getOrganization } from '@/lib/organization/queries'
import { addMonths, monthOf } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { settlePanel } from '../settle-panel'
import { getStackedMonth } from './daily-stack'
import { findPeriods } from './find-periods'
import { getOverview } from './queries'
import { overviewSearchParams, type StackBy } from './search-params'
import { getSourceReport } from './source-freshness'

const readParams = createLoader(overviewSearchParams)

/** As far back as events are accepted. */
const offeredMonths = 37

/**
 * Overview of the month in the address as the signed-in person may see it; a month that is not offered is the current one. What
 * its panels show is read side by side, each by itself, and is handed on while it is being read.
 */
export async function startOverview(actor: UserActor, searchParams: Promise<SearchParams>) {
  const params = await readParams(searchParams)
  const now = new Date()
  const { reportingZone: zone } = await getOrganization()
  const today = dateInZone(now, zone)
  const months = listMonthsBack(monthOf(today))
  const month = months.find((one) => one === params.month) ?? monthOf(today)
  const stackBy = params.stack ?? preferredStack(actor.role)
  const [db, scope] = [getDatabase(), scopeFor(actor, 'spend.read')]
  return {
    ...{
      now,
      zone,
      month,
      months,
      stackBy,
      role: actor.role,
      seesEverything: scope.everything,
      period: findPeriods(month, today).period,
    },
    figures: settlePanel('overview: figures', getOverview(db, scope, { now, month })),
    stacked: settlePanel('overview: days', getStackedMonth(db, scope, { now, month, stackBy })),
    sources: settlePanel('overview: sources', getSourceReport(db, scope, now)),
  }
}

/** The current month and those before it, latest first. */
const listMonthsBack = (current: string): string[] =>
  Array.from({ length: offeredMonths }, (_, index) => monthOf(addMonths(`${current}-01`, -index)))

/** Those who answer for teams see these first. */
const preferredStack = (role: Role): StackBy => (role === 'lead' || role === 'engineer' ? 'team' : 'provider')
