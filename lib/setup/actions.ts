'use server'

import { getDatabase } from '@/lib/db/client'
import { type ActionResult, toActionFailure } from '@/lib/http/act'
import { claimInstallation } from './commands'

/** The first-run page's form. It is open to anyone as long as the installation has nobody; the command refuses afterwards. */
export async function claimInstallationAction(input: {
  email: string
  name: string
  password: string
}): Promise<ActionResult<{ id: string }>> {
  try {
    return { ok: true, result: await claimInstallation(getDatabase(), { kind: 'system', name: 'setup' }, input) }
  } catch (error) {
    return toActionFailure(error, claimInstallation.commandName)
  }
}
