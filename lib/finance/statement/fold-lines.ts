import { roundToTotal } from '@/lib/money/allocate'
import { cent, fromCents, toCents, type Usd } from '@/lib/money/usd'
import { type Amounts, addAmounts, noAmounts, toFigures, totalOf } from './amounts'
import type { Leaf, Step } from './place'
import type { StatementFigures, StatementLine } from './schema'

interface Node {
  readonly id: string
  readonly step: Step
  readonly filters: StatementLine['filters']
  /** Of what ends here, until all of the tree is made; then of what lies below as well. */
  amounts: Amounts
  readonly children: Map<string, Node>
}

/** A line before it is named: what can be asked about it is what it is, and not what it comes to. */
export type BareLine = Pick<StatementLine, 'id' | 'parent' | 'level' | 'code' | 'owner_kind' | 'filters'>

/** What people read for a line, and the budget that covers exactly it. */
export interface LineWords {
  readonly nameOf: (line: BareLine, above: readonly BareLine[]) => string
  /** The budgets of all lines, by id; that of the whole under null. */
  readonly budgets: ReadonlyMap<string | null, Usd>
}

export interface FoldedLines {
  readonly lines: readonly (BareLine & { readonly amounts: Amounts; readonly posted: Usd; readonly above: readonly BareLine[] })[]
  readonly amounts: Amounts
  readonly posted: Usd
}

/**
 * Adds amounts up along the ways that they lie on: each line is the sum of the lines below it. Lines come in the order of the
 * tree, what costs most first, shares of pools after what an owner spent itself, and what is nobody's last.
 *
 * What is posted are whole cents: the total to the nearest one, and from there down, at each line, its cents shared out over the
 * lines below it by largest remainder.
 */
export function foldLines(leaves: readonly Leaf[]): FoldedLines {
  const top = new Map<string, Node>()
  let own = noAmounts
  for (const { steps, amounts } of leaves) {
    let last: Node | null = null
    for (const step of steps) {
      const level: Node['children'] = last === null ? top : last.children
      let node = level.get(step.part)
      if (node === undefined) {
        node = makeNode(step, last)
        level.set(step.part, node)
      }
      last = node
    }
    if (last === null) own = addAmounts(own, amounts)
    else last.amounts = last.amounts === noAmounts ? amounts : addAmounts(last.amounts, amounts)
  }
  const amounts = addUp(own, top)
  const posted = fromCents(toCents(totalOf(amounts)))
  const lines: FoldedLines['lines'][number][] = []
  emit(top, { posted, above: [], lines })
  return { lines, amounts, posted }
}

/** Each line with what lies below it: by level, since most amounts have a line of their own and all lie below few. */
function addUp(own: Amounts, children: Node['children']): Amounts {
  let sum = own
  for (const child of children.values()) {
    child.amounts = addUp(child.amounts, child.children)
    sum = addAmounts(sum, child.amounts)
  }
  return sum
}

const makeNode = (step: Step, above: Node | null): Node => ({
  id: above === null ? step.part : `${above.id}/${step.part}`,
  step,
  filters: { ...above?.filters, ...step.filters },
  amounts: noAmounts,
  children: new Map(),
})

interface Emitting {
  readonly posted: Usd
  readonly above: readonly BareLine[]
  readonly lines: FoldedLines['lines'][number][]
}

function emit(level: ReadonlyMap<string, Node>, { posted, above, lines }: Emitting): void {
  if (level.size === 0) return
  const nodes = [...level.values()].map((node) => ({ node, total: totalOf(node.amounts) })).toSorted(compareNodes)
  const cents = roundToTotal(
    posted,
    nodes.map(({ total }) => total),
    { unit: cent },
  )
  nodes.forEach(({ node }, index) => {
    const { id, step, amounts, children } = node
    const filters = step.level === 'shared' ? {} : node.filters
    const parent = above.at(-1)?.id ?? null
    const own = cents[index] ?? 0n
    // Every field by name: to spread thousands of wide objects takes longer than to reckon them.
    const { level, code, ownerKind: owner_kind } = step
    lines.push({ id, parent, level, code, owner_kind, filters, amounts, posted: own, above })
    if (children.size === 0) return
    emit(children, { posted: own, above: [...above, { id, parent, level, code, owner_kind, filters }], lines })
  })
}

interface TotalledNode {
  readonly node: Node
  readonly total: Usd
}

function compareNodes({ node: one, total: left }: TotalledNode, { node: other, total: right }: TotalledNode): number {
  const rank = rankOf(one.step) - rankOf(other.step)
  if (rank !== 0) return rank
  if (left !== right) return left > right ? -1 : 1
  const [before, after] = [one.amounts.prior ?? 0n, other.amounts.prior ?? 0n]
  if (before !== after) return before > after ? -1 : 1
  return one.id < other.id ? -1 : 1
}

function rankOf({ level, code, ownerKind }: Step): number {
  if (level === 'shared') return 1
  const isNowhere = (level === 'business_unit' || level === 'cost_center') && code === null
  return ownerKind === 'nobody' || isNowhere ? 2 : 0
}

/** The lines as a statement has them. */
export function writeLines(
  folded: FoldedLines,
  { nameOf, budgets }: LineWords,
): { total: StatementFigures; lines: StatementLine[] } {
  const lines = folded.lines.map((line): StatementLine => {
    const { id, parent, level, code, owner_kind, filters, amounts, posted, above } = line
    const figures = toFigures(amounts, { posted, budget: budgets.get(id) ?? null })
    return Object.assign(figures, { id, parent, level, code, name: nameOf(line, above), owner_kind, filters })
  })
  return { total: toFigures(folded.amounts, { posted: folded.posted, budget: budgets.get(null) ?? null }), lines }
}
