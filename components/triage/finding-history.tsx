'use client'

import { Button } from '@mantine/core'
import { Moment } from '@/components/settings/moment'
import { formatDate } from '@/components/ui/format-date'
import { isCalendarDate } from '@/lib/time/calendar'
import type { AppliedFix, FindingEvent } from '@/lib/triage/detail'
import { findingStates } from '@/lib/triage/schema'
import { stateWords } from './finding-words'
import classes from './triage.module.css'
import type { DoneFix } from './use-triage-actions'

interface FindingHistoryProps {
  history: readonly FindingEvent[]
  fixes: readonly AppliedFix[]
  zone: string
  canUndo: boolean
  onUndo: (fix: DoneFix) => void
}

/** What was said and done about a finding, the oldest first; a fix can be undone where it stands. */
export function FindingHistory({ history, fixes, zone, canUndo, onUndo }: FindingHistoryProps) {
  if (history.length === 0) return <p className={classes.remark}>Nobody has touched it yet.</p>
  const open = new Map(fixes.filter(({ undoneAt }) => undoneAt === null).map((fix) => [fix.id, fix]))
  return (
    <ol className={classes.history}>
      {history.map((event) => {
        const fix = event.kind === 'fix' || event.kind === 'state' ? open.get(textOf(event, 'fix')) : undefined
        return (
          <li key={event.id}>
            <p>
              <strong>{event.actor}</strong> {describeEvent(event)}{' '}
              <span className={classes.remark}>
                <Moment at={event.at} zone={zone} />
              </span>
            </p>
            {event.comment && <blockquote>{event.comment}</blockquote>}
            {fix && canUndo && (
              <Button size="compact-xs" variant="default" onClick={() => onUndo({ fixId: fix.id, message: fix.summary })}>
                Undo
                <span className={classes.hidden}>: {fix.summary}</span>
              </Button>
            )}
          </li>
        )
      })}
    </ol>
  )
}

function textOf({ details }: FindingEvent, name: string): string {
  const value = details?.[name]
  return typeof value === 'string' ? value : ''
}

/** What somebody did, as the rest of a sentence that begins with their name. */
export function describeEvent(event: FindingEvent): string {
  if (event.kind === 'comment') return 'wrote'
  if (event.kind === 'fix') return `mended it: ${textOf(event, 'summary')}`
  if (event.kind === 'undo') return `undid: ${textOf(event, 'summary')}`
  if (event.kind === 'assign') return describeAssignment(event.details?.assignee)
  const state = findingStates.find((one) => one === textOf(event, 'state'))
  const until = textOf(event, 'until')
  const word = state ? stateWords[state].label.toLowerCase() : 'changed'
  return `set it to ${word}${isCalendarDate(until) ? ` until ${formatDate(until)}` : ''}`
}

function describeAssignment(assignee: unknown): string {
  if (typeof assignee !== 'object' || assignee === null) return 'gave it back to the lane’s routing'
  const [kind, name] = Object.entries(assignee)[0] ?? []
  return kind === 'team' ? `asked the team ${String(name)}` : `asked ${String(name)}`
}
