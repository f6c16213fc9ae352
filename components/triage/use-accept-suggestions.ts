'use client'

import { useAction } from '@/components/settings/use-action'
import { acceptSuggestionsAction } from '@/lib/triage/actions'
import type { Finding } from '@/lib/triage/queries'
import { countFindings, refOf } from './finding-words'
import type { TriageActions } from './use-triage-actions'

/** Does what is suggested for each of some findings; what nothing is suggested for stays, and is counted. */
export function useAcceptSuggestions(actions: TriageActions) {
  const { run, pending } = useAction(acceptSuggestionsAction)
  return {
    pending,
    /** @returns whether something was mended. */
    async run(findings: readonly Finding[]): Promise<boolean> {
      const answer = await run({ findings: findings.map(refOf) })
      if (answer === null) return false
      if (!answer.ok) {
        actions.tell(answer.failure.message ?? 'The suggestions were not accepted.')
        return false
      }
      const { fixes, without } = answer.result
      for (const fix of fixes) actions.tellFix(fix)
      if (without.length > 0) {
        actions.tell(
          `For ${countFindings(without.length)} nothing sure enough is suggested: ${without.length === 1 ? 'it stays as it is' : 'they stay as they are'}.`,
        )
      }
      return fixes.length > 0
    },
  }
}
