import fc from 'fast-check'
import type { NormalizedEvent } from '../normalized-event'
import { type EventChanges, makeEvent } from './make-event'

/** Both sides of month edges, within and beyond 72 hours; clock changes of Havana, where midnight is missing or comes twice. */
const instants = [
  '2026-05-14T09:30:00Z',
  '2026-05-14T10:05:00Z',
  '2026-04-30T23:59:59.999Z',
  '2026-05-01T00:00:00Z',
  '2026-05-02T12:00:00Z',
  '2026-03-08T04:59:59.999Z',
  '2026-03-08T05:00:00Z',
  '2025-11-02T03:59:00Z',
  '2025-11-02T04:30:00Z',
  '2025-11-02T05:30:00Z',
  '2025-10-31T23:00:00Z',
].map((text) => Date.parse(text))

const tokens = fc.bigInt(0n, 5_000n)

const usages = fc.record({
  input_tokens: tokens.map((count) => count + 4_000n),
  output_tokens: tokens,
  cached_input_tokens: fc.option(fc.bigInt(0n, 3_000n)),
  requests: fc.constantFrom(undefined, 1n, 1n, 7n),
})

/** A kind of call for each of the money rules. */
const kinds: fc.Arbitrary<EventChanges> = fc.oneof(
  usages.map((usage): EventChanges => ({ usage })),
  usages.map((usage): EventChanges => ({ usage, dimensions: { model: 'nobody-knows-it' } })),
  usages.map((usage): EventChanges => ({ usage: { ...usage, pages: 3n } })),
  usages.map(
    (usage): EventChanges => ({
      usage,
      reportedCost: 5n * 10n ** 15n,
      dimensions: { model: 'rich', outcome: 'error', isRetry: true },
    }),
  ),
  usages.map((usage): EventChanges => ({ usage, dimensions: { outcome: 'cache_hit' } })),
  fc.constant<EventChanges>({ usage: {}, statusCode: 429, dimensions: { outcome: 'error', missingTokens: true } }),
  fc.constant<EventChanges>({
    usage: { output_tokens: 5n },
    statusCode: null,
    dimensions: { missingTokens: true, cacheUnknown: true },
  }),
  fc.constant<EventChanges>({ usage: { audio_seconds: 7n * 10n ** 17n }, dimensions: { model: 'rich', operation: 'audio' } }),
)

/** Events of few keys, instants and kinds, so that they meet: replays, conflicts, the other side of a month's edge. */
export const randomEvents: fc.Arbitrary<NormalizedEvent> = fc
  .record({
    key: fc.nat(11),
    kind: kinds,
    occurredAtMs: fc.constantFrom(...instants),
    latencyMs: fc.option(fc.constantFrom(0, 1, 3, 250, 90_000)),
    feature: fc.constantFrom(null, 'a', 'b', 'c', 'd'),
  })
  .map(({ key, kind, occurredAtMs, latencyMs, feature }) =>
    makeEvent(`event ${key}`, { ...kind, occurredAtMs, latencyMs, dimensions: { feature, ...kind.dimensions } }),
  )
