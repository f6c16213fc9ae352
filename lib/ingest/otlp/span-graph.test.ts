import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { buildSpanGraph, type SpanLink } from './span-graph'

const link = (
  spanId: string,
  parentSpanId: string | null,
  call: { key?: string; tokens?: string | null } | null = null,
): SpanLink => ({
  ...{ traceId: 't', spanId, parentSpanId },
  call: call && {
    eventKey: call.key ?? spanId,
    month: '2026-05-01',
    tokens: call.tokens === undefined ? '10/1' : call.tokens,
    sourceId: 1,
  },
})

const aggregatesOf = (...links: SpanLink[]) => [...buildSpanGraph(links).aggregates].map((key) => key.slice(2)).sort()

describe('what only sums up others', () => {
  it('is a span with usage above one with usage, however far', () => {
    expect(aggregatesOf(link('a', null, {}), link('b', 'a'), link('c', 'b'), link('d', 'c', {}))).toEqual(['a'])
  })

  it('is each span above, where several are nested', () => {
    expect(aggregatesOf(link('a', null, {}), link('b', 'a', {}), link('c', 'b', {}))).toEqual(['a', 'b'])
  })

  it('is the upper one of two that say nothing of tokens, such as of a refused call', () => {
    expect(aggregatesOf(link('a', null, { tokens: null }), link('b', 'a', { tokens: null }))).toEqual(['a'])
  })

  it('is not a span with usage above one without: that one may be a failed attempt', () => {
    expect(aggregatesOf(link('a', null, {}), link('b', 'a', { tokens: null }))).toEqual([])
  })

  it('is not one of two that trace the same answer alike, but one that counts it differently', () => {
    expect(aggregatesOf(link('a', null, { key: 'k' }), link('b', 'a', { key: 'k' }))).toEqual([])
    expect(aggregatesOf(link('a', null, { key: 'k', tokens: '30/3' }), link('b', 'a', { key: 'k' }))).toEqual(['a'])
  })

  it('is never a neighbour, nor a span of another trace, nor an endless circle of parents', () => {
    expect(aggregatesOf(link('a', 'x', {}), link('b', 'x', {}))).toEqual([])
    expect(aggregatesOf(link('a', null, {}), { ...link('b', 'a', {}), traceId: 'u' })).toEqual([])
    expect(aggregatesOf(link('a', 'b'), link('b', 'a'), link('c', 'a', {}))).toEqual([])
  })

  it('is told by the spans alone, in whatever order and parts they come, and more spans take nothing back', () => {
    const ids = [...'abcdefgh']
    const links = fc.uniqueArray(
      fc.record({
        at: fc.nat(7),
        up: fc.nat(9),
        call: fc.option(fc.record({ key: fc.constantFrom('k', 'l', 'm'), tokens: fc.option(fc.constantFrom('1/1', '2/2')) })),
      }),
      { selector: ({ at }) => at, maxLength: 8 },
    )
    fc.assert(
      fc.property(links, fc.nat(8), (all, cut) => {
        const made = all.map(({ at, up, call }) => link(ids[at] ?? '', ids[up] ?? null, call))
        const whole = aggregatesOf(...made)
        expect(aggregatesOf(...[...made].reverse())).toEqual(whole)
        for (const one of aggregatesOf(...made.slice(0, cut))) expect(whole).toContain(one)
      }),
    )
  })
})
