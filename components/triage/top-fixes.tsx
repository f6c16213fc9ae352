'use client'

import { Button, Group } from '@mantine/core'
import { IconCircleCheck } from '@tabler/icons-react'
import { ActionError } from '@/components/settings/action-error'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Section } from '@/components/ui/section'
import { StatusBadge } from '@/components/ui/status-badge'
import { laneOf } from '@/lib/triage/lanes'
import type { Means } from '@/lib/triage/loaders'
import type { TopFix } from '@/lib/triage/top-fixes'
import { FindingCost } from './finding-cost'
import { assigneeWords } from './finding-words'
import { describeGroup, GroupValues } from './group-values'
import { confidenceWords, useSuggestion } from './suggestion-list'
import classes from './triage.module.css'
import type { TriageActions } from './use-triage-actions'

interface TopFixesProps {
  fixes: readonly TopFix[]
  means: Means
  actions: TriageActions
}

/** The open findings with most dollars, each with what would mend it. */
export function TopFixes({ fixes, means, actions }: TopFixesProps) {
  const fixing = useSuggestion(actions)
  const columns: readonly Column<TopFix>[] = [
    {
      key: 'finding',
      header: 'Finding',
      value: ({ finding }) => describeGroup(finding),
      render: ({ finding }) => (
        <span className={classes.cell}>
          <span className={classes.laneTag}>{laneOf(finding.lane).title}</span>
          <GroupValues lane={finding.lane} finding={finding} />
        </span>
      ),
    },
    {
      key: 'cost',
      header: 'Cost',
      kind: 'money',
      value: ({ finding }) => finding.costUsd,
      render: ({ finding: { costUsd, isAtLeast } }) => <FindingCost costUsd={costUsd} isAtLeast={isAtLeast} />,
    },
    { key: 'with', header: 'With', value: ({ finding }) => assigneeWords(finding.assignee) },
    {
      key: 'suggestion',
      header: 'Suggested',
      value: ({ suggestion }) => suggestion?.title ?? 'nothing',
      render: ({ suggestion }) =>
        suggestion ? (
          <span className={classes.cell}>
            {suggestion.title} <StatusBadge {...confidenceWords[suggestion.confidence]} />
            <span className={classes.below}>{suggestion.evidence}</span>
          </span>
        ) : (
          <span className={classes.remark}>nothing by itself: open it to decide</span>
        ),
    },
    {
      key: 'act',
      header: 'Do',
      value: () => null,
      csv: false,
      render: ({ finding, suggestion }) =>
        suggestion && means.kinds.includes(suggestion.action.kind) ? (
          <Group gap={6}>
            <Button
              size="compact-sm"
              variant="default"
              loading={fixing.pending}
              aria-label={`${suggestion.title}: ${describeGroup(finding)}`}
              onClick={() => void fixing.accept(finding, suggestion)}
            >
              Do it
            </Button>
          </Group>
        ) : null,
    },
  ]
  return (
    <Section title="Worth most in dollars" note="The ten open findings that most dollars are in, of the open period." flush>
      <ActionError failure={fixing.failure} />
      <DataTable
        caption="Worth most in dollars"
        variant="bare"
        columns={columns}
        rows={fixes}
        rowKey={({ finding }) => finding.id}
        rowHref={({ finding }) => `/triage/${finding.id}`}
        sortable={false}
        empty={{
          title: 'Nothing wants work.',
          detail: 'Every lane of the open period is clear.',
          icon: <IconCircleCheck size={28} stroke={1.25} aria-hidden />,
        }}
      />
    </Section>
  )
}
