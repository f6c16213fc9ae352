import { createHash } from 'node:crypto'
import type { Dimensions, NormalizedEvent } from '../normalized-event'

/** A UUID made from a text, as event keys are. */
export function keyOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}

const dimensions: Dimensions = {
  sourceId: 1,
  billingAccount: null,
  provider: 'acme',
  model: 'plain',
  requestedModel: null,
  operation: 'chat',
  serviceTier: 'standard',
  region: null,
  keyTeam: null,
  tagTeam: 'search',
  tagBasis: 'metadata',
  costCenter: null,
  project: null,
  service: 'answers',
  feature: null,
  environment: 'production',
  apiKey: null,
  route: null,
  labels: [],
  outcome: 'success',
  isRetry: false,
  missingTokens: false,
  cacheUnknown: false,
  totalMismatch: false,
  tierAssumed: false,
}

export const testInstantMs = Date.UTC(2026, 4, 14, 9, 30)

/** What of the event is otherwise. */
export interface EventChanges extends Partial<Omit<NormalizedEvent, 'dimensions' | 'eventKey'>> {
  readonly dimensions?: Partial<Dimensions>
}

/**
 * An event as normalisation hands it on: 1,000 tokens in and 100 out on `acme/plain`, which cost 0.003 USD in the example book.
 * @param name what it is told apart by.
 */
export function makeEvent(name: string, changes: EventChanges = {}): NormalizedEvent {
  return {
    eventKey: keyOf(name),
    occurredAtMs: testInstantMs,
    usage: { input_tokens: 1000n, output_tokens: 100n },
    statusCode: 200,
    errorType: null,
    retryCount: null,
    latencyMs: null,
    reportedCost: null,
    requestId: name,
    responseId: null,
    traceId: null,
    spanId: null,
    conversationId: null,
    userId: null,
    tenantId: null,
    promptHash: null,
    archiveLine: JSON.stringify({ request_id: name }),
    ...changes,
    dimensions: { ...dimensions, ...changes.dimensions },
  }
}
