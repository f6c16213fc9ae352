import { divideHalfEven, formatDecimal } from '@/lib/money/decimal'
import { dollar, type Usd } from '@/lib/money/usd'
import { findPercentile, type LatencyCounts, writeLatency } from './percentile'

/** What a measure's text is: US dollars, a whole count, a quotient, a part of 1, or milliseconds. */
export type MeasureUnit = 'usd' | 'count' | 'ratio' | 'share' | 'milliseconds'

interface MeasureDefinition {
  readonly label: string
  /** As the head of a column, where that is shorter. */
  readonly header?: string
  readonly unit: MeasureUnit
  /** Whether values of parts add up to that of the whole. */
  readonly isAdditive: boolean
  /** How it is reckoned, for people. */
  readonly formula: string
}

/** What Explore can draw, in the order in which it offers it. Tokens by class: the five classes are all of input and output. */
export const measures = {
  cost: { label: 'Cost', unit: 'usd', isAdditive: true, formula: 'the exact cost at the rates in force' },
  requests: { label: 'Requests', unit: 'count', isAdditive: true, formula: 'calls, whatever became of them' },
  tokens: { label: 'Tokens', unit: 'count', isAdditive: true, formula: 'input and output tokens' },
  input_tokens: { label: 'Input tokens', unit: 'count', isAdditive: true, formula: 'uncached, cached and written to a cache' },
  uncached_input_tokens: {
    label: 'Input tokens, uncached',
    unit: 'count',
    isAdditive: true,
    formula: 'input neither read from a cache nor written to one; media among it',
  },
  cached_input_tokens: { label: 'Input tokens, cached', unit: 'count', isAdditive: true, formula: 'input read from a cache' },
  cache_write_tokens: { label: 'Cache writes', unit: 'count', isAdditive: true, formula: 'input tokens written to a cache' },
  output_tokens: { label: 'Output tokens', unit: 'count', isAdditive: true, formula: 'answers and reasoning' },
  answer_tokens: {
    label: 'Output tokens, answers',
    unit: 'count',
    isAdditive: true,
    formula: 'output without reasoning; media and citations among it',
  },
  reasoning_tokens: { label: 'Output tokens, reasoning', unit: 'count', isAdditive: true, formula: 'output that nobody reads' },
  cost_per_request: { label: 'Cost per request', unit: 'usd', isAdditive: false, formula: 'cost ÷ requests' },
  cost_per_1000_requests: {
    label: 'Cost per 1,000 requests',
    header: 'Cost per 1,000',
    unit: 'usd',
    isAdditive: false,
    formula: 'cost × 1,000 ÷ requests',
  },
  cost_per_million_tokens: {
    label: 'Cost per 1M tokens',
    unit: 'usd',
    isAdditive: false,
    formula: 'cost × 1,000,000 ÷ (input + output tokens)',
  },
  output_input_ratio: { label: 'Output : input', unit: 'ratio', isAdditive: false, formula: 'output tokens ÷ input tokens' },
  cache_hit_rate: {
    label: 'Cache hit rate',
    header: 'Cache hits',
    unit: 'share',
    isAdditive: false,
    formula: 'cached input ÷ all input tokens',
  },
  error_rate: { label: 'Error rate', header: 'Errors', unit: 'share', isAdditive: false, formula: 'failed requests ÷ requests' },
  retry_share: {
    label: 'Retry share',
    header: 'Retries',
    unit: 'share',
    isAdditive: false,
    formula: 'requests that were a second or later attempt ÷ requests',
  },
  latency_p50: { label: 'p50 latency', unit: 'milliseconds', isAdditive: false, formula: 'half of the calls took no longer' },
  latency_p95: { label: 'p95 latency', unit: 'milliseconds', isAdditive: false, formula: '95 of 100 calls took no longer' },
  latency_p99: { label: 'p99 latency', unit: 'milliseconds', isAdditive: false, formula: '99 of 100 calls took no longer' },
} as const satisfies Record<string, MeasureDefinition>

export type ExploreMeasure = keyof typeof measures

/** What the column of a measure is called. */
export function measureHeader(name: ExploreMeasure): string {
  const { label, header }: MeasureDefinition = measures[name]
  return header ?? label
}

