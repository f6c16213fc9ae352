import { Money } from './money'

/** What a lower bound leaves out, as a sentence. */
export const atLeastReason = 'Some requests have no price or no known token counts, so the cost is a lower bound'

/** What some usage cost; where part of that is not known, at least so much, and why. */
export function Cost({ amount, atLeast }: { amount: string; atLeast: boolean }) {
  return <Money amount={amount} atLeast={atLeast} reason={atLeast ? atLeastReason : undefined} />
}
