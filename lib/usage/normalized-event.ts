import type { Usd } from '@/lib/money/usd'
import type { Usage } from '@/lib/pricing/split-usage'

/** How a call ended: `cache_hit` is an answer from a gateway's cache that never reached the provider. */
export type Outcome = 'success' | 'error' | 'cache_hit'

/** The dimensions of a call, as its source stated them; null where it did not. One combination is one series. */
export interface Dimensions {
  readonly sourceId: number
  readonly billingAccount: string | null
  readonly provider: string
  /** The model that served. */
  readonly model: string
  /** The model asked for, where that was another. */
  readonly requestedModel: string | null
  readonly operation: string
  readonly serviceTier: string
  readonly region: string | null
  /** The team of an exclusive key. */
  readonly keyTeam: string | null
  /** The team that the caller names, and where: `metadata`, `tag`, `user`, `resource`. */
  readonly tagTeam: string | null
  readonly tagBasis: string | null
  readonly costCenter: string | null
  readonly project: string | null
  readonly service: string | null
  readonly feature: string | null
  readonly environment: string | null
  readonly apiKey: string | null
  readonly route: string | null
  /** Values of the declared labels, by their number; shorter where the last ones are not set. */
  readonly labels: readonly (string | null)[]
  readonly outcome: Outcome
  readonly isRetry: boolean
  readonly missingTokens: boolean
  readonly cacheUnknown: boolean
  readonly totalMismatch: boolean
  readonly tierAssumed: boolean
}

/**
 * One call after normalisation, before it has a price or a series: what every adapter ends in and the ledger begins with.
 * In `usage`, a field that is null or absent is unknown or not of this kind of call; it was checked that parts do not exceed
 * their totals.
 */
export interface NormalizedEvent {
  /** UUID; the same call has the same key, whoever reports it. */
  readonly eventKey: string
  readonly occurredAtMs: number
  readonly dimensions: Dimensions
  readonly usage: Usage
  readonly statusCode: number | null
  readonly errorType: string | null
  readonly retryCount: number | null
  readonly latencyMs: number | null
  /** What the source says that it cost. */
  readonly reportedCost: Usd | null
  readonly requestId: string | null
  readonly responseId: string | null
  readonly traceId: string | null
  readonly spanId: string | null
  readonly conversationId: string | null
  readonly userId: string | null
  readonly tenantId: string | null
  readonly promptHash: string | null
  /** What the adapter's allow-list keeps of the record, as one line of JSON. */
  readonly archiveLine: string
}
