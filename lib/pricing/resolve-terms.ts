import { z } from 'zod'
import { divideHalfEven, parseDecimal } from '@/lib/money/decimal'
import { dollar, type Usd } from '@/lib/money/usd'
import { type MeterName, type MeterTable, meterGroups, meterNames } from './meters'
import { instantText } from './price-book-document'
import { findPublishedMeter, type RateTable } from './rate-set'

const signedDecimal = z.string().regex(/^-?\d{1,15}(?:\.\d{1,18})?$/, 'must be a decimal in quotes, such as "12.5"')

/**
 * One dated agreement with a provider. `fixed` states the rate of one meter for the meter's published quantity;
 * `percentage` is what is taken off the list rate ("15" is 15 % off, "-5" is a surcharge of 5 %).
 */
export const contractTermSchema = z
  .strictObject({
    id: z.string().min(1),
    /** Who bills: the provider that events name, not the one in whose list a fallback is found. */
    provider: z.string().min(1),
    /** Null or absent: every account. */
    account: z.string().min(1).nullish(),
    /** Canonical name; null or absent: every model. */
    model: z.string().min(1).nullish(),
    /** Null or absent: every tier for a percentage, `standard` for a fixed rate. */
    tier: z.string().min(1).nullish(),
    meter: z.enum(meterNames).nullish(),
    meter_group: z.enum(meterGroups).nullish(),
    kind: z.enum(['fixed', 'percentage']),
    value: signedDecimal,
    from: instantText.nullish(),
    to: instantText.nullish(),
  })
  .superRefine((term, context) => {
    const report = (field: string, message: string) => context.addIssue({ code: 'custom', path: [field], message })
    if (term.meter && term.meter_group) report('meter_group', 'name a meter or a group of meters, not both')
    if (term.kind === 'fixed' && !term.meter) report('meter', 'a fixed rate needs the meter that it is the rate of')
    if (term.kind === 'fixed' && term.value.startsWith('-')) report('value', 'a rate cannot be negative')
    if (term.kind === 'percentage' && (term.value.split('.')[1] ?? '').length > 6) report('value', 'at most 6 decimal places')
    if (term.kind === 'percentage' && Number(term.value) > 100) report('value', 'at most 100 % can be taken off')
    if (term.from && term.to && Date.parse(term.from) >= Date.parse(term.to)) report('to', 'must be later than from')
  })

export type ContractTermDocument = z.infer<typeof contractTermSchema>

/** A contract term with its decimals and dates read. */
export interface ContractTerm {
  readonly id: string
  readonly provider: string
  readonly account: string | null
  readonly model: string | null
  readonly tier: string | null
  readonly meter: MeterName | null
  readonly meterGroup: string | null
  readonly kind: 'fixed' | 'percentage'
  readonly value: bigint
  readonly fromMs: number
  readonly toMs: number
}

export function readContractTerm(term: ContractTermDocument): ContractTerm {
  return {
    id: term.id,
    provider: term.provider.trim().toLowerCase(),
    account: term.account ?? null,
    model: term.model?.trim().toLowerCase() ?? null,
    tier: term.tier?.trim().toLowerCase() ?? (term.kind === 'fixed' ? 'standard' : null),
    meter: term.meter ?? null,
    meterGroup: term.meter_group ?? null,
    kind: term.kind,
    value: parseDecimal(term.value),
    fromMs: term.from ? Date.parse(term.from) : Number.NEGATIVE_INFINITY,
    toMs: term.to ? Date.parse(term.to) : Number.POSITIVE_INFINITY,
  }
}

/** What a published price is sold as. */
export interface TermScope {
  readonly provider: string
  readonly model: string
  readonly tier: string
  /** Null: the price for accounts without terms of their own. */
  readonly account: string | null
}

/** Half-open span of epoch milliseconds. */
export interface Span {
  readonly fromMs: number
  readonly toMs: number
}

/** The terms that can bear on a price, whenever they are in force. */
export function findTermsForScope(terms: readonly ContractTerm[], scope: TermScope): ContractTerm[] {
  return terms.filter(
    (term) =>
      term.provider === scope.provider &&
      (term.account === null || term.account === scope.account) &&
      (term.model === null || term.model === scope.model) &&
      (term.tier === null || term.tier === scope.tier),
  )
}

/** Cuts a span wherever a term begins or ends within it. The pieces join without gap or overlap. */
export function splitSpanAtTerms(span: Span, terms: readonly ContractTerm[]): Span[] {
  const cuts = terms
    .flatMap((term) => [term.fromMs, term.toMs])
    .filter((cut) => span.fromMs < cut && cut < span.toMs)
    .sort((left, right) => left - right)
  const edges = [span.fromMs, ...new Set(cuts), span.toMs]
  return edges.slice(1).map((toMs, index) => ({ fromMs: edges[index] ?? span.fromMs, toMs }))
}

export interface ContractRates {
  readonly rateOf: (meter: MeterName, list: Usd) => Usd
  readonly termIds: readonly string[]
}

/**
 * Effective rates under the terms in force throughout `span` (cut by `splitSpanAtTerms` beforehand).
 * Terms act on published rates and fallbacks follow: where cached input has no rate of its own it takes that of input, at the
 * contract's. A term that names the meter acts on it all the same. A meter without any list rate stays unpriced.
 * A percentage is taken off half-even at 18 places.
 */
export function resolveContractRates(
  meters: MeterTable,
  published: RateTable,
  terms: readonly ContractTerm[],
  span: Span,
): ContractRates {
  const inForce = terms.filter((term) => term.fromMs <= span.fromMs && span.toMs <= term.toMs).sort(compareSpecificity)
  const used = new Set<string>()
  const rateOf = (meter: MeterName, list: Usd): Usd => {
    const { fallback, group } = meters[meter]
    const isOwn = published[meter] !== undefined
    const term = inForce.find((entry) =>
      entry.meter === null ? isOwn && (entry.meterGroup === null || entry.meterGroup === group) : entry.meter === meter,
    )
    if (term) {
      used.add(term.id)
      return term.kind === 'fixed' ? term.value : takeOff(list, term.value)
    }
    return isOwn || fallback === null ? list : rateOf(fallback, list)
  }
  for (const meter of inForce.length === 0 ? [] : meterNames) {
    const publishedAs = findPublishedMeter(meters, published, meter)
    const list = publishedAs === null ? undefined : published[publishedAs]
    if (list !== undefined) rateOf(meter, list)
  }
  return { rateOf, termIds: [...used].sort() }
}

function takeOff(rate: Usd, percent: bigint): Usd {
  const hundred = 100n * dollar
  return divideHalfEven(rate * (hundred - percent), hundred)
}

/**
 * Most specific first: account, then model, then meter before group of meters, then tier. At the same specificity a fixed rate
 * beats a percentage, then the term that began later, then the lesser id.
 */
function compareSpecificity(left: ContractTerm, right: ContractTerm): number {
  const rank = (term: ContractTerm) => [
    term.account === null ? 0 : 1,
    term.model === null ? 0 : 1,
    term.meter === null ? (term.meterGroup === null ? 0 : 1) : 2,
    term.tier === null ? 0 : 1,
    term.kind === 'fixed' ? 1 : 0,
    term.fromMs === Number.NEGATIVE_INFINITY ? Number.MIN_SAFE_INTEGER : term.fromMs,
  ]
  const leftRank = rank(left)
  const rightRank = rank(right)
  for (const [position, value] of leftRank.entries()) {
    const difference = (rightRank[position] ?? 0) - value
    if (difference !== 0) return difference
  }
  return left.id < right.id ? -1 : 1
}
