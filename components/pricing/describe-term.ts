import { labelMeter } from './meter-labels'

/** What a contract term says, wherever it comes from. */
export interface TermFacts {
  readonly provider: string
  readonly account?: string | null
  readonly model?: string | null
  readonly tier?: string | null
  readonly meter?: string | null
  readonly meterGroup?: string | null
  readonly kind: string
  readonly value: string
  readonly from?: string | null
  readonly to?: string | null
}

/** `12 % off the list`, `a surcharge of 5 %`, `0.8 USD fixed`. */
export function describeEffect({ kind, value }: Pick<TermFacts, 'kind' | 'value'>): string {
  if (kind === 'fixed') return `$${value} fixed`
  return value.startsWith('-') ? `${value.slice(1)} % on top of the list` : `${value} % off the list`
}

/** What it is about: a class, a group of classes, or everything. */
export function describeTarget({ meter, meterGroup }: Pick<TermFacts, 'meter' | 'meterGroup'>): string {
  if (meter) return labelMeter(meter)
  return meterGroup ? `All ${meterGroup}` : 'Everything'
}

/** Whom it holds for: an account, or all. */
export function describeAccount({ account }: Pick<TermFacts, 'account'>): string {
  return account ? account : 'Every account'
}

/** A term in one line. */
export function describeTerm(term: TermFacts): string {
  const where = [term.provider, term.model, term.tier].filter(Boolean).join(' ')
  return `${describeEffect(term)}: ${describeTarget(term).toLowerCase()} of ${where}, ${term.account ? `account ${term.account}` : 'every account'}`
}
