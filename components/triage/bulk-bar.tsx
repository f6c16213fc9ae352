'use client'

import { Button, CloseButton, Group } from '@mantine/core'
import { IconBulb, IconCheck, IconClock, IconProgress, IconUser } from '@tabler/icons-react'
import type { Means } from '@/lib/triage/loaders'
import type { Finding } from '@/lib/triage/queries'
import { maxFindings } from '@/lib/triage/schema'
import { sumCosts } from '@/lib/triage/sum-costs'
import { FindingCost } from './finding-cost'
import { countFindings } from './finding-words'
import classes from './triage.module.css'

export type BulkTask = 'assign' | 'state' | 'resolve' | 'accept' | 'suggestions'

interface BulkBarProps {
  selected: readonly Finding[]
  means: Means
  isBusy: boolean
  onTask: (task: BulkTask) => void
  onClear: () => void
}

/** What is selected, what it comes to, and what can be done about all of it at once. */
export function BulkBar({ selected, means, isBusy, onTask, onClear }: BulkBarProps) {
  if (selected.length === 0) return null
  const { costUsd, isAtLeast } = sumCosts(selected)
  const lanes = new Set(selected.map(({ lane }) => lane)).size
  const icon = { size: 14, stroke: 1.75, 'aria-hidden': true } as const
  return (
    <section className={classes.bulk} aria-label="Selected findings">
      <p className={classes.bulkSum}>
        <strong>{countFindings(selected.length)}</strong>
        {selected.length === maxFindings && ', the most at once'} · <FindingCost costUsd={costUsd} isAtLeast={isAtLeast} />
        {lanes > 1 && <span className={classes.remark}> of {lanes} lanes, in which the same dollars may count</span>}
      </p>
      <Group gap={6}>
        {means.canResolve && (
          <Button size="xs" leftSection={<IconCheck {...icon} />} onClick={() => onTask('resolve')}>
            Resolve…
          </Button>
        )}
        {means.canResolve && (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconBulb {...icon} />}
            loading={isBusy}
            onClick={() => onTask('suggestions')}
          >
            Accept suggestions
          </Button>
        )}
        {means.canEdit && (
          <>
            <Button size="xs" variant="default" leftSection={<IconUser {...icon} />} onClick={() => onTask('assign')}>
              Assign work…
            </Button>
            <Button size="xs" variant="default" leftSection={<IconProgress {...icon} />} onClick={() => onTask('state')}>
              State…
            </Button>
          </>
        )}
        {means.canResolve && (
          <Button size="xs" variant="default" leftSection={<IconClock {...icon} />} onClick={() => onTask('accept')}>
            Accept…
          </Button>
        )}
        <CloseButton size="sm" aria-label="Select nothing" onClick={onClear} />
      </Group>
    </section>
  )
}
