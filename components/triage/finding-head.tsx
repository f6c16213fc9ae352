import { Text } from '@mantine/core'
import { formatCount } from '@/components/ui/format-count'
import { formatDate } from '@/components/ui/format-date'
import { StatusBadge } from '@/components/ui/status-badge'
import type { Finding } from '@/lib/triage/queries'
import { FindingCost } from './finding-cost'
import { ageWords, assigneeWords, laneSentence, stateWords } from './finding-words'
import { GroupValues } from './group-values'
import classes from './triage.module.css'

/** What a finding is, in one sentence, with its values, its state and whom it is with. */
export function FindingHead({ finding }: { finding: Finding }) {
  const { lane, costUsd, isAtLeast, requests, series, firstDay, lastDay, ageDays, state, assignee, isAssigned } = finding
  return (
    <div className={classes.detailHead}>
      <GroupValues lane={lane} finding={finding} />
      <Text size="sm" component="p" m={0}>
        {laneSentence(lane)}: {formatCount(requests)} {requests === 1 ? 'request' : 'requests'}
        {series > 0 && ` of ${formatCount(series)} series`}, for <FindingCost costUsd={costUsd} isAtLeast={isAtLeast} />, from{' '}
        {formatDate(firstDay)} to {formatDate(lastDay)}
        {ageDays > 0 && `; the oldest is ${ageWords(ageDays)} old`}.
      </Text>
      <p className={classes.status}>
        <StatusBadge {...stateWords[state]} /> with {assigneeWords(assignee)}
        <span className={classes.remark}> {isAssigned ? '(asked)' : '(by routing)'}</span>
      </p>
      {state === 'accepted' && finding.acceptedUntil && (
        <Text size="sm" component="p" m={0}>
          Accepted until {formatDate(finding.acceptedUntil)}: {finding.acceptedReason}
        </Text>
      )}
    </div>
  )
}
