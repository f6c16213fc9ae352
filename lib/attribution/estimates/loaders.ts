import { actorMay } from '@/lib/auth/actor'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { getOrganization } from '@/lib/organization/queries'
import { listCostCenters, listTeams } from '@/lib/registry/queries'
import { dateInZone } from '@/lib/time/instant'
import { listEstimates } from './queries'

/** What the page of estimates shows to the person who opens it; amounts are exact decimal text. */
export async function loadEstimatesPage() {
  const actor = await requirePagePermission('estimate.read')
  const db = getDatabase()
  const { reportingZone: zone } = await getOrganization()
  const canEdit = actorMay(actor, 'estimate.edit')
  const [estimates, teams, costCenters] = await Promise.all([
    listEstimates(db, scopeFor(actor, 'estimate.read')),
    canEdit ? listTeams(db) : [],
    canEdit ? listCostCenters(db) : [],
  ])
  const standing = estimates.filter(({ withdrawnAt }) => withdrawnAt === null)
  return {
    estimates,
    total: formatDecimal(standing.reduce((sum, { amount }) => sum + parseDecimal(amount), 0n)),
    standing: standing.length,
    today: dateInZone(new Date(), zone),
    zone,
    canEdit,
    teams: teams.map(({ slug, name }) => ({ value: slug, label: `${name} (${slug})` })),
    costCenters: costCenters.map(({ code, name }) => ({ value: code, label: `${name} (${code})` })),
  }
}

export type EstimatesPageData = Awaited<ReturnType<typeof loadEstimatesPage>>
