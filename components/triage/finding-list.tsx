'use client'

import { Checkbox } from '@mantine/core'
import { type RefObject, useLayoutEffect, useMemo, useRef } from 'react'
import { formatCount } from '@/components/ui/format-count'
import type { Panel, Trends } from '@/lib/triage/loaders'
import type { FindingsReport } from '@/lib/triage/queries'
import { FindingRow, type RowHandlers } from './finding-row'
import classes from './triage.module.css'
import type { Selection } from './use-selection'

const columns = ['Finding', 'Cost', 'Trend', 'Seen', 'State and with whom'] as const

interface FindingListProps extends RowHandlers {
  report: FindingsReport
  trends: Promise<Panel<Trends>>
  /** How many rows the pages before have. */
  offset: number
  /** The row that the keyboard is at. */
  cursor: number
  selection: Selection
  showsLane: boolean
  caption: string
  gridRef: RefObject<HTMLDivElement | null>
  onToggleAll: () => void
}

/**
 * The findings of a page as a grid of which one row at a time is reached by Tab: the rows are moved through by keys. What is
 * inside a row is there for the pointer and for those who swipe; keys do the same on the row.
 */
export function FindingList(props: FindingListProps) {
  const { report, trends, offset, cursor, selection, showsLane, caption, gridRef, onCursor, onOpen, onToggle, onToggleAll } =
    props
  const { findings, total } = report
  const handlers = useSameHandlers({ onCursor, onOpen, onToggle })
  const period = useMemo(() => ({ from: report.from, to: report.to }), [report.from, report.to])
  const chosen = findings.filter(({ id }) => selection.has(id)).length
  return (
    <div className={classes.panel}>
      <div className={classes.listHead}>
        <h2>{caption}</h2>
        <span className={classes.remark}>{formatCount(total)} in all</span>
        <Checkbox
          size="xs"
          className={classes.selectAll}
          label="Select all shown"
          checked={chosen > 0 && chosen === findings.length}
          indeterminate={chosen > 0 && chosen < findings.length}
          onChange={onToggleAll}
        />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: the rows of a table cannot be laid out as cards on a phone and stay rows */}
      <div
        ref={gridRef}
        role="grid"
        aria-label={caption}
        aria-multiselectable
        aria-rowcount={total + 1}
        aria-colcount={columns.length + 1}
      >
        {/* biome-ignore lint/a11y/useSemanticElements: as above */}
        {/* biome-ignore lint/a11y/useFocusableInteractive: the heads are read with the cells, and sort nothing */}
        <div role="row" className={`${classes.row} ${classes.head}`} aria-rowindex={1}>
          {/* biome-ignore lint/a11y/useSemanticElements: as above */}
          {/* biome-ignore lint/a11y/useFocusableInteractive: as above */}
          <span role="columnheader" className={classes.select}>
            <span className={classes.hidden}>Selected</span>
          </span>
          {columns.map((name) => (
            // biome-ignore lint/a11y/useSemanticElements: as above
            // biome-ignore lint/a11y/useFocusableInteractive: as above
            <span key={name} role="columnheader">
              {name}
            </span>
          ))}
        </div>
        {findings.map((finding, index) => (
          <FindingRow
            key={finding.id}
            finding={finding}
            trends={trends}
            period={period}
            index={index}
            rowIndex={offset + index + 2}
            isCurrent={index === cursor}
            isSelected={selection.has(finding.id)}
            showsLane={showsLane}
            handlers={handlers}
          />
        ))}
      </div>
    </div>
  )
}

/** Handlers that stay the same and call the latest ones: with new ones every row would be drawn at every key. */
function useSameHandlers(given: RowHandlers): RowHandlers {
  const latest = useRef(given)
  useLayoutEffect(() => {
    latest.current = given
  })
  return useMemo(
    () => ({
      onCursor: (index) => latest.current.onCursor(index),
      onOpen: (index) => latest.current.onOpen(index),
      onToggle: (finding, isRange) => latest.current.onToggle(finding, isRange),
    }),
    [],
  )
}
