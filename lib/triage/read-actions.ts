'use server'

import { findPageActor } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { type ActionResult, toActionFailure } from '@/lib/http/act'
import { type FindingDetail, getFinding } from './detail'

/** Everything that is known of one finding, for the panel beside the list; nothing is changed. */
export async function readFindingAction(id: string): Promise<ActionResult<FindingDetail>> {
  try {
    const actor = await findPageActor()
    if (!actor) throw new AppError('unauthenticated', 'You have been signed out. Sign in again.')
    const scope = scopeFor(actor, 'triage.read')
    return { ok: true, result: await getFinding(getDatabase(), scope, id, { now: new Date(), userId: actor.id }) }
  } catch (error) {
    return toActionFailure(error, 'triage.read')
  }
}
