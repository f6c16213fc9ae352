import { VisuallyHidden } from '@mantine/core'
import { Money } from '@/components/ui/money'
import { explainNoCharge, explainNoCost, partlyPricedReason } from './request-words'
import classes from './requests.module.css'

export interface RequestCostProps {
  /** Decimal text; null is unknown. */
  amount: string | null
  rateSetId: number
  outcome: string
  isAtLeast: boolean
  digits?: 'cents' | 'exact'
  /** In a table of many: why it is not known is said on hover and to screen readers. */
  isBrief?: boolean
}

/** What a request cost, or in words why that is not known. */
export function RequestCost({ amount, rateSetId, outcome, isAtLeast, digits, isBrief = false }: RequestCostProps) {
  if (amount === null) {
    const { word, reason } = explainNoCost(rateSetId)
    return (
      <span className={classes.noCost} title={reason}>
        {word}
        {isBrief ? <VisuallyHidden>: {reason}</VisuallyHidden> : <span className={classes.below}>{reason}</span>}
      </span>
    )
  }
  const reason = isAtLeast ? partlyPricedReason : rateSetId < 0 ? explainNoCharge(outcome) : undefined
  return <Money amount={amount} digits={digits} atLeast={isAtLeast} reason={reason} />
}
