import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Capture, isSpanRecord, mergeCaptures, observerOf } from './captures'
import { type EventChanges, makeEvent } from './testing/make-event'
import { randomLooks } from './testing/random-looks'

const look = (sourceId: number, rank: number, changes: EventChanges = {}): Capture => {
  const event = makeEvent('call', { ...changes, dimensions: { sourceId, ...changes.dimensions } })
  return { observer: observerOf(sourceId, event), rank, event }
}

const blankOwner = { tagTeam: null, tagBasis: null, service: null, environment: null }

describe('several looks at one call', () => {
  it('are counted as the highest rank says, whatever the lower ones say', () => {
    const span = look(1, 10, { usage: { input_tokens: 1200n, output_tokens: 100n } })
    const gateway = look(2, 40, { usage: { input_tokens: 1000n, output_tokens: 100n } })
    const { standing, kinds } = mergeCaptures([span, gateway])
    expect(standing).toBe(gateway)
    expect([...kinds.values()]).toEqual(['standing', 'capture'])
  })

  it('of one rank are counted as the one says that knows more', () => {
    const blind = look(1, 10, { usage: { input_tokens: 1000n, output_tokens: 100n } })
    const seeing = look(2, 10, { usage: { input_tokens: 1000n, output_tokens: 100n, cached_input_tokens: 600n } })
    const { standing, kinds } = mergeCaptures([blind, seeing])
    expect(standing).toBe(seeing)
    expect(kinds.get('1')).toBe('capture')
  })

  it('of one rank that count differently are a conflict', () => {
    const one = look(1, 20, { usage: { input_tokens: 1000n, output_tokens: 100n } })
    const other = look(2, 20, { usage: { input_tokens: 1001n, output_tokens: 100n } })
    expect(mergeCaptures([one, other]).kinds.get('2')).toBe('conflict')
  })

  it('fill blanks of the owner by rank, the team together with where it was named', () => {
    const gateway = look(3, 40, { dimensions: { ...blankOwner, apiKey: 'key-1', labels: ['gold'] } })
    const sdk = look(2, 20, { traceId: 'trace', dimensions: { ...blankOwner, tagTeam: 'search', tagBasis: 'tag' } })
    const span = look(1, 10, {
      dimensions: { tagTeam: 'search', tagBasis: 'resource', service: 'answers', project: 'p', labels: [null, 'x'] },
    })
    const { event, kinds } = mergeCaptures([span, sdk, gateway])
    expect(event.dimensions).toMatchObject({
      ...{ sourceId: 3, tagTeam: 'search', tagBasis: 'tag', service: 'answers', project: 'p', apiKey: 'key-1' },
      labels: ['gold', 'x'],
    })
    expect(event.traceId).toBe('trace')
    expect([...kinds.values()]).toEqual(['standing', 'capture', 'capture'])
  })

  it('that name different owners are a conflict, and the higher rank stands', () => {
    const gateway = look(1, 40, { dimensions: { service: 'gateway' } })
    const span = look(2, 10, { dimensions: { service: 'answers' } })
    const { event, kinds } = mergeCaptures([span, gateway])
    expect(event.dimensions.service).toBe('gateway')
    expect(kinds.get('2')).toBe('conflict')
  })

  it('come to the same in any order', () => {
    fc.assert(
      fc.property(randomLooks, fc.infiniteStream(fc.nat()), ({ events, ranks }, dice) => {
        const captures = events.map((event) => ({
          observer: observerOf(event.dimensions.sourceId, event),
          rank: ranks[event.dimensions.sourceId - 1] ?? 0,
          event,
        }))
        const shuffled = [...captures].sort(() => ((dice.next().value ?? 0) % 2 === 0 ? 1 : -1))
        const [one, other] = [mergeCaptures(captures), mergeCaptures(shuffled)]
        expect(other.event).toEqual(one.event)
        expect(Object.fromEntries(other.kinds)).toEqual(Object.fromEntries(one.kinds))
      }),
    )
  })
})

describe('isSpanRecord', () => {
  it.each([
    ['a span alone', { spanId: 's', requestId: null, responseId: null }, true],
    ['a span with the provider’s id', { spanId: 's', requestId: 'chatcmpl-1', responseId: 'chatcmpl-1' }, true],
    ['a record of a gateway within a trace', { spanId: 's', requestId: 'req-1', responseId: 'chatcmpl-1' }, false],
    ['a record without a span', { spanId: null, requestId: null, responseId: 'chatcmpl-1' }, false],
  ])('%s', (_what, ids, expected) => expect(isSpanRecord(ids)).toBe(expected))
})
