import { VisuallyHidden } from '@mantine/core'
import { formatUsd } from '@/lib/money/format'
import classes from './figures.module.css'

export interface MoneyProps {
  /** Decimal string of US dollars as it came over the wire; null is unknown, which is never shown as 0. */
  amount: string | null
  /** `cents` in tables and cards, `exact` for every digit, `compact` for tight places. */
  digits?: 'cents' | 'exact' | 'compact'
  /** Show `+` above zero: for differences. */
  sign?: boolean
  /** Part of the sum is unknown, so the amount is a lower bound. */
  atLeast?: boolean
  /** Why the amount is unknown or only a lower bound, as a sentence. */
  reason?: string
}

/** The one way in which an amount of money is shown: rounded for reading, exact on hover, honest about what is unknown. */
export function Money({ amount, digits = 'cents', sign, atLeast = false, reason }: MoneyProps) {
  if (amount === null) return <UnknownFigure reason={reason ?? 'The cost of this usage is not known'} />
  const exact = `${atLeast ? 'At least ' : ''}${formatUsd(amount, { digits: 'exact', sign })} USD`
  return (
    <data value={amount} className={classes.money} title={reason ? `${exact}. ${reason}` : exact}>
      {atLeast && (
        <>
          <span aria-hidden="true">≥ </span>
          <VisuallyHidden>at least </VisuallyHidden>
        </>
      )}
      {formatUsd(amount, { digits, sign })}
    </data>
  )
}

/** What stands where a figure is not known: a word, with the reason for eyes on hover and for screen readers always. */
export function UnknownFigure({ reason }: { reason: string }) {
  return (
    <span className={classes.unknown} title={reason}>
      unknown
      <VisuallyHidden>: {reason}</VisuallyHidden>
    </span>
  )
}
