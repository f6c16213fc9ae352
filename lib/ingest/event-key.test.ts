import { describe, expect, it } from 'vitest'
import { type EventIdentity, hashContent, isStrongResponseId, keyOfIdentity, keyOfRecord } from './event-key'

const none: EventIdentity = {
  sourceId: 7,
  requestId: null,
  responseId: null,
  traceId: null,
  spanId: null,
  outcome: 'success',
  part: '',
}
const strong = 'chatcmpl-B9MHDbslfkBeAs8l4bebGdFOJ6PeG'

describe('event keys', () => {
  // These values must never change: a record that is sent again in years must find the event that it was.
  it.each([
    ['a strong response id', keyOfIdentity({ ...none, responseId: strong }), 'bbea4633-94ae-85ac-a30d-7043afeac64e'],
    [
      'a part of a strong response',
      keyOfIdentity({ ...none, responseId: strong, part: 'advisor' }),
      '01a5a3f5-eada-8d04-9d2b-5149c922c0cc',
    ],
    ['a request id', keyOfIdentity({ ...none, requestId: 'req-1' }), '4a95b75b-29a6-8b2f-84af-eb6195c8e213'],
    [
      'a span',
      keyOfIdentity({ ...none, traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) }),
      'e792932e-017b-8263-9872-e238d740f32e',
    ],
    ['the content', keyOfRecord(7, '', hashContent({ b: 1, a: ['x', null] }), 0), 'cd2cc63b-f223-8bb4-8f03-7a69617d5203'],
    [
      'the content under an Idempotency-Key',
      keyOfRecord(7, 'k-1', hashContent({ b: 1, a: ['x', null] }), 1),
      'f14dc18c-333e-8586-b88d-df704315129f',
    ],
  ])('of %s stays what it was', (_what, key, golden) => {
    expect(key).toBe(golden)
  })

  it('are shared by all sources for a strong response id, whatever their request ids', () => {
    const gateway = keyOfIdentity({ ...none, sourceId: 1, requestId: 'a', responseId: strong })
    expect(keyOfIdentity({ ...none, sourceId: 2, requestId: 'b', responseId: strong })).toBe(gateway)
  })

  it('are of one source for a request id', () => {
    expect(keyOfIdentity({ ...none, sourceId: 1, requestId: 'a' })).not.toBe(
      keyOfIdentity({ ...none, sourceId: 2, requestId: 'a' }),
    )
  })

  it.each([
    ['chatcmpl-417', 'success'],
    ['chatcmpl-00000000000000417', 'success'],
    ['resp_short', 'success'],
    ['0195c2b4-9b1d-7a1a-8a61-0d6a2f3c9a10', 'success'],
    [`x${strong}`, 'success'],
    [strong, 'error'],
    [strong, 'cache_hit'],
  ] as const)('take %s of a %s for no identity of the whole world', (responseId, outcome) => {
    expect(isStrongResponseId(responseId, outcome)).toBe(false)
  })

  it.each([
    'msg_01XFDUDYJgAACzvnptvVoYEL',
    'resp_67ccd3a9da748190baa7f1570fe91ac604becb25c45c1d41',
    'gen-1721234567-AbCdEfGhIjKlMnOp',
    'chatcmpl-5d2e1f0a-6c1b-4f0e-9a51-0d6a2f3c9a10',
  ])('take %s for one', (responseId) => expect(isStrongResponseId(responseId, 'success')).toBe(true))

  it('need both trace and span', () => {
    expect(keyOfIdentity({ ...none, traceId: 'a'.repeat(32) })).toBeNull()
  })
})