export function isExploreMeasure(text: string): text is ExploreMeasure {
  return Object.hasOwn(measures, text)
}

export const exploreMeasures: readonly ExploreMeasure[] = Object.keys(measures).filter(isExploreMeasure)

const percents = { latency_p50: 50, latency_p95: 95, latency_p99: 99 } as const
type LatencyMeasure = keyof typeof percents

export function isLatencyMeasure(measure: ExploreMeasure): measure is LatencyMeasure {
  return Object.hasOwn(percents, measure)
}

/** The exact sums that everything but latency is reckoned from. */
export interface ExploreSums {
  readonly cost: Usd
  readonly requests: bigint
  readonly errors: bigint
  readonly retries: bigint
  /** All input, all output: they hold their parts. */
  readonly input: bigint
  readonly cachedInput: bigint
  readonly cacheWrite: bigint
  readonly output: bigint
  readonly reasoning: bigint
  readonly unpriced: bigint
  readonly missingTokens: bigint
  readonly cacheUnknown: bigint
}

/** Every measure as decimal text; null where there is no base or nothing is known of it. */
type MeasureValues = Readonly<Record<ExploreMeasure, string | null>>

/** Part ÷ whole, to 18 places, half to even; null without a base, which is not 0. */
const quotient = (part: bigint, whole: bigint) => (whole <= 0n ? null : formatDecimal(divideHalfEven(part, whole)))

/**
 * The measures of some sums: a quotient is one of the sums, never a mean of quotients.
 *
 * @param latencies null where they are not kept so finely.
 */
export function measureSums(sums: ExploreSums, latencies: LatencyCounts | null): MeasureValues {
  const { cost, requests, errors, retries, input, cachedInput, cacheWrite, output, reasoning } = sums
  const percentile = (measure: LatencyMeasure) =>
    latencies === null ? null : writeLatency(findPercentile(latencies, percents[measure]))
  return {
    cost: formatDecimal(cost),
    requests: String(requests),
    tokens: String(input + output),
    input_tokens: String(input),
    uncached_input_tokens: String(input - cachedInput - cacheWrite),
    cached_input_tokens: String(cachedInput),
    cache_write_tokens: String(cacheWrite),
    output_tokens: String(output),
    answer_tokens: String(output - reasoning),
    reasoning_tokens: String(reasoning),
    cost_per_request: quotient(cost, requests),
    cost_per_1000_requests: quotient(cost * 1_000n, requests),
    cost_per_million_tokens: quotient(cost * 1_000_000n, input + output),
    output_input_ratio: quotient(output * dollar, input),
    cache_hit_rate: quotient(cachedInput * dollar, input),
    error_rate: quotient(errors * dollar, requests),
    retry_share: quotient(retries * dollar, requests),
    latency_p50: percentile('latency_p50'),
    latency_p95: percentile('latency_p95'),
    latency_p99: percentile('latency_p99'),
  }
}

/**
 * Which measures of some sums are lower bounds. A quotient both of whose sides lack something is of what is known and no bound.
 */
export function findAtLeast({ unpriced, missingTokens, cacheUnknown }: ExploreSums): ExploreMeasure[] {
  const isAtLeast = (measure: ExploreMeasure): boolean => {
    switch (measure) {
      case 'cost':
      case 'cost_per_request':
      case 'cost_per_1000_requests':
        return unpriced + missingTokens > 0n
      case 'cost_per_million_tokens':
        return unpriced > 0n
      case 'tokens':
      case 'input_tokens':
      case 'output_tokens':
      case 'answer_tokens':
      case 'reasoning_tokens':
        return missingTokens > 0n
      case 'cached_input_tokens':
      case 'cache_write_tokens':
        return missingTokens + cacheUnknown > 0n
      case 'uncached_input_tokens':
        // What was perhaps cached counts as uncached: with that the figure is no lower bound.
        return missingTokens > 0n && cacheUnknown === 0n
      case 'cache_hit_rate':
        return cacheUnknown > 0n
      default:
        return false
    }
  }
  return exploreMeasures.filter(isAtLeast)
}
