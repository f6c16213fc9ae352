import { and, asc, eq, isNull } from 'drizzle-orm'
import { createLoader, type SearchParams } from 'nuqs/server'
import { actorMay, type UserActor } from '@/lib/auth/actor'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { type Database, getDatabase } from '@/lib/db/client'
import { appUser } from '@/lib/db/schema/auth'
import { getOrganization } from '@/lib/organization/queries'
import { listMappings } from '@/lib/registry/mappings'
import { listCostCenters, listTeams } from '@/lib/registry/queries'
import { addDays, addMonths, monthOf, monthPeriod } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { actorLabel } from '../actor-label'
import { findPolicyInForce } from './allocate-pool'
import { findDecisionRefusal } from './policy-commands'
import { suggestedPools } from './pool-methods'
import { listPolicies, listPoolCosts, listPools, listVisibleTeams, type PolicyRow } from './queries'
import { readPoolAllocations } from './read-pool-allocations'
import { poolParams } from './search-params'

const monthsShown = 6
const readAddress = createLoader(poolParams)

/** What the page of shared pools shows to the person who opens it; amounts are exact decimal text. */
export async function loadPoolsPage(searchParams: Promise<SearchParams>) {
  const actor = await requirePagePermission('pool.read')
  const scope = scopeFor(actor, 'pool.read')
  const db = getDatabase()
  const { reportingZone: zone } = await getOrganization()
  const today = dateInZone(new Date(), zone)
  const thisMonth = monthOf(today)
  const { month: asked } = await readAddress(searchParams)
  const month = asked !== null && asked <= thisMonth ? asked : thisMonth
  const { to } = monthPeriod(thisMonth)
  const period = { from: addMonths(to, -monthsShown), to }
  const visibleTeams = await listVisibleTeams(db, scope, addDays(to, -1))
  const canEdit = actorMay(actor, 'pool.edit')
  const [pools, policies, history, allocations, costs, teams, costCenters, suggestedApprover] = await Promise.all([
    listPools(db, today),
    listPolicies(db, { visibleTeams }),
    listMappings(db, 'pool_cost_center'),
    readPoolAllocations(db, scope, month),
    listPoolCosts(db, scope, period),
    canEdit ? listTeams(db) : [],
    canEdit ? listCostCenters(db) : [],
    canEdit ? findSuggestedApprover(db, actor) : actor.email,
  ])
  const slugs = new Set(pools.map(({ slug }) => slug))
  return {
    pools: pools.map((pool) => {
      const own = policies.filter((policy) => policy.pool === pool.slug)
      return {
        ...pool,
        history: history
          .filter(({ member }) => member === pool.slug)
          .map(({ owner, from, to: end }) => ({ value: owner, from, to: end })),
        policy: findPolicyInForce(own, thisMonth)?.id ?? null,
        policies: own.map((policy) => toView(policy, actor, pool.approverEmail)),
      }
    }),
    allocations: allocations.map(({ policy, ...rest }) => ({
      ...rest,
      policy: policy && { method: policy.method, effectiveFrom: policy.effectiveFrom },
    })),
    costs,
    month,
    months: Array.from({ length: monthsShown }, (_, index) => monthOf(addMonths(period.from, index))),
    thisMonth,
    today,
    zone,
    asOf: new Date().toISOString(),
    canEdit,
    seesEverything: scope.everything,
    suggested: canEdit ? suggestedPools.filter(({ slug }) => !slugs.has(slug)) : [],
    suggestedApprover,
    teams: teams
      .filter(({ archivedFrom }) => archivedFrom === null)
      .map(({ slug, name }) => ({ value: slug, label: `${name} (${slug})` })),
    costCenters: costCenters
      .filter(({ archivedAt }) => archivedAt === null)
      .map(({ code, name }) => ({ value: code, label: `${name} (${code})` })),
  }
}

function toView({ proposedAt, decidedAt, ...policy }: PolicyRow, actor: UserActor, approverEmail: string) {
  const isOpen = policy.decision === null
  const may = (decision: 'approved' | 'refused') =>
    isOpen &&
    actorMay(actor, 'pool.approve') &&
    findDecisionRefusal(actor, { approverEmail, proposedBy: policy.proposedBy, decision }) === null
  return {
    ...policy,
    proposedAt: proposedAt.toISOString(),
    decidedAt: decidedAt?.toISOString() ?? null,
    isOwn: policy.proposedBy === actorLabel(actor),
    canApprove: may('approved'),
    canRefuse: may('refused'),
  }
}

/** Who approves until somebody else is named: somebody of finance, if possible not who adds the pool. */
async function findSuggestedApprover(db: Database, actor: UserActor): Promise<string> {
  const people = await db
    .select({ email: appUser.email })
    .from(appUser)
    .where(and(eq(appUser.role, 'finance'), isNull(appUser.disabledAt)))
    .orderBy(asc(appUser.email))
  return (people.find(({ email }) => email !== actor.email) ?? people[0])?.email ?? actor.email
}

/** The page of pools as plain values. */
export type PoolsPageData = Awaited<ReturnType<typeof loadPoolsPage>>
export type PoolView = PoolsPageData['pools'][number]
export type PolicyView = PoolView['policies'][number]
export type AllocationView = PoolsPageData['allocations'][number]
