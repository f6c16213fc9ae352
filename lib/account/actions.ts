'use server'

import { findPageActor } from '@/lib/auth/page-actor'
import { createSignInLimiter } from '@/lib/auth/rate-limit'
import { getDatabase } from '@/lib/db/client'
import { type ActionResult, act, toActionFailure } from '@/lib/http/act'
import { changePassword, revokeSession } from './commands'

/**
 * Guessing the current password is limited as sign-in is, and by the same counters: an unattended browser is no way round.
 * They are counted outside the command, whose refusal would take them back.
 */
export async function changePasswordAction(input: { currentPassword: string; newPassword: string }): Promise<ActionResult<void>> {
  try {
    const actor = await findPageActor()
    const limiter = createSignInLimiter(getDatabase())
    const attempt = { email: actor?.email ?? '', address: `session ${actor?.sessionId}` }
    await limiter.consume(attempt)
    const result = await act(changePassword, input)
    if (result.ok) await limiter.forgive(attempt)
    return result
  } catch (error) {
    return toActionFailure(error, changePassword.commandName)
  }
}

export async function revokeSessionAction(input: { sessionId: string }) {
  return act(revokeSession, input)
}
