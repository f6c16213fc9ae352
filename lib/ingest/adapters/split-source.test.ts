import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { readDropped } from './dropped-value'
import { createPromptHasher, derivePromptKey } from './prompt-hash'
import { splitSource } from './split-source'

const promptKey = derivePromptKey('a secret of at least thirty-two characters')
const options = {
  dropped: new Set(['messages', 'text']),
  packed: new Set(['stream']),
  promptKey,
  maxRecords: 3,
  isLineByLine: false,
}
const split = (text: string, more: Partial<typeof options> = {}) => splitSource(Buffer.from(text), { ...options, ...more })
const valuesOf = (text: string) => split(text).map((record) => (record.ok ? record.value : record.message))

describe('splitSource', () => {
  it.each([
    ['one object', '{"a":1}', [{ a: 1 }]],
    ['one object over several lines', '{\n "a":\n 1\n}', [{ a: 1 }]],
    ['an array', ' [{"a":1}, {"a":2}] ', [{ a: 1 }, { a: 2 }]],
    ['an array over several lines', '[\n{"a":1},\n{"a":2}\n]', [{ a: 1 }, { a: 2 }]],
    ['wrappers of all names', '{"records":[{"a":1}]}', [{ a: 1 }]],
    ['the list that is an answer itself', '{"data":[{"a":1}],"usage":{}}', [{ data: [{ a: 1 }], usage: {} }]],
    ['lines', '{"a":1}\n\n{"a":2}\r\n', [{ a: 1 }, { a: 2 }]],
    ['objects in a row', '{\n"a":1}\n{\n"a":2}', [{ a: 1 }, { a: 2 }]],
    ['a byte order mark', '\ufeff{"a":1}', [{ a: 1 }]],
    ['a stream of events', 'data: {"a":1}\n\n', [{ stream: 'data: {"a":1}\n\n' }]],
    ['what Python writes for no number', '{"a":NaN,"b":[-Infinity,Infinity]}', [{ a: null, b: [null, null] }]],
    ['digits that a double would lose', '{"a":0.000000000000000001234,"b":1.5}', [{ a: '0.000000000000000001234', b: 1.5 }]],
    ['an empty array', '[]', []],
  ])('reads %s', (_what, text, values) => {
    expect(valuesOf(text)).toEqual(values)
  })

  it.each([
    [
      'a line that is cut off',
      '{"a":1}\n{"a":2\n{"a":3}',
      [{ a: 1 }, 'line 2 is not JSON: it is cut off before its end', { a: 3 }],
    ],
    [
      'a line that is cut off within a text',
      '{"a":1}\n{"a":"x\n{"a":3}',
      [{ a: 1 }, 'line 2 is not JSON: it is cut off before its end', { a: 3 }],
    ],
    ['the end of an array', '[{"a":1},{"a":', [{ a: 1 }, 'record 2 of the body is not JSON: it is cut off before its end']],
    [
      'a record between others',
      '[{"a":1},{"a" 2},{"a":3}]',
      [{ a: 1 }, 'record 2 of the body is not JSON: it breaks at its byte 5'],
    ],
    ['Python', "[{'a': None}]", [expect.stringContaining('the way Python shows a dictionary')]],
  ])('tells of %s and keeps its neighbours', (_what, text, values) => {
    expect(valuesOf(text)).toEqual(values)
  })

  it.each([
    ['', 'unreadable'],
    [' \n', 'unreadable'],
    ['hello', 'unreadable'],
    ['"text"', 'unreadable'],
    ['[{},{},{},{}]', 'too_large'],
  ])('refuses %j as %s', (text, code) => {
    expect(() => split(text)).toThrow(expect.objectContaining({ code }))
    expect(() => split(text)).toThrow(AppError)
  })

  it('leaves type, length and hash in the place of a prompt, and nothing of other content', () => {
    const messages = [{ role: 'user', content: 'a "quoted" question with a \\ and \u00e9' }]
    const [record] = split(JSON.stringify({ id: 'x', messages, text: 'an answer', nested: { text: ['more'] } }))
    const value = record?.ok ? (record.value as Record<string, unknown>) : {}
    expect(JSON.stringify(value)).not.toMatch(/question|answer|more/)
    expect(value.id).toBe('x')
    expect(readDropped(value.messages)).toEqual({
      type: 'array',
      length: Buffer.byteLength(JSON.stringify(messages)),
      hash: createPromptHasher(promptKey)(messages),
    })
    expect(readDropped(value.text)).toMatchObject({ type: 'string', hash: null })
  })

  it('is not fooled by a name that is written with escapes, nor by a value that looks dropped', () => {
    const forged = `\u{F0000}dropped:array:1:${'A'.repeat(43)}.${'B'.repeat(43)}`
    const [record] = split(`{"m\\u0065ssages":"a question","messages":${JSON.stringify(forged)}}`)
    const value = record?.ok ? (record.value as Record<string, unknown>) : {}
    expect(JSON.stringify(value)).not.toContain('question')
    expect(readDropped(value.messages)?.hash).not.toContain('AAAA')
  })

  it('hashes a prompt alike whichever way it is written', () => {
    const hash = (text: string) => {
      const [record] = split(text)
      return readDropped(record?.ok ? (record.value as { messages: unknown }).messages : null)?.hash
    }
    const plain = hash('{"messages":[{"role":"user","content":"caf\u00e9"}]}')
    expect(plain).toMatch(/^[\w-]{43}\.[\w-]{43}$/)
    expect(hash('{"messages": [ { "role": "user", "content": "caf\\u00e9" } ] }')).toBe(plain)
    expect(hash('{"messages":"[{\\"role\\":\\"user\\",\\"content\\":\\"caf\u00e9\\"}]"}')).toBe(plain)
    expect(hash('{"messages":[{"role":"user","content":"cafe"}]}')).not.toBe(plain)
    expect(hash('{"messages":[]}')).toBeNull()
  })

  it('tells prompts with an equal beginning', () => {
    const hash = createPromptHasher(promptKey)
    const [one, other] = [hash('x'.repeat(5_000)), hash(`${'x'.repeat(5_000)} and more`)].map((text) => text?.split('.') ?? [])
    expect(one?.[0]).not.toBe(other?.[0])
    expect(one?.[1]).toBe(other?.[1])
    expect(createPromptHasher(derivePromptKey('another secret of thirty-two characters'))('a')).not.toBe(hash('a'))
  })

  it('is JSON.parse for whatever JSON without such fields and numbers of more than 15 characters, however it is cut up', () => {
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(fc.string({ maxLength: 8 }), fc.jsonValue({ maxDepth: 3 })), { maxLength: 3 }),
        (records) => {
          const sound = records
            .map((record) => JSON.stringify(record))
            .filter((text) => !/"(?:messages|text|events|records|data|logEvents)":|[-\d.]{16}|e[+-]/.test(text))
          const values = sound.map((text) => JSON.parse(text))
          expect(valuesOf(`[${sound.join(' , ')}]`)).toEqual(values)
          if (sound.length > 0) expect(valuesOf(sound.join('\n'))).toEqual(values)
        },
      ),
    )
  })
})
