import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalEventSchema } from '@/lib/ingest/canonical-event'
import { loadListPrices } from '@/lib/pricing/load-list-prices'
import { buildPriceBook } from '@/lib/pricing/price-book'
import { findPriceRoute } from '@/lib/pricing/select-rates'
import type { TraceRow } from './read-trace'
import { callers, toRecord } from './to-record'

const identity = { contentHash: 'ab'.repeat(32), startMs: Date.UTC(2026, 5, 1, 9) }
const row = (line: number, values: Partial<TraceRow> = {}): TraceRow => ({
  ...{ line, offset: '4315', input: '396', output: '109', cached: undefined, fault: null },
  ...values,
})

describe('the event of a trace’s row', () => {
  it('follows from content, row and start alone', () => {
    const record = toRecord(identity, row(3))
    expect(record).toEqual(toRecord({ ...identity }, row(3)))
    expect(record).toMatchObject({
      timestamp: '2026-06-01T09:00:04.315Z',
      request_id: `replay-abababababababab-${identity.startMs.toString(36)}-3`,
      input_tokens: 396,
      output_tokens: 109,
    })
    expect(record).not.toHaveProperty('cached_input_tokens')
  })

  it('has another id for another row, content or start', () => {
    const ids = [
      toRecord(identity, row(3)),
      toRecord(identity, row(4)),
      toRecord({ ...identity, contentHash: 'cd'.repeat(32) }, row(3)),
      toRecord({ ...identity, startMs: identity.startMs + 1 }, row(3)),
    ].map(({ request_id: id }) => id)
    expect(new Set(ids).size).toBe(4)
  })

  it('is a canonical event for every sound row', () => {
    const counts = fc.nat(1_000_000).map(String)
    const rows = fc.record({
      line: fc.nat(),
      offset: counts,
      input: counts,
      output: counts,
      cached: fc.option(counts, { nil: undefined }),
    })
    fc.assert(
      fc.property(rows, (values) => canonicalEventSchema.safeParse(toRecord(identity, { ...values, fault: null })).success),
    )
  })

  it.each([
    ['input_tokens', { input: 'many' }, 'many'],
    ['output_tokens', { output: '' }, ''],
    ['timestamp', { offset: 'soon' }, 'soon'],
    ['cached_input_tokens', { cached: '1e400' }, '1e400'],
  ] as const)('hands a bad %s on as it is, for the server to refuse and keep', (field, values, sent) => {
    expect(toRecord(identity, row(2, values))[field]).toBe(sent)
  })

  it('is dealt out by the shares of the rule', () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => toRecord(identity, row(index + 2)))
    expect(callers.reduce((sum, { share }) => sum + share, 0)).toBe(100)
    for (const { service, share } of callers) {
      const dealt = rows.filter((record) => record.service === service).length / rows.length
      expect(Math.abs(dealt - share / 100)).toBeLessThan(0.02)
    }
  })

  it('names models that the shipped prices know', () => {
    const book = buildPriceBook(loadListPrices())
    for (const { provider, model } of callers) {
      expect(findPriceRoute(book, { provider, model, tier: null, region: null, billingAccount: null }).ok).toBe(true)
    }
  })
})
