'use client'

import { useRef, useState } from 'react'
import type { FieldError } from '@/lib/errors'
import type { ActionResult } from '@/lib/http/act'

/** Why something was not done. Without a message only fields are at fault. */
export interface ActionFailure {
  message?: string
  errors: readonly FieldError[]
  /** By which the operator finds the cause in the log. */
  requestId?: string
}

const unreachable: ActionFailure = {
  message:
    'No answer came from the server, so it is not known whether the change was made. Reload the page and look before you try again.',
  errors: [],
}

/**
 * A server action as a screen uses it: one call at a time however often a button is pressed, the failure kept for
 * `ActionError`, and a lost connection told apart from a refusal.
 *
 * @returns `run` answers the result, `{ ok: false }` with the reason, or null where a call is under way already.
 */
export function useAction<Input, Output>(action: (input: Input) => Promise<ActionResult<Output>>) {
  const [pending, setPending] = useState(false)
  const [failure, setFailure] = useState<ActionFailure | null>(null)
  const busy = useRef(false)

  const run = async (input: Input): Promise<{ ok: true; result: Output } | { ok: false; failure: ActionFailure } | null> => {
    if (busy.current) return null
    busy.current = true
    setPending(true)
    setFailure(null)
    const answer = await action(input).catch(() => null)
    busy.current = false
    setPending(false)
    if (answer?.ok) return answer
    const refused = answer ?? unreachable
    setFailure(refused)
    return { ok: false, failure: refused }
  }
  return { run, pending, failure, setFailure }
}
