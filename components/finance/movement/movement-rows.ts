import { spendHref } from '@/components/spend/spend-href'
import { type Column, type Sort, sortRows } from '@/components/ui/data-table-columns'
import { partNames } from '@/lib/finance/movement/movement-parts'
import type { MovementFigures, MovementModel, MovementOwner, MovementReport } from '@/lib/finance/movement/schema'
import { noneValue } from '@/lib/reports/spend/dimension-names'
import { previousPeriod } from '@/lib/time/calendar'

/** A line of the table: an owner, one of a team's models, or what of stated totals is not explained. */
export type MovementRow =
  | { readonly kind: 'owner'; readonly owner: MovementOwner; readonly isOpen: boolean }
  | { readonly kind: 'model'; readonly owner: MovementOwner; readonly model: MovementModel }
  | { readonly kind: 'residual'; readonly amount: string }

export const ownerKey = ({ kind, code }: MovementOwner) => `${kind} ${code ?? ''}`

export function rowKey(row: MovementRow): string {
  if (row.kind === 'residual') return row.kind
  return row.kind === 'owner' ? ownerKey(row.owner) : `${ownerKey(row.owner)} ${row.model.model}`
}

/** The figures of a line; a residual has none but its change. */
export function figuresOf(row: MovementRow): MovementFigures | null {
  if (row.kind === 'residual') return null
  return row.kind === 'owner' ? row.owner : row.model
}

/** Models without a cent in either month say nothing, unless their cost is not known. */
export const listShownModels = ({ models }: MovementOwner): readonly MovementModel[] =>
  models.filter((model) => {
    const isKnown = !model.is_prior_at_least && !model.is_current_at_least
    return (
      !isKnown || model.prior_usd !== '0' || model.current_usd !== '0' || partNames.some((name) => model[`${name}_usd`] !== '0')
    )
  })

/** Owners in order, those that are open with their models in the same order below them, and the residual last. */
export function layRows(
  { owners, basis, residual_usd: residual }: MovementReport,
  { open, columns, sort }: { open: ReadonlySet<string>; columns: readonly Column<MovementRow>[]; sort: Sort | null },
): MovementRow[] {
  const ofOwners: MovementRow[] = owners.map((owner) => ({ kind: 'owner', owner, isOpen: open.has(ownerKey(owner)) }))
  const rows = sortRows(ofOwners, columns, sort).flatMap((row): readonly MovementRow[] => {
    if (row.kind !== 'owner' || !row.isOpen) return [row]
    const models = listShownModels(row.owner).map((model): MovementRow => ({ kind: 'model', owner: row.owner, model }))
    return [row, ...sortRows(models, columns, sort)]
  })
  return basis === 'invoiced' ? [...rows, { kind: 'residual', amount: residual }] : rows
}

/** Where the usage behind a line is: the Spend page of the later month, compared with the other where that is the one before. */
export function rowHref(row: MovementRow, { current, prior, is_running: isRunning }: MovementReport): string | undefined {
  if (row.kind === 'residual') return undefined
  const { kind, code } = row.owner
  const isBefore = isRunning ? false : previousPeriod(current).from === prior.from && previousPeriod(current).to === prior.to
  const compare = isBefore ? undefined : isRunning ? 'last_month' : 'none'
  const value = [code ?? noneValue]
  const owner = kind === 'pool' ? { pool: value } : { team: value }
  if (row.kind === 'model') {
    return spendHref({ period: current, groupBy: ['model'], filters: { ...owner, model_family: [row.model.model] }, compare })
  }
  return spendHref({ period: current, groupBy: [kind === 'nobody' ? 'unowned_reason' : 'model_family'], filters: owner, compare })
}
