import { notFound } from 'next/navigation'
import { createLoader, type SearchParams } from 'nuqs/server'
import { actorMay, type UserActor } from '@/lib/auth/actor'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import { listScopeOwners } from '@/lib/registry/assigned'
import { listBurns } from './list-burns'
import { readBudget } from './read-budget'
import { listSandboxOffers } from './sandbox'
import { budgetPageParams, budgetsPageParams } from './search-params'

const readListParams = createLoader(budgetsPageParams)
const readPageParams = createLoader(budgetPageParams)

/** What somebody may do with budgets that they see. */
const describeRights = (actor: UserActor) => ({
  canEdit: actorMay(actor, 'budget.edit'),
  canRequest: actorMay(actor, 'budget.request'),
  canApprove: actorMay(actor, 'budget.approve'),
  userId: actor.id,
})

/** The list of budgets, as the signed-in person sees it. */
export async function loadBudgetsPage(searchParams: Promise<SearchParams>) {
  const actor = await requirePagePermission('budget.read')
  const scope = scopeFor(actor, 'budget.read')
  const { archived } = await readListParams(searchParams)
  const [db, now] = [getDatabase(), new Date()]
  const rights = describeRights(actor)
  const [list, owners, offers] = await Promise.all([
    listBurns(db, scope, { now, includesArchived: archived }),
    listScopeOwners(db, scope),
    rights.canEdit ? listSandboxOffers(db, scope, now) : [],
  ])
  return { ...list, ...rights, owners, offers, isBounded: !scope.everything }
}

export type BudgetsPageData = Awaited<ReturnType<typeof loadBudgetsPage>>

/** A budget's page; 404 where there is none, or it is not the reader's. */
export async function loadBudgetPage(id: string, searchParams: Promise<SearchParams>) {
  const actor = await requirePagePermission('budget.read')
  const { period } = await readPageParams(searchParams)
  const details = await readBudget(getDatabase(), scopeFor(actor, 'budget.read'), id, { now: new Date(), from: period })
  if (details === null) notFound()
  return { ...details, ...describeRights(actor), canReadAudit: actorMay(actor, 'audit.read') }
}

export type BudgetPageData = Awaited<ReturnType<typeof loadBudgetPage>>
