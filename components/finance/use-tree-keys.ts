import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import type { LineTree, TreeRow } from './line-tree'

interface TreeKeysQuestion {
  readonly rows: readonly TreeRow[]
  readonly tree: LineTree
  readonly onToggle: (id: string) => void
}

/** What a row is called by: the line's id; the button for more of a branch by the branch. */
export const rowId = (row: TreeRow): string => (row.kind === 'line' ? row.line.id : `more:${row.parent ?? ''}`)

/**
 * Arrow keys as in the treegrid pattern of the ARIA Authoring Practices: up and down go from row to row, right opens a line or
 * goes into it, left closes it or goes to the line above, Home and End go to the first and the last row, Enter opens and closes.
 * One row at a time is reached by Tab.
 */
export function useTreeKeys({ rows, tree, onToggle }: TreeKeysQuestion) {
  const [wanted, setWanted] = useState<string | null>(null)
  const body = useRef<HTMLTableSectionElement>(null)
  const focusNext = useRef(false)
  const ids = rows.map(rowId)
  // The row may have gone with the branch that held it.
  const reached = wanted !== null && ids.includes(wanted) ? wanted : (ids[0] ?? null)

  useLayoutEffect(() => {
    if (!focusNext.current) return
    focusNext.current = false
    const rowElements = [...(body.current?.querySelectorAll<HTMLTableRowElement>('tr[data-row]') ?? [])]
    rowElements.find(({ dataset }) => dataset.row === reached)?.focus()
  })

  const goTo = (id: string | null | undefined) => {
    if (id == null) return
    focusNext.current = true
    setWanted(id)
  }

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || reached === null) return
    const target = event.target instanceof Element ? event.target : null
    // The row may have been reached before the page was ready to hear of it.
    const focused = target?.closest<HTMLTableRowElement>('tr[data-row]')
    const row = rows[ids.indexOf(focused?.dataset.row ?? reached)]
    const isOnRow = target !== null && target === focused
    const next = row && findTarget(event.key, { row, ids, tree, onToggle, isOnRow })
    if (next === undefined) return
    event.preventDefault()
    goTo(next)
  }
  return { body, reached, reach: setWanted, onKeyDown }
}

interface KeyQuestion extends Pick<TreeKeysQuestion, 'tree' | 'onToggle'> {
  readonly row: TreeRow
  readonly ids: readonly string[]
  /** And not on a link in it, whose Enter is its own. */
  readonly isOnRow: boolean
}

/** The row to go to, the same one where only something opens or closes; undefined: the key means nothing here. */
function findTarget(key: string, { row, ids, tree, onToggle, isOnRow }: KeyQuestion): string | null | undefined {
  const id = rowId(row)
  const at = ids.indexOf(id)
  if (key === 'ArrowDown') return ids[Math.min(at + 1, ids.length - 1)]
  if (key === 'ArrowUp') return ids[Math.max(at - 1, 0)]
  if (key === 'Home') return ids[0]
  if (key === 'End') return ids.at(-1)
  const isOpen = row.kind === 'line' ? row.isOpen : null
  if (key === 'ArrowRight' && isOpen === true) return ids[at + 1]
  if (
    (key === 'ArrowRight' && isOpen === false) ||
    (key === 'ArrowLeft' && isOpen === true) ||
    (key === 'Enter' && isOnRow && isOpen !== null)
  ) {
    onToggle(id)
    return id
  }
  if (key !== 'ArrowLeft') return undefined
  const parent = row.kind === 'line' ? row.line.parent : row.parent
  return parent !== null && tree.byId.has(parent) ? parent : id
}
