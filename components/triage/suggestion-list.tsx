'use client'

import { Button } from '@mantine/core'
import { ActionError } from '@/components/settings/action-error'
import { useAction } from '@/components/settings/use-action'
import { Section } from '@/components/ui/section'
import { StatusBadge } from '@/components/ui/status-badge'
import { runFixAction } from '@/lib/triage/actions'
import type { Means } from '@/lib/triage/loaders'
import type { Finding } from '@/lib/triage/queries'
import type { Suggestion } from '@/lib/triage/suggestions'
import { refOf } from './finding-words'
import classes from './triage.module.css'
import type { TriageActions } from './use-triage-actions'

export const confidenceWords = {
  high: { label: 'High confidence', tone: 'active' },
  medium: { label: 'Medium confidence', tone: 'plain' },
  low: { label: 'Low confidence', tone: 'off' },
} as const

interface SuggestionListProps {
  finding: Finding
  suggestions: readonly Suggestion[]
  means: Means
  actions: TriageActions
  onDone: () => void
}

/** What might mend a finding, with why one may think so, each a click away. */
export function SuggestionList({ finding, suggestions, means, actions, onDone }: SuggestionListProps) {
  const fixing = useSuggestion(actions)
  if (suggestions.length === 0) return null
  return (
    <Section title="Suggested" order={3} flush>
      <ActionError failure={fixing.failure} />
      <ul className={classes.suggestions}>
        {suggestions.map((suggestion) => (
          <li key={`${suggestion.basis} ${suggestion.title}`}>
            <div>
              <p>
                <strong>{suggestion.title}</strong> <StatusBadge {...confidenceWords[suggestion.confidence]} />
              </p>
              <p className={classes.remark}>{suggestion.evidence}</p>
            </div>
            {means.kinds.includes(suggestion.action.kind) && (
              <Button
                size="xs"
                variant="default"
                loading={fixing.pending}
                aria-label={`${suggestion.title}: do it`}
                onClick={() => void fixing.accept(finding, suggestion).then((isDone) => isDone && onDone())}
              >
                Do it
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** Does what a suggestion says, from the first day of the open period on. */
export function useSuggestion(actions: TriageActions) {
  const fixing = useAction(({ finding, action }: { finding: Finding; action: Suggestion['action'] }) => {
    const findings = [refOf(finding)]
    if (action.kind === 'owner') return runFixAction('owner', { findings, team: action.team })
    if (action.kind === 'alias_team') return runFixAction('alias_team', { findings, team: action.team })
    if (action.kind === 'register_team') return runFixAction('register_team', { findings })
    return runFixAction('cost_center', { findings, cost_center: action.cost_center })
  })
  return {
    pending: fixing.pending,
    failure: fixing.failure,
    async accept(finding: Finding, { action }: Suggestion): Promise<boolean> {
      const answer = await fixing.run({ finding, action })
      if (!answer?.ok) return false
      actions.tellFix(answer.result)
      return true
    },
  }
}
