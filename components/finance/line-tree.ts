import type { StatementLine } from '@/lib/finance/statement/schema'

/** The lines of a statement by the line that they stand under; null holds the topmost. */
export interface LineTree {
  readonly byId: ReadonlyMap<string, StatementLine>
  readonly childrenOf: ReadonlyMap<string | null, readonly StatementLine[]>
}

/** A row of the table: a line, or the button for those of a long branch that are not shown yet. */
export type TreeRow =
  | { readonly kind: 'line'; readonly line: StatementLine; readonly place: Place; readonly isOpen: boolean | null }
  | { readonly kind: 'more'; readonly parent: string | null; readonly level: number; readonly hiddenCount: number }

/** Where a line is among those beside it, counted from one. */
interface Place {
  readonly level: number
  readonly position: number
  readonly count: number
}

/** Of a branch as many lines are shown at first, and as many more each time. */
export const branchStep = 100

/** A line whose parent the reader does not see stands at the top. */
export function plantTree(lines: readonly StatementLine[]): LineTree {
  const byId = new Map(lines.map((line) => [line.id, line]))
  const childrenOf = new Map<string | null, StatementLine[]>()
  for (const line of lines) {
    const parent = line.parent !== null && byId.has(line.parent) ? line.parent : null
    const siblings = childrenOf.get(parent)
    if (siblings) siblings.push(line)
    else childrenOf.set(parent, [line])
  }
  return { byId, childrenOf }
}

/**
 * The rows that are rendered: those below open lines only, and of each branch the first so many, so that a statement of ten
 * thousand lines is as light as what one looks at.
 *
 * @param open ids of the lines whose children show.
 * @param shownCounts how many of a branch, by its parent; absent: `branchStep`.
 */
export function listRows(
  tree: LineTree,
  { open, shownCounts }: { open: ReadonlySet<string>; shownCounts: ReadonlyMap<string | null, number> },
): TreeRow[] {
  const rows: TreeRow[] = []
  const addBranch = (parent: string | null, level: number) => {
    const lines = tree.childrenOf.get(parent) ?? []
    const shown = lines.slice(0, shownCounts.get(parent) ?? branchStep)
    for (const [index, line] of shown.entries()) {
      const isOpen = tree.childrenOf.has(line.id) ? open.has(line.id) : null
      rows.push({ kind: 'line', line, place: { level, position: index + 1, count: lines.length }, isOpen })
      if (isOpen) addBranch(line.id, level + 1)
    }
    if (shown.length < lines.length) rows.push({ kind: 'more', parent, level, hiddenCount: lines.length - shown.length })
  }
  addBranch(null, 1)
  return rows
}

/** The depths that can be opened at once, by the levels that show then. */
export const depths = ['business_unit', 'cost_center', 'owner', 'all'] as const
export type Depth = (typeof depths)[number]

const openLevels = {
  business_unit: [],
  cost_center: ['business_unit'],
  owner: ['business_unit', 'cost_center'],
  all: ['business_unit', 'cost_center', 'owner', 'shared', 'project', 'model_family', 'route'],
} as const satisfies Record<Depth, readonly StatementLine['level'][]>

/** The lines that are open when everything down to a depth shows. */
export function openTo(tree: LineTree, depth: Depth): Set<string> {
  const levels: readonly string[] = openLevels[depth]
  return new Set(
    [...tree.byId.values()].filter(({ id, level }) => levels.includes(level) && tree.childrenOf.has(id)).map(({ id }) => id),
  )
}

/** About as many rows as fit two screens. */
const comfortableRows = 60

/** What is open at first: as deep as it stays readable, down to the owners. */
export function findFirstDepth(tree: LineTree): Depth {
  const fits = (depth: Depth) => listRows(tree, { open: openTo(tree, depth), shownCounts: new Map() }).length <= comfortableRows
  if (fits('owner')) return 'owner'
  return fits('cost_center') ? 'cost_center' : 'business_unit'
}

/** So many rows at once stay quick to scroll; beyond, branches are opened one by one. */
const mostRowsAtOnce = 1_500

/** Whether everything down to a depth can be shown at once. */
export function canOpenTo(tree: LineTree, depth: Depth): boolean {
  return listRows(tree, { open: openTo(tree, depth), shownCounts: new Map() }).length <= mostRowsAtOnce
}

/** The lines above a line, the topmost last. */
export function listAncestors(tree: LineTree, id: string): string[] {
  const ancestors: string[] = []
  let parent = tree.byId.get(id)?.parent ?? null
  while (parent !== null && tree.byId.has(parent)) {
    ancestors.push(parent)
    parent = tree.byId.get(parent)?.parent ?? null
  }
  return ancestors
}
