import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { findJsonFault } from './find-json-fault'

const isJson = (text: string) => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe('findJsonFault', () => {
  test.each([
    ['a value that is missing', '{"a":}', 5],
    ['a name without quotes', '{a:1}', 1],
    ['a comma too many in a list', '[1,]', 3],
    ['a comma too many in an object', '{"a":1,}', 7],
    ['a comma too few', '[1 2]', 3],
    ['a bracket of the other kind', '[1}', 2],
    ['a colon that is missing', '{"a" 1}', 5],
    ['something after the end', '{"a":1}x', 7],
    ['a leading nought', '[01]', 2],
    ['a word', 'yes', 0],
    ['nothing', '', 0],
    ['blanks alone', ' \n', 2],
    ['an end too soon', '[1,2', 4],
    ['a line break in a text', '["a\nb"]', 1],
    ['a blank that JSON does not know', '[\u00a01]', 1],
  ])('finds %s', (_what, text, at) => expect(findJsonFault(text)).toBe(at))

  it('finds none in JSON, however it is spaced', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 2, '\t'), (value, space) => {
        expect(findJsonFault(JSON.stringify(value, null, space))).toBeNull()
      }),
    )
  })

  it('agrees with the runtime on what is JSON, after any one change', () => {
    const change = fc.tuple(
      fc.nat(),
      fc.nat(2),
      fc.constantFrom('"', '{', '}', '[', ']', ',', ':', '0', '-', '.', 'e', 'n', '\\', ' '),
    )
    fc.assert(
      fc.property(fc.jsonValue(), change, (value, [position, removed, added]) => {
        const text = JSON.stringify(value)
        const at = position % (text.length + 1)
        const changed = text.slice(0, at) + added + text.slice(at + removed)
        expect(findJsonFault(changed) === null).toBe(isJson(changed))
      }),
      { numRuns: 1000 },
    )
  })

  it('takes deep nesting and long texts without a loop of its own kind', () => {
    expect(findJsonFault('['.repeat(200_000))).toBe(200_000)
    expect(findJsonFault(`["${'a'.repeat(500_000)}"]`)).toBeNull()
  })
})
