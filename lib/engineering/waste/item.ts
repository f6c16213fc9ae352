import { formatDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import type { MeterName } from '@/lib/pricing/meters'
import type { CostClass, StoredRate } from '@/lib/reports/spend/class-costs'
import type { WasteDimension } from './kinds'
import type { WasteTerm } from './schema'

/** A part of a term: parts of the same words and rates are added up into one line of the arithmetic. */
export interface TermPart {
  readonly what: string
  readonly unit: WasteTerm['unit']
  readonly quantity: bigint
  /** USD for `per`; null where the amount is the ledger's and no product. */
  readonly rate: Usd | null
  readonly lessRate: Usd | null
  readonly per: bigint | null
  /** What `quantity` is a share of, and what that cost. */
  readonly of: { readonly quantity: bigint; readonly cost: Usd } | null
  readonly amount: Usd
}

/** Waste of one use, as a rule finds it. `cost` is the sum of the terms, never negative and never more than was paid. */
export interface WasteItem {
  readonly use: Readonly<Partial<Record<WasteDimension, string | null>>>
  readonly detail: string | null
  readonly requests: bigint
  readonly unknownRequests: bigint
  readonly cost: Usd
  readonly terms: readonly TermPart[]
}

const meterWords: Readonly<Record<CostClass, string>> = {
  input: 'Input',
  cached_input: 'Cached input',
  cache_write_5m: 'Cache writes, 5 minutes,',
  cache_write_1h: 'Cache writes, 1 hour,',
  audio_input: 'Audio input',
  cached_audio_input: 'Cached audio input',
  image_input: 'Image input',
  cached_image_input: 'Cached image input',
  video_input: 'Video input',
  output: 'Output',
  reasoning: 'Reasoning',
  citation: 'Citations',
  audio_output: 'Audio output',
  image_output: 'Image output',
  video_output: 'Video output',
  request: 'Request fees',
  web_search: 'Web searches',
  social_search: 'Social searches',
  file_search: 'File searches',
  audio_second: 'Audio',
  page: 'Pages',
  annotated_page: 'Annotated pages',
  text_message: 'Text messages',
  other: 'Minimums and rounding',
}

/** `Output of gpt-5.4`. */
export const describeMeter = (name: CostClass, model: string) => `${meterWords[name]} of ${model}`

/** In which unit a meter counts. */
export function unitOf(name: CostClass): WasteTerm['unit'] {
  if (name === 'request') return 'requests'
  if (name === 'web_search' || name === 'social_search' || name === 'file_search') return 'calls'
  if (name === 'audio_second') return 'seconds'
  if (name === 'page' || name === 'annotated_page') return 'pages'
  return name === 'text_message' ? 'messages' : 'tokens'
}

/** A term that sets one rate off against another: `quantity × (rate − lessRate) ÷ per`. */
export function differenceTerm(
  what: string,
  { quantity, rate, less, meter }: { quantity: bigint; rate: StoredRate; less: StoredRate | undefined; meter: MeterName },
  amount: Usd,
): TermPart {
  return {
    ...{ what, unit: unitOf(meter), quantity, rate: rate.contract, lessRate: less?.contract ?? null, per: rate.per },
    ...{ of: null, amount },
  }
}

/** How a quantity reads: seconds are held at 10^-18. */
const quantityText = (quantity: bigint, unit: WasteTerm['unit']) =>
  unit === 'seconds' ? formatDecimal(quantity) : quantity.toString()

const usd = (amount: Usd | null) => (amount === null ? null : formatDecimal(amount))

/** A sum in the making: thousands of parts are added up, so each is written to and not made anew. */
type OpenTerm = { -readonly [Field in keyof TermPart]: TermPart[Field] }

/** Parts of the same words and rates added up, the largest amounts first. */
export function addTerms(parts: Iterable<TermPart>): TermPart[] {
  const sums = new Map<string, OpenTerm>()
  for (const part of parts) {
    // Only `what` is any text, and it comes last.
    const key = `${part.unit} ${part.rate} ${part.lessRate} ${part.per} ${part.what}`
    const sum = sums.get(key)
    if (sum === undefined) sums.set(key, { ...part })
    else addTerm(sum, part)
  }
  const magnitude = ({ amount }: TermPart) => (amount < 0n ? -amount : amount)
  return [...sums.values()]
    .filter(({ amount, quantity }) => amount !== 0n || quantity !== 0n)
    .sort((left, right) => compare(magnitude(right), magnitude(left)) || compare(left.what, right.what))
}

function addTerm(sum: OpenTerm, { quantity, of, amount }: TermPart): void {
  sum.quantity += quantity
  sum.amount += amount
  sum.of = sum.of === null || of === null ? null : { quantity: sum.of.quantity + of.quantity, cost: sum.of.cost + of.cost }
}

/** Smaller first. */
export const compare = <Value extends bigint | string>(left: Value, right: Value): number =>
  left < right ? -1 : left > right ? 1 : 0

/** A term as it goes over the wire. */
export function writeTerm({ what, unit, quantity, rate, lessRate, per, of, amount }: TermPart): WasteTerm {
  return {
    what,
    quantity: quantityText(quantity, unit),
    unit,
    rate_usd: usd(rate),
    less_rate_usd: usd(lessRate),
    per: per?.toString() ?? null,
    of_quantity: of === null ? null : of.quantity.toString(),
    of_cost_usd: of === null ? null : formatDecimal(of.cost),
    amount_usd: formatDecimal(amount),
  }
}
