import { decideDispute, raiseDispute } from '@/lib/attribution/disputes/commands'
import type { Database } from '@/lib/db/client'
import { ownershipDispute } from '@/lib/db/schema/attribution'
import { findReportingDay } from '@/lib/registry/registry-version'
import { monthOf, monthPeriod } from '@/lib/time/calendar'
import { actAs } from './act-as'

const ofService = (service: string) => [{ dimension: 'service', operator: 'equals' as const, values: [service] }]

/** Two disputes, one that was accepted and one that waits; unless there are any. */
export async function loadDisputes(db: Database): Promise<void> {
  const [some] = await db.select({ id: ownershipDispute.id }).from(ownershipDispute).limit(1)
  if (some) return
  const { from } = monthPeriod(monthOf(await findReportingDay(db, new Date())))
  await db.transaction(async (tx) => {
    const { id } = await raiseDispute(tx, await actAs(tx, 'engineer'), {
      team: 'checkout',
      proposed_team: 'risk',
      conditions: ofService('address-check'),
      from,
      reason: 'Address checks moved to risk on the first: they run the service and set its limits.',
    })
    await decideDispute(tx, await actAs(tx, 'finance'), { id, decision: 'accepted', note: 'Risk agrees.' })
    await raiseDispute(tx, await actAs(tx, 'lead'), {
      team: 'search',
      proposed_team: 'data-platform',
      conditions: ofService('indexer'),
      from,
      reason: 'The indexer is fed and scheduled by the data platform; search only reads the index.',
    })
  })
}
