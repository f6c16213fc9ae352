import { Money, UnknownFigure } from '@/components/ui/money'
import { atLeastReason } from './waste-words'

/** An amount of waste: unknown where nothing of it is known, at least so much where some of it is not. */
export function WasteCost({ figures: { cost_usd, is_at_least } }: { figures: { cost_usd: string; is_at_least: boolean } }) {
  if (cost_usd === '0' && is_at_least) return <UnknownFigure reason={atLeastReason} />
  return <Money amount={cost_usd} atLeast={is_at_least} reason={is_at_least ? atLeastReason : undefined} />
}
