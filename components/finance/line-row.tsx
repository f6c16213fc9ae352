'use client'

import { IconChevronRight } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { formatCount } from '@/components/ui/format-count'
import type { Statement } from '@/lib/finance/statement/schema'
import shared from './finance.module.css'
import type { TreeRow } from './line-tree'
import { describeLevel } from './line-words'
import classes from './statement.module.css'
import type { StatementColumn } from './statement-columns'
import { rowId } from './use-tree-keys'

interface LineRowProps {
  row: Extract<TreeRow, { kind: 'line' }>
  columns: readonly StatementColumn[]
  statement: Statement
  isReached: boolean
  isMarked: boolean
  onToggle: (id: string) => void
  onReach: (id: string) => void
}

/** A line with its figures. */
export function LineRow({ row, columns, statement, isReached, isMarked, onToggle, onReach }: LineRowProps) {
  const { line, place, isOpen } = row
  const element = useRef<HTMLTableRowElement>(null)
  useEffect(() => {
    if (isMarked) element.current?.scrollIntoView({ block: 'center' })
  }, [isMarked])
  return (
    <tr
      ref={element}
      data-row={line.id}
      data-level={line.level}
      data-marked={isMarked || undefined}
      tabIndex={isReached ? 0 : -1}
      aria-level={place.level}
      aria-posinset={place.position}
      aria-setsize={place.count}
      aria-expanded={isOpen ?? undefined}
      aria-current={isMarked || undefined}
      onFocus={() => onReach(line.id)}
    >
      <th scope="row" style={{ paddingLeft: 12 + (place.level - 1) * 18 }}>
        <span className={classes.name}>
          {isOpen === null ? (
            <span className={shared.leaf} />
          ) : (
            // The row says whether it is open, and its keys open it: this is for pointers.
            <button
              type="button"
              className={shared.toggle}
              tabIndex={-1}
              aria-label={`${isOpen ? 'Close' : 'Open'} ${line.name}`}
              onClick={() => onToggle(line.id)}
            >
              <IconChevronRight size={14} stroke={2} aria-hidden />
            </button>
          )}
          <LineName line={line} onToggle={isOpen === null ? undefined : () => onToggle(line.id)} />
        </span>
      </th>
      {columns.map(({ key, render }) => (
        <td key={key} className={classes.numeric}>
          {render({ figures: line, line, statement })}
        </td>
      ))}
    </tr>
  )
}

function LineName({ line, onToggle }: { line: LineRowProps['row']['line']; onToggle?: () => void }) {
  const { code, name } = line
  const kind = describeLevel(line)
  const hasCode = code !== null && code !== name
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button beside it and the row's keys do the same
    // biome-ignore lint/a11y/useKeyWithClickEvents: the row's keys do the same
    <span className={classes.words} title={hasCode ? `${name} (${code})` : name} onClick={onToggle} data-opens={onToggle && true}>
      <span className={code === null ? classes.none : undefined}>{name}</span>
      <span className={shared.below}>
        {kind}
        {hasCode && ` · ${code}`}
      </span>
    </span>
  )
}

interface MoreRowProps {
  row: Extract<TreeRow, { kind: 'more' }>
  columnCount: number
  onMore: () => void
  onReach: (id: string) => void
}

/** The rest of a long branch. */
export function MoreRow({ row, columnCount, onMore, onReach }: MoreRowProps) {
  return (
    <tr data-row={rowId(row)} aria-level={row.level} tabIndex={-1} onFocus={() => onReach(rowId(row))}>
      <td colSpan={columnCount} style={{ paddingLeft: 12 + (row.level - 1) * 18 }}>
        <button type="button" className={classes.more} onClick={onMore}>
          Show more: {formatCount(row.hiddenCount)} {row.hiddenCount === 1 ? 'line is' : 'lines are'} not shown
        </button>
      </td>
    </tr>
  )
}
