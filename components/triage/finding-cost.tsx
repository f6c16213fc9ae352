import { Cost } from '@/components/ui/cost'
import { Money } from '@/components/ui/money'

interface FindingCostProps {
  /** US dollars as exact decimal text. */
  costUsd: string
  isAtLeast: boolean
}

/** What findings come to; where nothing of it has a known cost, that is unknown and not at least zero. */
export function FindingCost({ costUsd, isAtLeast }: FindingCostProps) {
  if (isAtLeast && costUsd === '0') return <Money amount={null} reason="None of it has a price or known token counts" />
  return <Cost amount={costUsd} atLeast={isAtLeast} />
}

/** A percentage without zeros that say nothing: `95.00` → `95%`. */
export const percentWords = (percent: string): string => `${percent.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')}%`
