import { VisuallyHidden } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Column } from '@/components/ui/data-table-columns'
import { formatCount } from '@/components/ui/format-count'
import { Money } from '@/components/ui/money'
import { StatusBadge } from '@/components/ui/status-badge'
import { TextLink } from '@/components/ui/text-link'
import { mixLabels, type PartName, partLabels } from '@/lib/finance/movement/movement-parts'
import type { MovementFigures, MovementReport } from '@/lib/finance/movement/schema'
import { formatUsd } from '@/lib/money/format'
import shared from '../finance.module.css'
import classes from './movement.module.css'
import { figuresOf, listShownModels, type MovementRow, ownerKey, rowHref } from './movement-rows'

const shownParts = ['new', 'gone', 'volume', 'mix', 'price', 'shared'] as const satisfies readonly PartName[]

/** What an amount of a line may be short of. */
export const openReason = 'Part of its usage has no known cost'

/** The columns of the table: who, each part of the change, and the change. */
export function movementColumns(report: MovementReport, onToggle: (key: string) => void): Column<MovementRow>[] {
  return [
    {
      key: 'name',
      header: 'Team',
      value: nameOf,
      render: (row) => <NameCell row={row} href={rowHref(row, report)} onToggle={onToggle} />,
    },
    ...shownParts.map(
      (part): Column<MovementRow> => ({
        key: `${part}_usd`,
        header: partLabels[part].label,
        kind: 'money',
        value: (row) => figuresOf(row)?.[`${part}_usd`] ?? '0',
        render: (row) => partCell(figuresOf(row), part),
      }),
    ),
    {
      key: 'change_usd',
      header: 'Change',
      kind: 'money',
      value: (row) => (row.kind === 'residual' ? row.amount : (figuresOf(row)?.change_usd ?? '0')),
      render: (row) => (
        <Change amount={row.kind === 'residual' ? row.amount : (figuresOf(row)?.change_usd ?? '0')} figures={figuresOf(row)} />
      ),
    },
  ]
}

/** The foot of the table: each part over all lines, and the change that they explain. */
export function movementTotals({ total }: MovementReport): Record<string, ReactNode> {
  return {
    ...Object.fromEntries(shownParts.map((part) => [`${part}_usd`, partCell(total, part)])),
    change_usd: <Change amount={total.change_usd} figures={total} />,
  }
}

function nameOf(row: MovementRow): string {
  if (row.kind === 'residual') return 'Not explained'
  if (row.kind === 'model') return row.model.model
  if (row.owner.kind === 'nobody') return 'Unattributed'
  return row.owner.kind === 'pool' ? `${row.owner.name}, not shared out` : row.owner.name
}

function partCell(figures: MovementFigures | null, part: (typeof shownParts)[number]): ReactNode {
  const amount = figures?.[`${part}_usd`] ?? '0'
  if (figures === null || amount === '0') return <None part={part} />
  if (part !== 'mix' || figures.dominant_mix === null) return <Money amount={amount} sign />
  return (
    <span className={classes.words}>
      <Money amount={amount} sign />
      <span className={shared.below}>{mixLabels[figures.dominant_mix]}</span>
    </span>
  )
}

const None = ({ part }: { part: PartName }) => (
  <span className={shared.dimmed}>
    <span aria-hidden="true">—</span>
    <VisuallyHidden>no change by {partLabels[part].label.toLowerCase()}</VisuallyHidden>
  </span>
)

/** Dearer or cheaper: the sign says so, and the colour of costs. */
export function Change({ amount, figures }: { amount: string; figures: MovementFigures | null }) {
  const isOpen = figures !== null && (figures.is_prior_at_least || figures.is_current_at_least)
  const color = amount === '0' ? shared.dimmed : amount.startsWith('-') ? shared.down : shared.up
  return (
    <span className={color}>
      <Money amount={amount} sign reason={isOpen ? `Of what is known: ${openReason.toLowerCase()}` : undefined} />
    </span>
  )
}

interface NameCellProps {
  row: MovementRow
  href: string | undefined
  onToggle: (key: string) => void
}

function NameCell({ row, href, onToggle }: NameCellProps) {
  const name = nameOf(row)
  const isOpenable = row.kind === 'owner' && listShownModels(row.owner).length > 0
  const state = row.kind === 'residual' || (row.kind === 'owner' && row.owner.kind !== 'team') ? 'continuing' : stateOf(row)
  return (
    <span className={classes.name} data-level={row.kind}>
      {isOpenable ? (
        <button
          type="button"
          className={shared.toggle}
          aria-expanded={row.isOpen}
          aria-label={`Models of ${name}`}
          onClick={() => onToggle(ownerKey(row.owner))}
        >
          <IconChevronRight size={14} stroke={2} aria-hidden />
        </button>
      ) : (
        <span className={shared.leaf} />
      )}
      <span className={classes.words}>
        <span className={classes.title}>
          {href === undefined ? name : <TextLink href={href}>{name}</TextLink>}
          {state !== 'continuing' && <StatusBadge label={state === 'new' ? 'New' : 'Gone'} />}
        </span>
        <span className={shared.below}>{describeEnds(row)}</span>
      </span>
    </span>
  )
}

const stateOf = (row: Exclude<MovementRow, { kind: 'residual' }>) => (row.kind === 'owner' ? row.owner.state : row.model.state)

/** From what to what, in dollars, and of a model in requests. */
function describeEnds(row: MovementRow): string {
  if (row.kind === 'residual') return 'of the change between the invoices'
  const figures = row.kind === 'owner' ? row.owner : row.model
  const ends = `${bound(figures.is_prior_at_least)}${formatUsd(figures.prior_usd)} → ${bound(figures.is_current_at_least)}${formatUsd(figures.current_usd)}`
  if (row.kind === 'owner') return ends
  return `${ends} · ${formatCount(row.model.prior_requests)} → ${formatCount(row.model.current_requests)} requests`
}

const bound = (isAtLeast: boolean) => (isAtLeast ? '≥ ' : '')
