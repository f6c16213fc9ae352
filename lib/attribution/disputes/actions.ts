'use server'

import type { z } from 'zod'
import { findPageActor } from '@/lib/auth/page-actor'
import { getDatabase } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { type ActionResult, act, toActionFailure } from '@/lib/http/act'
import type { RulePreview } from '../rules/preview'
import { decideDispute, raiseDispute, withdrawDispute } from './commands'
import { previewDispute } from './preview-dispute'
import type { decideDisputeSchema, raiseDisputeSchema } from './schema'

export async function raiseDisputeAction(input: z.input<typeof raiseDisputeSchema>) {
  return act(raiseDispute, input)
}

export async function withdrawDisputeAction(input: { id: string }) {
  return act(withdrawDispute, input)
}

export async function decideDisputeAction(input: z.input<typeof decideDisputeSchema>) {
  return act(decideDispute, input)
}

/** What accepting a dispute would move; nothing is changed. */
export async function previewDisputeAction({ id }: { id: string }): Promise<ActionResult<RulePreview>> {
  try {
    const actor = await findPageActor()
    if (!actor) throw new AppError('unauthenticated', 'You have been signed out. Sign in again.')
    return { ok: true, result: await previewDispute(getDatabase(), actor, id) }
  } catch (error) {
    return toActionFailure(error, 'dispute.preview')
  }
}
