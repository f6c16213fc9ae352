import { actorMay } from '@/lib/auth/actor'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import { getOrganization } from '@/lib/organization/queries'
import { dateInZone } from '@/lib/time/instant'
import { actorLabel } from '../actor-label'
import { describeCondition } from '../rules/conditions'
import { listDisputes } from './queries'

/** What the page of disputes shows to the person who opens it: names and words, no figures. */
export async function loadDisputesPage() {
  const actor = await requirePagePermission('dispute.read')
  const reader = actorLabel(actor)
  const { reportingZone: zone } = await getOrganization()
  const today = dateInZone(new Date(), zone)
  const disputes = await listDisputes(getDatabase(), { scope: scopeFor(actor, 'dispute.read'), reader }, { today })
  const canDecide = actorMay(actor, 'dispute.decide')
  return {
    disputes: disputes.map(({ conditions, ...dispute }) => ({
      ...dispute,
      conditions: conditions.map(describeCondition),
      canWithdraw: dispute.state === 'open' && dispute.raisedBy === reader,
      canDecide: dispute.state === 'open' && canDecide,
    })),
    canRaise: actorMay(actor, 'dispute.raise'),
    seesEverything: canDecide || actorMay(actor, 'audit.read'),
    today,
    zone,
  }
}

export type DisputesPageData = Awaited<ReturnType<typeof loadDisputesPage>>
export type DisputeView = DisputesPageData['disputes'][number]
