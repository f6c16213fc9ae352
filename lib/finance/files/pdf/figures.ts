import type { StatementFigures } from '@/lib/finance/statement/schema'
import { parseDecimal } from '@/lib/money/decimal'
import { describeChange } from '@/lib/money/describe-change'
import { formatPercent, formatUsd } from '@/lib/money/format'
import { fromCents, toCents, type Usd } from '@/lib/money/usd'
import { varianceOf } from '../derived-figures'

/** What stands where there is nothing to say. */
export const none = '–'

const exactOf = (amount: Usd | string): Usd => (typeof amount === 'string' ? parseDecimal(amount) : amount)

/** `1,234.57`: the heading says that these are dollars. What rounds to nothing reads `<0.01`, never as nothing. */
export function amountText(amount: Usd | string, options: { sign?: boolean } = {}): string {
  const exact = exactOf(amount)
  const cents = toCents(exact)
  if (cents === 0n && exact !== 0n) return `${exact < 0n ? '−' : ''}<0.01`
  return formatUsd(fromCents(cents), options).replace('$', '')
}

export const optionalAmount = (amount: Usd | string | null, options: { sign?: boolean } = {}) =>
  amount === null ? none : amountText(amount, options)

/** In columns where most have nothing, nothing is a dash. */
export const amountOrNone = (amount: Usd | string) => optionalAmount(exactOf(amount) === 0n ? null : amount)

export const changeText = ({ total_usd, prior_total_usd }: StatementFigures) => describeChange(total_usd, prior_total_usd).text

/** Above 0 is over budget. */
export const varianceText = (figures: StatementFigures) => optionalAmount(varianceOf(figures), { sign: true })

export const sharedOf = ({ shared_received_usd, shared_given_usd }: StatementFigures): Usd =>
  parseDecimal(shared_received_usd) + parseDecimal(shared_given_usd)

export const countText = (count: number) => count.toLocaleString('en-US')

export const shareText = (part: Usd | string, whole: string) => formatPercent(exactOf(part), exactOf(whole)) ?? none
