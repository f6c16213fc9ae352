import { revalidatePath } from 'next/cache'
import { headers } from 'next/headers'
import type { z } from 'zod'
import type { Command } from '@/lib/audit/command'
import { findPageActor } from '@/lib/auth/page-actor'
import { getDatabase } from '@/lib/db/client'
import { AppError, type FieldError } from '@/lib/errors'
import { currentRequestId, log, withRequestId } from '@/lib/log'

/** What a server action answers: the result, or why not, in words for the form that asked. */
export type ActionResult<Output> =
  | { ok: true; result: Output }
  | { ok: false; message: string; errors: readonly FieldError[]; requestId?: string }

/**
 * Runs a command for the signed-in person of a server action and refreshes the page it was called from. Next compares
 * `Origin` with the host before it calls an action, so a foreign page cannot.
 */
export async function act<Input extends z.ZodType, Output>(
  command: Command<Input, Output>,
  input: z.input<Input>,
): Promise<ActionResult<Output>> {
  // Under `next dev` no server in front has given the request an id.
  const requestId = (await headers()).get('x-request-id') ?? crypto.randomUUID()
  return withRequestId(requestId, async () => {
    try {
      const actor = await findPageActor()
      if (!actor) throw new AppError('unauthenticated', 'You have been signed out. Sign in again; nothing was changed.')
      const result = await command(getDatabase(), actor, input)
      revalidatePath('/', 'layout')
      return { ok: true, result }
    } catch (error) {
      return toActionFailure(error, command.commandName)
    }
  })
}

/** An expected failure in its own words; a surprise as a reference to the log line that tells it. */
export function toActionFailure(
  error: unknown,
  commandName: string,
): { ok: false; message: string; errors: readonly FieldError[]; requestId?: string } {
  if (error instanceof AppError) return { ok: false, message: error.message, errors: error.errors }
  const requestId = currentRequestId() ?? crypto.randomUUID()
  log.error({ err: error, command: commandName, request_id: requestId }, 'action failed')
  return { ok: false, message: 'An unexpected error occurred. Nothing was changed.', errors: [], requestId }
}
