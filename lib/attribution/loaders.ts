import { actorMay } from '@/lib/auth/actor'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import { getOrganization } from '@/lib/organization/queries'
import type { DatedSpan } from '@/lib/registry/dated-spans'
import { listMappings, type MappingRow } from '@/lib/registry/mappings'
import { listBusinessUnits, listCostCenters, listTeams } from '@/lib/registry/queries'
import { isSlug, suggestSlug } from '@/lib/registry/slug'
import { dateInZone } from '@/lib/time/instant'
import { countOwnedSeries, listSeenTeams } from './queries'

/** What the page of teams, cost centres and business units shows to the person who opens it. */
export async function loadRegistryPage() {
  const actor = await requirePagePermission('registry.read')
  const scope = scopeFor(actor, 'registry.read')
  const db = getDatabase()
  const { reportingZone: zone } = await getOrganization()
  const today = dateInZone(new Date(), zone)
  const [teams, costCenters, businessUnits, series, teamSpans, costCenterSpans, seen] = await Promise.all([
    listTeams(db, today),
    listCostCenters(db, today),
    listBusinessUnits(db, today),
    countOwnedSeries(db, today),
    listMappings(db, 'team_cost_center'),
    listMappings(db, 'cost_center_business_unit'),
    scope.everything ? listSeenTeams(db, scope) : null,
  ])
  const teamHistory = groupByMember(teamSpans)
  const costCenterHistory = groupByMember(costCenterSpans)
  return {
    teams: teams.map(({ slug, createdAt: _, ...team }) => ({
      ...team,
      code: slug,
      series: series.get(team.id) ?? 0,
      history: teamHistory.get(slug) ?? [],
    })),
    costCenters: costCenters.map(({ createdAt: _, archivedAt, ...costCenter }) => ({
      ...costCenter,
      isArchived: archivedAt !== null,
      history: costCenterHistory.get(costCenter.code) ?? [],
    })),
    businessUnits: businessUnits.map(({ slug, createdAt: _, ...unit }) => ({ ...unit, code: slug })),
    /** Null for those who see a part of the organisation only: spend of nobody's is not theirs to see. */
    seen: seen?.map((team) => ({ ...team, isSlug: isSlug(team.name), suggestedSlug: suggestSlug(team.name) })) ?? null,
    canEdit: actorMay(actor, 'registry.edit'),
    today,
    zone,
  }
}

function groupByMember(rows: readonly MappingRow[]): Map<string, DatedSpan<string>[]> {
  const groups = new Map<string, DatedSpan<string>[]>()
  for (const { member, owner, from, to } of rows) {
    const span = { from, to, value: owner }
    const group = groups.get(member)
    if (group) group.push(span)
    else groups.set(member, [span])
  }
  return groups
}

/** The page of the registry as plain values; dates are days of the reporting zone. */
export type RegistryPageData = Awaited<ReturnType<typeof loadRegistryPage>>
export type TeamView = RegistryPageData['teams'][number]
export type CostCenterView = RegistryPageData['costCenters'][number]
export type BusinessUnitView = RegistryPageData['businessUnits'][number]
/** A team that usage names and nobody registered. */
export type SeenTeamView = NonNullable<RegistryPageData['seen']>[number]
