import type { Content } from 'pdfmake/interfaces'
import type { StatementFigures, StatementLine } from '@/lib/finance/statement/schema'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { PlacedLine, StatementPart } from '../place-lines'
import { type FigureColumn, type FigureRow, figureTable } from './figure-table'
import { amountOrNone, amountText, changeText, countText, optionalAmount, sharedOf, shareText, varianceText } from './figures'
import { nameOf, printable } from './printable'

interface Column extends FigureColumn {
  readonly text: (figures: StatementFigures) => string
  /** Whether shares of pools have no part in it. */
  readonly isOfOwn?: boolean
}

const columnsOfBearers: readonly Column[] = [
  { heading: 'Direct', text: ({ direct_usd }) => amountText(direct_usd) },
  { heading: 'Shared', text: (figures) => amountOrNone(sharedOf(figures)) },
  { heading: 'Total, posted', text: ({ posted_usd }) => amountText(posted_usd) },
  { heading: 'Month before', text: ({ prior_total_usd }) => optionalAmount(prior_total_usd) },
  { heading: 'Change', text: changeText },
  { heading: 'Budget', text: ({ budget_usd }) => optionalAmount(budget_usd) },
  { heading: 'Variance', text: varianceText },
]

const columnsOfWork: readonly Column[] = [
  { heading: 'Requests', text: ({ requests }) => countText(requests), isOfOwn: true },
  { heading: 'Cost, posted', text: ({ posted_usd }) => amountText(posted_usd), isOfOwn: true },
  { heading: 'of that, retries', text: ({ retry_usd }) => amountOrNone(retry_usd), isOfOwn: true },
  { heading: 'of that, failures', text: ({ failure_usd }) => amountOrNone(failure_usd), isOfOwn: true },
  { heading: 'Month before', text: ({ prior_total_usd }) => optionalAmount(prior_total_usd) },
  { heading: 'Change', text: changeText },
]

const wasted = ({ retry_usd, failure_usd, direct_usd }: StatementFigures) => shareText(addUp(retry_usd, failure_usd), direct_usd)
const addUp = (one: string, other: string) => parseDecimal(one) + parseDecimal(other)

const columnsOfAttempts: readonly Column[] = [
  { heading: 'Succeeded at once', text: ({ success_usd }) => amountText(success_usd) },
  { heading: 'Retries', text: ({ retry_usd }) => amountOrNone(retry_usd) },
  { heading: 'Failed at first', text: ({ failure_usd }) => amountOrNone(failure_usd) },
  { heading: 'Direct', text: ({ direct_usd }) => amountText(direct_usd) },
  { heading: 'Retries and failures', text: wasted },
]

function rowOf(line: StatementLine, columns: readonly Column[], kind: FigureRow['kind'], depth = 0): FigureRow {
  return { name: labelOf(line), figures: columns.map(({ text }) => text(line)), kind, depth }
}

function totalRow({ total }: StatementPart, columns: readonly Column[]): FigureRow {
  return { name: 'Total', figures: columns.map(({ text }) => text(total)), kind: 'sum' }
}

/** Cost centres are known by their codes; what has no name says what it lacks. */
function labelOf(line: StatementLine): string {
  if (line.code === null) return printable(line.name)
  if (line.level === 'cost_center') return `${printable(line.code)}  ${nameOf(line)}`
  if (line.level === 'owner' && line.owner_kind === 'pool') return `${nameOf(line)} (shared pool)`
  return nameOf(line)
}

/** Business units and the cost centres under them. */
export function costCenterTable(part: StatementPart): Content {
  const rows = part.lines.flatMap(({ line }): FigureRow[] => {
    if (line.level === 'business_unit') return [rowOf(line, columnsOfBearers, 'group')]
    return line.level === 'cost_center' ? [rowOf(line, columnsOfBearers, 'plain', 1)] : []
  })
  return figureTable({
    ...{ title: 'Cost centres', names: 'Business unit and cost centre', columns: columnsOfBearers },
    rows: [...rows, totalRow(part, columnsOfBearers)],
  })
}

const isHead = (part: StatementPart, { level }: StatementLine) => part.costCenter === null && level === 'cost_center'

/** Teams and pools, under their cost centres where there are several. */
function ownerRows(part: StatementPart, columns: readonly Column[]): FigureRow[] {
  return part.lines.flatMap(({ line }): FigureRow[] => {
    if (isHead(part, line)) return [rowOf(line, columns, 'group')]
    return line.level === 'owner' ? [rowOf(line, columns, 'plain', part.costCenter === null ? 1 : 0)] : []
  })
}

/** What each team bears. */
export const teamTable = (part: StatementPart): Content =>
  figureTable({
    ...{
      title: 'Teams',
      names: 'Team',
      columns: columnsOfBearers,
      remark: 'Variance is the total less the budget: above 0 is over it.',
    },
    rows: [...ownerRows(part, columnsOfBearers), totalRow(part, columnsOfBearers)],
  })

