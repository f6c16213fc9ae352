import { z } from 'zod'
import { providerPricesSchema } from '@/lib/pricing/price-book-document'
import { contractTermSchema } from '@/lib/pricing/resolve-terms'
import { describeTerm } from './describe-term'
import { formatSpan } from './format-moment'
import { labelMeter, sortMeters } from './meter-labels'

/** A change as a version stores it and a draft finds it. */
export interface ShownChange {
  readonly kind: string
  readonly provider: string | null
  readonly model: string | null
  readonly tier: string | null
  readonly from: string | null
  readonly to: string | null
  /** Whether it changes what something cost in time that is past. */
  readonly isPast: boolean
  readonly summary: string
  readonly before: unknown
  readonly after: unknown
  /** The version that made it. */
  readonly version?: number
}

/** One thing that changes; null where there was or will be none. */
export interface ChangedFact {
  readonly label: string
  readonly before: string | null
  readonly after: string | null
}

export interface DescribedChange {
  /** What it is about beside the model: a tier and a span, or a sentence. */
  readonly title: string
  readonly facts: readonly ChangedFact[]
}

const priceFactsSchema = z.object({
  rates: z.array(z.object({ band: z.number(), meter: z.string(), rate: z.string() })),
  bands: z.array(z.object({ over: z.number(), inclusive: z.boolean() })),
  minimums: z.array(z.object({ meter: z.string(), quantity: z.string() })),
})
const modelSchema = providerPricesSchema.shape.models.element

/** A change in words and in before and after. What was stored in another form than ours is told by its summary. */
export function describeChange(change: ShownChange): DescribedChange {
  return (
    describeModel(change) ??
    describePrice(change) ??
    describeAlias(change) ??
    describeTermChange(change) ?? { title: change.summary, facts: [] }
  )
}

function describeModel({ kind, tier, before, after }: ShownChange): DescribedChange | null {
  if ((kind !== 'new_model' && kind !== 'removed') || tier !== null) return null
  const parsed = modelSchema.safeParse(after ?? before)
  if (!parsed.success) return null
  const side = after === null ? 'before' : 'after'
  const facts = parsed.data.prices.map((price) => {
    const text = sortMeters(Object.keys(price.rates))
      .map((meter) => `${labelMeter(meter)} ${z.record(z.string(), z.string()).parse(price.rates)[meter]}`)
      .join(', ')
    const label = `${price.tier}, ${formatSpan(price.from ?? null, price.to ?? null)}`
    return { label, before: null, after: null, [side]: text }
  })
  return { title: kind === 'new_model' ? 'New model' : 'Removed with all its prices', facts }
}

function describePrice({ tier, from, to, before, after, kind }: ShownChange): DescribedChange | null {
  if (kind === 'alias' || kind === 'term' || tier === null) return null
  const was = labelPrice(before)
  const is = labelPrice(after)
  if (was === null || is === null) return null
  const facts = [...new Set([...was.keys(), ...is.keys()])].flatMap((label) => {
    const fact = { label, before: was.get(label) ?? null, after: is.get(label) ?? null }
    return fact.before === fact.after ? [] : [fact]
  })
  return { title: `${tier}, ${formatSpan(from, to)}`, facts }
}

/** Rates and least quantities by what they are called; null for what is no price. */
function labelPrice(facts: unknown): Map<string, string> | null {
  if (facts === null) return new Map()
  const parsed = priceFactsSchema.safeParse(facts)
  if (!parsed.success) return null
  const { rates, bands, minimums } = parsed.data
  const labels = new Map<string, string>()
  for (const meter of sortMeters(new Set(rates.map((rate) => rate.meter)))) {
    for (const rate of rates.filter((one) => one.meter === meter)) {
      const band = bands[rate.band - 1]
      const words = band ? `, ${band.inclusive ? 'from' : 'above'} ${band.over.toLocaleString('en-US')}` : ''
      labels.set(`${labelMeter(meter)}${words}`, `$${rate.rate}`)
    }
  }
  for (const { meter, quantity } of minimums) labels.set(`Least ${labelMeter(meter).toLowerCase()}`, quantity)
  return labels
}

function describeAlias({ kind, provider, summary, before, after }: ShownChange): DescribedChange | null {
  if (kind !== 'alias') return null
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  const title = provider !== null && summary.startsWith(`${provider}: `) ? summary.slice(provider.length + 2) : summary
  // A name that is new or gone is told by its sentence; only another meaning has a before and an after.
  if (before === null || after === null) return { title, facts: [] }
  return { title, facts: [{ label: 'Means', before: text(before), after: text(after) }] }
}

function describeTermChange({ kind, before, after }: ShownChange): DescribedChange | null {
  if (kind !== 'term') return null
  const was = contractTermSchema.nullable().safeParse(before)
  const is = contractTermSchema.nullable().safeParse(after)
  if (!was.success || !is.success) return null
  const word = was.data === null ? 'Agreed' : is.data === null ? 'Withdrawn' : 'Changed'
  const line = (term: z.infer<typeof contractTermSchema> | null) =>
    term && `${describeTerm({ ...term, meterGroup: term.meter_group })}, ${formatSpan(term.from ?? null, term.to ?? null)}`
  return { title: word, facts: [{ label: 'Term', before: line(was.data), after: line(is.data) }] }
}
