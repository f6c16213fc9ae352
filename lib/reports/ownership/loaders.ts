import { createLoader, type SearchParams } from 'nuqs/server'
import { listPools } from '@/lib/attribution/pools/queries'
import { actorMay } from '@/lib/auth/actor'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import { getOrganization } from '@/lib/organization/queries'
import { listTeams } from '@/lib/registry/queries'
import { addDays } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { readQuestion } from '../requests/question'
import { namedDimensions } from '../spend/dimension-names'
import { listLabelDimensions } from '../spend/labels'
import { nameOwners } from '../spend/owner-names'
import { getOwnership } from './queries'
import { hourFault, linesPerPage, readLineCursor } from './schema'
import { whySearchParams } from './search-params'

/** Why a figure is whose it is, for the period and filters of the address, as the signed-in person may see it. */
export async function loadWhyPage(searchParams: Promise<SearchParams>) {
  const actor = await requirePagePermission('spend.read')
  const { reportingZone: zone } = await getOrganization()
  const today = dateInZone(new Date(), zone)
  const db = getDatabase()
  const labels = await listLabelDimensions(db)
  const { after, ...address } = await createLoader(whySearchParams(labels))(searchParams)
  const asked = readQuestion(address, today)
  if (!asked.ok) return { zone, today, fault: asked.message }
  const { filters } = asked.question
  if (filters.hour !== undefined) return { zone, today, fault: `“hour” ${hourFault}.` }
  const period = asked.question.period ?? { from: `${today.slice(0, 7)}-01`, to: addDays(today, 1) }
  const canDispute = actorMay(actor, 'dispute.raise')
  const filtered = namedDimensions.flatMap((name) => (filters[name] ?? []).map((value) => ({ [name]: value })))
  const [report, names, teams, pools] = await Promise.all([
    getOwnership(db, scopeFor(actor, 'spend.read'), { ...period, filters, limit: linesPerPage, after: readLineCursor(after) }),
    nameOwners(db, filtered),
    canDispute ? listTeams(db) : [],
    canDispute ? listPools(db, today) : [],
  ])
  return {
    zone,
    today,
    fault: null,
    labels,
    period,
    filters,
    report,
    names,
    isFirst: after === null,
    canDispute,
    /** Whose it may be instead; archived ones are not in it. */
    teams: teams.filter(({ archivedFrom }) => archivedFrom === null).map(({ slug, name }) => ({ value: slug, label: name })),
    pools: pools.filter(({ isArchived }) => !isArchived).map(({ slug, name }) => ({ value: slug, label: name })),
  }
}

export type WhyPageData = Awaited<ReturnType<typeof loadWhyPage>>