/** What came of the calls that each team's own spend paid for. */
export const attemptTable = (part: StatementPart): Content =>
  figureTable({
    ...{ title: 'Attempts', names: 'Team', columns: columnsOfAttempts },
    remark: 'Direct spend by what came of the call. A retry is any attempt after the first, whatever came of it.',
    rows: [...ownerRows(part, columnsOfAttempts), totalRow(part, columnsOfAttempts)],
  })

/**
 * The lines below teams that are spend of their own: projects, or models and their routes. Those of which there was nothing,
 * neither now nor in the month before, are left out, and the route of a model that has only the one without a name.
 */
export function listWork({ lines }: StatementPart): PlacedLine[] {
  const named = new Set(
    lines.flatMap(({ line: { level, code, parent } }) => (level === 'route' && code !== null ? [parent] : [])),
  )
  return lines.filter(({ line: { level, parent, requests, total_usd, prior_total_usd } }) => {
    if (level !== 'project' && level !== 'model_family' && level !== 'route') return false
    const isAnything = requests > 0 || parseDecimal(total_usd) !== 0n || parseDecimal(prior_total_usd ?? '0') !== 0n
    return isAnything && (level !== 'route' || named.has(parent))
  })
}

export const workTitle = ({ statement }: StatementPart) => (statement.view === 'project' ? 'Projects' : 'Models and routes')

/** Teams and under them what they spent on: projects, or models and routes. */
export function workTable(part: StatementPart): Content {
  const work = new Set(listWork(part))
  const owners = new Set([...work].map(({ place }) => place.owner?.id))
  const rows = part.lines.flatMap((placed): FigureRow[] => {
    const { line } = placed
    if (line.level === 'owner' && owners.has(line.id)) return [ownerHead(placed, part)]
    return work.has(placed) ? [rowOf(line, columnsOfWork, 'plain', line.level === 'route' ? 2 : 1)] : []
  })
  const names = part.statement.view === 'project' ? 'Team and project' : 'Team, model and route'
  return figureTable({
    title: workTitle(part),
    names,
    remark: 'Direct spend, without shares of pools.',
    columns: columnsOfWork,
    rows,
  })
}

/** Heads what is a team's own, with the sum of what is posted on it; its shares of pools stand in a table of their own. */
function ownerHead({ line, place }: PlacedLine, part: StatementPart): FigureRow {
  const ofCenter = part.costCenter === null && place.cost_center?.code ? `, ${printable(place.cost_center.code)}` : ''
  const below = part.lines.filter((other) => other.line.parent === line.id && other.line.level !== 'shared')
  const posted_usd = formatDecimal(below.reduce((sum, other) => sum + parseDecimal(other.line.posted_usd), 0n))
  const figures = columnsOfWork.map(({ text, isOfOwn }) => (isOfOwn ? text({ ...line, posted_usd }) : ''))
  return { name: `${labelOf(line)}${ofCenter}`, figures, kind: 'group' }
}

const columnsOfShares: readonly Column[] = [
  { heading: 'Received', text: ({ shared_received_usd }) => amountOrNone(shared_received_usd) },
  { heading: 'Given', text: ({ shared_given_usd }) => amountOrNone(shared_given_usd) },
  { heading: 'Posted', text: ({ posted_usd }) => amountText(posted_usd) },
  { heading: 'Month before', text: ({ prior_total_usd }) => optionalAmount(prior_total_usd) },
  { heading: 'Change', text: changeText },
]

/** Who received what of which pool; null where nothing was shared. */
export function shareTable(part: StatementPart): Content | null {
  const rows = part.lines.flatMap(({ line, place }): FigureRow[] => {
    if (line.level !== 'shared' || place.owner === undefined) return []
    const name = `${labelOf(place.owner)}: ${nameOf(line)}`
    return [{ name, figures: columnsOfShares.map(({ text }) => text(line)), kind: 'plain' }]
  })
  if (rows.length === 0) return null
  return figureTable({ title: 'Shares of pools', names: 'Team and pool', columns: columnsOfShares, rows })
}

/** What nobody answers for, by reason and by whom it lies with. */
export function exceptionTable({ statement: { exceptions } }: StatementPart): Content {
  const sum = exceptions.reduce((total, { amount_usd }) => total + parseDecimal(amount_usd), 0n)
  const rows = exceptions.map(
    ({ label, assignee, requests, amount_usd, is_at_least }): FigureRow => ({
      name: `${printable(label)}; lies with ${printable(assignee ?? 'nobody yet')}`,
      figures: [countText(requests), `${is_at_least ? '≥ ' : ''}${amountText(amount_usd)}`],
      kind: 'plain',
    }),
  )
  return figureTable({
    ...{ title: 'What nobody answers for', names: 'Reason', columns: [{ heading: 'Requests' }, { heading: 'Amount' }] },
    remark: 'It is in the total, and on no team’s account until it has an owner.',
    rows: [...rows, { name: 'Not attributed', figures: ['', amountText(sum)], kind: 'sum' }],
  })
}
