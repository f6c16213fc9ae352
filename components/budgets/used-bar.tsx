import { Money } from '@/components/ui/money'
import type { BudgetView } from '@/lib/budgets/list-burns'
import { formatUsedPercent } from '@/lib/budgets/thresholds'
import { parseDecimal } from '@/lib/money/decimal'
import { atLeastReason } from './budget-words'
import classes from './budgets.module.css'

/** How much of a budget is used: percent and amounts in words, and a bar with its thresholds for the eye. */
export function UsedBar({ burn, actualThresholds }: Pick<BudgetView, 'burn' | 'actualThresholds'>) {
  const { usedPercent, spendUsd, amountUsd, isAtLeast } = burn
  const spent = <Money amount={spendUsd} atLeast={isAtLeast} reason={isAtLeast ? atLeastReason : undefined} />
  if (usedPercent === null || amountUsd === null) {
    return (
      <span className={classes.used}>
        <span className={classes.usedLine}>
          <span>{spent}</span>
          <span className={classes.dimmed}>no amount</span>
        </span>
      </span>
    )
  }
  return (
    <span className={classes.used}>
      <span className={classes.usedLine}>
        <span>
          {isAtLeast && '≥ '}
          {formatUsedPercent(usedPercent)}
        </span>
        <span className={classes.dimmed}>
          {spent} of <Money amount={amountUsd} />
        </span>
      </span>
      <span className={classes.bar} aria-hidden="true">
        <span
          className={classes.fill}
          data-over={share(usedPercent) >= 100 || undefined}
          style={{ display: 'block', width: `${Math.max(0, Math.min(100, share(usedPercent)))}%` }}
        />
        {actualThresholds
          .filter((threshold) => share(threshold) < 100)
          .map((threshold) => (
            <span key={threshold} className={classes.tick} style={{ left: `${share(threshold)}%` }} />
          ))}
      </span>
    </span>
  )
}

/** Percent as a width: cut to tenths, and large ones held, because all of them fill the bar. */
function share(percent: string): number {
  const tenths = parseDecimal(percent) / 10n ** 17n
  return tenths > 10_000n ? 1_000 : Number(tenths) / 10
}
