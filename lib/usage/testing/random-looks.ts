import fc from 'fast-check'
import type { NormalizedEvent } from '../normalized-event'
import { makeEvent } from './make-event'

const maybe = (...values: string[]) => fc.constantFrom(null, ...values)
const minuteMs = 60_000

/** One call as up to five observers saw it: sources 1 to 4, of which each looks once, and a second span of the last one. */
export const randomLooks: fc.Arbitrary<{ events: NormalizedEvent[]; ranks: number[] }> = fc
  .record({
    ranks: fc.array(fc.constantFrom(10, 20, 20, 30, 40), { minLength: 4, maxLength: 4 }),
    looks: fc.array(
      fc.record({
        observer: fc.nat(4),
        input: fc.constantFrom(1_000n, 1_000n, 1_200n),
        cached: fc.constantFrom(null, 600n),
        team: maybe('search', 'search', 'growth'),
        service: maybe('answers', 'copilot'),
        project: maybe('p'),
        route: maybe('/v1', '/v2'),
        labels: fc.constantFrom([], ['gold'], [null, 'x']),
        model: fc.constantFrom('plain', 'plain', 'rich'),
        latencyMs: fc.constantFrom(null, 20, 900),
        minutes: fc.nat(90),
      }),
      { minLength: 2, maxLength: 6 },
    ),
  })
  .map(({ ranks, looks }) => ({
    ranks,
    events: [...new Map(looks.map((look) => [look.observer, look])).values()].map((look) => {
      const { observer, input, cached, team, service, project, route, labels, model, latencyMs, minutes } = look
      const spanId = observer >= 3 ? `span-${observer}` : null
      return makeEvent('call', {
        occurredAtMs: Date.UTC(2026, 4, 14, 9, 30) + minutes * minuteMs,
        usage: { input_tokens: input, output_tokens: 100n, cached_input_tokens: cached },
        requestId: spanId === null ? `request-${observer}` : null,
        ...{ spanId, traceId: spanId && 'trace', latencyMs },
        dimensions: {
          ...{ sourceId: Math.min(observer, 3) + 1, tagTeam: team, tagBasis: team && 'tag' },
          ...{ service, project, route, labels, model, environment: null },
        },
      })
    }),
  }))
