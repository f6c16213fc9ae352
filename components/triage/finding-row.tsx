'use client'

import { Checkbox, UnstyledButton } from '@mantine/core'
import { IconMessage } from '@tabler/icons-react'
import { memo, type ReactNode } from 'react'
import { formatCount } from '@/components/ui/format-count'
import { formatDate, formatShortDate } from '@/components/ui/format-date'
import { StatusBadge } from '@/components/ui/status-badge'
import type { Period } from '@/lib/time/calendar'
import { laneOf } from '@/lib/triage/lanes'
import type { Panel, Trends } from '@/lib/triage/loaders'
import type { Finding } from '@/lib/triage/queries'
import { FindingCost } from './finding-cost'
import { FindingSparkline } from './finding-sparkline'
import { ageWords, assigneeWords, stateWords } from './finding-words'
import { describeGroup, GroupValues } from './group-values'
import classes from './triage.module.css'

/** What one does with a row. */
export interface RowHandlers {
  readonly onCursor: (index: number) => void
  readonly onOpen: (index: number) => void
  /** With shift: all from the last one that was selected. */
  readonly onToggle: (finding: Finding, isRange: boolean) => void
}

interface FindingRowProps {
  finding: Finding
  trends: Promise<Panel<Trends>>
  period: Period
  /** Which row of the page it is, from 0. */
  index: number
  /** Which row of the whole list it is, from 1, the head included. */
  rowIndex: number
  isCurrent: boolean
  isSelected: boolean
  showsLane: boolean
  /** The same from render to render. */
  handlers: RowHandlers
}

/** One finding: on a phone a card. Of a page's hundreds, only those are drawn anew of which something changed. */
export const FindingRow = memo(function FindingRow(props: FindingRowProps) {
  const { finding, trends, period, index, rowIndex, isCurrent, isSelected, showsLane, handlers } = props
  const { lane, state, assignee, isAssigned, comments, firstDay, lastDay, ageDays, costUsd, isAtLeast, requests, series } =
    finding
  const name = describeGroup(finding)
  return (
    // biome-ignore lint/a11y/useSemanticElements: the rows of a table cannot be laid out as cards on a phone and stay rows
    <div
      role="row"
      className={classes.row}
      tabIndex={isCurrent ? 0 : -1}
      aria-rowindex={rowIndex}
      aria-selected={isSelected}
      data-finding={finding.id}
      data-current={isCurrent || undefined}
      onFocus={() => handlers.onCursor(index)}
    >
      <Cell className={classes.select}>
        <Checkbox
          size="xs"
          tabIndex={-1}
          aria-label={`Select ${name}`}
          checked={isSelected}
          onChange={({ nativeEvent }) => handlers.onToggle(finding, nativeEvent instanceof MouseEvent && nativeEvent.shiftKey)}
        />
      </Cell>
      <Cell className={classes.name}>
        <UnstyledButton tabIndex={-1} className={classes.open} onClick={() => handlers.onOpen(index)} aria-haspopup="dialog">
          {showsLane && <span className={classes.laneTag}>{laneOf(lane).title}</span>}
          <GroupValues lane={lane} finding={finding} />
        </UnstyledButton>
      </Cell>
      <Cell className={classes.cost}>
        <FindingCost costUsd={costUsd} isAtLeast={isAtLeast} />
        <span className={classes.below}>
          {formatCount(requests)} {requests === 1 ? 'request' : 'requests'}
          {series > 0 && ` · ${formatCount(series)} series`}
        </span>
      </Cell>
      <Cell className={classes.trend}>
        <FindingSparkline finding={finding} trends={trends} period={period} />
      </Cell>
      <Cell className={classes.seen}>
        <span title={`${formatDate(firstDay)} to ${formatDate(lastDay)}`}>
          {firstDay === lastDay ? formatShortDate(firstDay) : `${formatShortDate(firstDay)} – ${formatShortDate(lastDay)}`}
        </span>
        <span className={classes.below}>{ageDays <= 0 ? 'since today' : `${ageWords(ageDays)} old`}</span>
      </Cell>
      <Cell className={classes.state}>
        <StatusBadge {...stateWords[state]} />
        {comments > 0 && (
          <span className={classes.comments} title={`${comments} ${comments === 1 ? 'comment' : 'comments'}`}>
            <IconMessage size={13} stroke={1.5} aria-hidden />
            {comments}
            <span className={classes.hidden}> {comments === 1 ? 'comment' : 'comments'}</span>
          </span>
        )}
        <span className={classes.with}>
          {assigneeWords(assignee)}, {isAssigned ? 'asked' : 'by routing'}
        </span>
      </Cell>
    </div>
  )
})

function Cell({ className, children }: { className: string | undefined; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the row
    // biome-ignore lint/a11y/useFocusableInteractive: rows are moved through, cells are not
    <div role="gridcell" className={className}>
      {children}
    </div>
  )
}
