'use client'

import { Text } from '@mantine/core'
import { type FixKind, fixKindsOf } from '@/lib/triage/fixes/kinds'
import type { Means } from '@/lib/triage/loaders'
import type { Finding } from '@/lib/triage/queries'
import { sumCosts } from '@/lib/triage/sum-costs'
import { AssignForm } from './assign-form'
import { FindingCost } from './finding-cost'
import { countFindings } from './finding-words'
import { FixForm } from './fix-form'
import { GroupValues } from './group-values'
import { StateForm } from './state-form'
import classes from './triage.module.css'
import type { PanelTask } from './use-finding-panel'
import type { TriageActions } from './use-triage-actions'

const mostListed = 4

interface TaskFormProps {
  task: PanelTask
  means: Means
  actions: TriageActions
  onDone: () => void
}

/** What is to be done, about which findings. */
export function TaskForm({ task, means, actions, onDone }: TaskFormProps) {
  const { kind, findings, fixKind } = task
  return (
    <div className={classes.task}>
      <Subjects findings={findings} />
      {kind === 'assign' && <AssignForm findings={findings} means={means} actions={actions} onDone={onDone} />}
      {kind === 'state' && <StateForm findings={findings} actions={actions} onDone={onDone} />}
      {(kind === 'resolve' || kind === 'accept') && (
        <FixForm
          findings={findings}
          kinds={kind === 'accept' ? ['accept'] : sharedKinds(findings, means)}
          initialKind={fixKind}
          means={means}
          actions={actions}
          onDone={onDone}
        />
      )}
    </div>
  )
}

/** The acts that mend all of some findings, as far as the reader may do them. */
export function sharedKinds(findings: readonly Finding[], means: Pick<Means, 'kinds'>): FixKind[] {
  const [first, ...rest] = findings
  if (!first) return []
  return fixKindsOf(first).filter((kind) => means.kinds.includes(kind) && rest.every((one) => fixKindsOf(one).includes(kind)))
}

function Subjects({ findings }: { findings: readonly Finding[] }) {
  const { costUsd, isAtLeast } = sumCosts(findings)
  return (
    <div className={classes.subjects}>
      {findings.slice(0, mostListed).map((finding) => (
        <GroupValues key={finding.id} lane={finding.lane} finding={finding} />
      ))}
      <Text size="sm" c="dimmed" component="p" m={0}>
        {findings.length > mostListed && `and ${findings.length - mostListed} more; `}
        {countFindings(findings.length)}, <FindingCost costUsd={costUsd} isAtLeast={isAtLeast} />
      </Text>
    </div>
  )
}
