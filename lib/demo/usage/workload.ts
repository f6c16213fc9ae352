import type { DemoModelKey } from './models'
import type { Weighted } from './random'
import type { Rhythm } from './shape-of-a-day'

/** The ingest sources of the demo organisation, each with a key of its own. */
export const demoSources = ['litellm-eu', 'checkout-sdk', 'otel-collector', 'batch-jobs', 'data-notebooks'] as const
export type DemoSource = (typeof demoSources)[number]

/** How many tokens a call takes. */
export interface TokenProfile {
  /** In the median, everything included. */
  readonly input: number
  /** Spread of the logarithm, of input and output alike. */
  readonly spread: number
  /** The share of the input that a warm cache answers; absent: nothing is cached. */
  readonly cachedShare?: number
  /** How long a cache that is not warm is filled for, with models that bill that; an hour for long sessions. */
  readonly cacheLifetime?: '5m' | '1h'
  readonly output: number
  /** The share of the output spent on reasoning. */
  readonly reasoningShare?: number
  /** The share of calls with several hundred thousand input tokens: whole contracts and code bases. */
  readonly longContextShare?: number
}

/** One steady use of AI within a team: what it calls, how often, when, and what it says of itself. */
export interface Workload {
  /** Part of the ids of its events, so it never changes. */
  readonly id: string
  readonly source: DemoSource
  readonly team: string | null
  readonly costCenter?: string
  readonly project: string | null
  readonly service: string | null
  readonly features: Weighted<string | null>
  readonly environments: Weighted<string | null>
  /** The labels that its calls carry, each with the values that take turns from call to call. */
  readonly labels?: Readonly<Record<string, readonly string[]>>
  readonly route: string | null
  readonly apiKey: string | null
  /** The OpenAI organisation that pays, where it is one of its own. */
  readonly openaiAccount?: string
  readonly operation: 'chat' | 'embeddings'
  readonly models: Weighted<DemoModelKey>
  readonly tiers?: Weighted<'standard' | 'batch' | 'priority'>
  readonly rhythm: Rhythm
  /** Where its people or customers are. */
  readonly zone: string
  /** Events of an ordinary weekday. */
  readonly rowsPerDay: number
  /** For how many calls an event stands, in the median: sources that add up by the minute send a row for many. */
  readonly callsPerRow: number
  readonly tokens: TokenProfile
  readonly failureShare: number
  /** The share that the gateway answers from its own cache. */
  readonly cacheHitShare?: number
  /** The share of events without a request id. */
  readonly withoutIdShare?: number
}

/** Nearly all in production, as with services that customers see. */
export const mostlyProduction: Weighted<string> = [
  ['production', 88],
  ['staging', 7],
  ['development', 5],
]
/** Work in progress. */
export const mostlyDevelopment: Weighted<string> = [
  ['development', 60],
  ['staging', 25],
  ['production', 15],
]
/** How customers of the shop are told apart; most are of the first tier. */
export const customerTiers = ['standard', 'standard', 'plus', 'standard', 'enterprise'] as const
/** One key that services of four teams use. */
export const sharedKey = 'key-platform-shared'
