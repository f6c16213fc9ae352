import { VisuallyHidden } from '@mantine/core'
import type { ReactNode } from 'react'
import { formatCount } from '@/components/ui/format-count'
import { Money } from '@/components/ui/money'
import type { StatementFigures } from '@/lib/finance/statement/schema'
import { parseDecimal } from '@/lib/money/decimal'
import { formatUsd } from '@/lib/money/format'
import shared from './finance.module.css'

/** An amount of a line; nothing is dimmed, so that the eye finds what there is. */
export function Amount({ amount, figures }: { amount: string; figures: StatementFigures }) {
  const money = <Money amount={amount} atLeast={figures.is_at_least} reason={explainBound(figures)} />
  return amount === '0' && !figures.is_at_least ? <NoAmount /> : money
}

/** Exactly nothing. */
export function NoAmount() {
  return (
    <span className={shared.dimmed}>
      <Money amount="0" />
    </span>
  )
}

/** Why an amount is a lower bound, as a sentence; undefined where it is not one. */
export function explainBound(figures: Pick<StatementFigures, 'is_at_least' | 'unpriced_requests' | 'missing_token_requests'>) {
  if (!figures.is_at_least) return undefined
  const parts = [
    figures.unpriced_requests > 0 ? `${formatCount(figures.unpriced_requests)} without a price` : null,
    figures.missing_token_requests > 0 ? `${formatCount(figures.missing_token_requests)} without known tokens` : null,
  ].filter((part) => part !== null)
  return parts.length === 0 ? 'Some of it has no known cost' : `Requests not counted: ${parts.join(', ')}`
}

/** Where a figure does not exist: a dash for eyes, the reason for everybody. */
export function NoFigure({ reason }: { reason: string }) {
  return (
    <span className={shared.dimmed} title={reason}>
      <span aria-hidden="true">—</span>
      <VisuallyHidden>{reason}</VisuallyHidden>
    </span>
  )
}

/** A share, or a dash where there is nothing to share. */
export function Share({ text, reason }: { text: string | null; reason: string }): ReactNode {
  return text ?? <NoFigure reason={reason} />
}

/**
 * How far a total is over or under its budget, in a word and not by colour alone.
 *
 * @param amount total less budget, decimal text.
 * @param reason why it is a lower bound; absent: it is exact.
 */
export function Variance({ amount, reason }: { amount: string; reason?: string }) {
  const over = parseDecimal(amount)
  const title = `${formatUsd(over, { digits: 'exact', sign: true })} USD${reason === undefined ? '' : ` at least. ${reason}`}`
  if (over === 0n) return <span title={title}>on budget</span>
  return (
    <span className={over > 0n ? shared.up : shared.down} title={title}>
      {formatUsd(over < 0n ? -over : over)} {over > 0n ? 'over' : 'under'}
    </span>
  )
}
