'use client'

import { useMemo, useState } from 'react'
import { formatCount } from '@/components/ui/format-count'
import type { Statement } from '@/lib/finance/statement/schema'
import { RowIsReached } from './figure-link'
import { LineRow, MoreRow } from './line-row'
import { branchStep, type Depth, findFirstDepth, listAncestors, listRows, openTo, plantTree } from './line-tree'
import classes from './statement.module.css'
import type { ColumnSet } from './statement-address'
import { listColumns } from './statement-columns'
import { StatementTools } from './statement-tools'
import { rowId, useTreeKeys } from './use-tree-keys'

interface StatementTableProps {
  statement: Statement
  columnSet: ColumnSet
  onColumnSetChange: (set: ColumnSet) => void
  onViewChange: (view: Statement['view']) => void
  /** A line that one came for: it is opened and marked. */
  markedLine: string | null
}

/** The statement as a tree of lines; only branches that are open are rendered. */
export function StatementTable({ statement, columnSet, onColumnSetChange, onViewChange, markedLine }: StatementTableProps) {
  const tree = useMemo(() => plantTree(statement.lines), [statement.lines])
  const [open, setOpen] = useState<ReadonlySet<string>>(
    () => new Set([...openTo(tree, findFirstDepth(tree)), ...(markedLine === null ? [] : listAncestors(tree, markedLine))]),
  )
  const [shownCounts, setShownCounts] = useState<ReadonlyMap<string | null, number>>(() => countsToShow(tree, markedLine))
  const rows = useMemo(() => listRows(tree, { open, shownCounts }), [tree, open, shownCounts])
  const columns = listColumns(columnSet, statement)

  const toggle = (id: string) => setOpen((current) => (current.has(id) ? without(current, id) : new Set([...current, id])))
  const showMore = (parent: string | null) =>
    setShownCounts((current) => new Map([...current, [parent, (current.get(parent) ?? branchStep) + branchStep]]))
  const { body, reached, reach, onKeyDown } = useTreeKeys({ rows, tree, onToggle: toggle })

  return (
    <div id="statement" className={`${classes.panel} ${classes.anchor}`}>
      <StatementTools
        {...{ statement, tree, columnSet, onColumnSetChange, onViewChange }}
        onDepthChange={(depth: Depth) => setOpen(openTo(tree, depth))}
      />
      <div className={classes.scroll}>
        {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: the treegrid of ARIA, whose rows and cells a table has already */}
        <table className={classes.table} role="treegrid" aria-label="Statement">
          <thead>
            <tr>
              <th scope="col">Line</th>
              {columns.map(({ key, header, title }) => (
                <th key={key} scope="col" className={classes.numeric} title={title}>
                  {header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body} onKeyDown={onKeyDown}>
            {rows.map((row) => (
              <RowIsReached key={rowId(row)} value={rowId(row) === reached}>
                {row.kind === 'line' ? (
                  <LineRow
                    {...{ row, columns, statement, onToggle: toggle, onReach: reach }}
                    isReached={row.line.id === reached}
                    isMarked={row.line.id === markedLine}
                  />
                ) : (
                  <MoreRow {...{ row, onReach: reach }} columnCount={columns.length + 1} onMore={() => showMore(row.parent)} />
                )}
              </RowIsReached>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">
                Total of {formatCount(statement.lines.length)} {statement.lines.length === 1 ? 'line' : 'lines'}
              </th>
              {columns.map(({ key, render }) => (
                <td key={key} className={classes.numeric}>
                  {render({ figures: statement.total, line: null, statement })}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </div>
    </div>
  )
}

const without = (ids: ReadonlySet<string>, id: string) => new Set([...ids].filter((one) => one !== id))

/** A line that one came for shows, however far down its branch it stands. */
function countsToShow(tree: ReturnType<typeof plantTree>, markedLine: string | null): Map<string | null, number> {
  if (markedLine === null) return new Map()
  return new Map(
    [markedLine, ...listAncestors(tree, markedLine)].map((id) => {
      const parent = tree.byId.get(id)?.parent ?? null
      const index = tree.childrenOf.get(parent)?.findIndex((line) => line.id === id) ?? 0
      return [parent, Math.max(branchStep, index + 1)]
    }),
  )
}
