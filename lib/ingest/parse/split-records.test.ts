import { describe, expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { quoteLongCosts, splitRecords } from './split-records'

const options = { maxRecords: 3, isLineByLine: false }
const valuesOf = (text: string, isLineByLine = false) =>
  splitRecords(text, { ...options, isLineByLine }).map((record) => (record.ok ? record.value : record.message))

function codeOf(text: string): string {
  try {
    splitRecords(text, options)
    return 'none'
  } catch (error) {
    return error instanceof AppError ? `${error.code}: ${error.message}` : String(error)
  }
}

describe('splitRecords', () => {
  it.each([
    ['one object', '{"a":1}', [{ a: 1 }]],
    ['one object over several lines', '{\n"a":\n1\n}', [{ a: 1 }]],
    ['an array', ' [{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
    ['an envelope', '{"events":[{"a":1}]}', [{ a: 1 }]],
    ['lines', '{"a":1}\n{"a":2}\n', [{ a: 1 }, { a: 2 }]],
    ['lines with blank ones and carriage returns', '\n{"a":1}\r\n\r\n  {"a":2}\r\n', [{ a: 1 }, { a: 2 }]],
    ['a byte order mark', '\ufeff{"a":1}', [{ a: 1 }]],
    ['an empty array', '[]', []],
  ])('reads %s', (_what, text, values) => {
    expect(valuesOf(text)).toEqual(values)
  })

  it('tells of a line that is not JSON which one and where, and keeps its neighbours', () => {
    expect(valuesOf('{"a":1}\n{"a":2\n{"a":3}')).toEqual([{ a: 1 }, 'line 2 is not JSON: it breaks at its character 6', { a: 3 }])
    expect(valuesOf('{"a":\n{"a":2}')).toEqual(['line 1 is not JSON: it breaks at its character 5', { a: 2 }])
  })

  it('believes a sender who says that each line is a record', () => {
    expect(valuesOf('nonsense\n{"a":2}', true)).toEqual(['line 1 is not JSON: it breaks at its character 0', { a: 2 }])
  })

  it.each([
    ['', 'unreadable: The body is empty'],
    [' \n ', 'unreadable: The body is empty'],
    ['{"a":1', 'unreadable: The body is not JSON: it breaks at character 6.'],
    ['{\n"a":1,\n}', 'unreadable: The body is not JSON'],
    ['[{"a":1},]', 'unreadable: The body is not JSON'],
    ['"text"', 'unreadable: The body is not JSON'],
    ['<xml/>', 'unreadable: The body is not JSON'],
    ['{"events":3}', 'invalid: The field "events" must be an array of events.'],
    ['[1,2,3,4]', 'too_large: The body holds 4 events, 3 is the most'],
    ['{}\n{}\n{}\n{}', 'too_large: The body holds 4 events, 3 is the most'],
  ])('refuses %j', (text, expected) => {
    expect(codeOf(text)).toContain(expected)
  })

  it('takes a million open brackets for what they are', () => {
    const deep = `[${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}]`
    expect(valuesOf(deep)).toHaveLength(1)
  })
})

describe('quoteLongCosts', () => {
  it('keeps digits that a double would lose', () => {
    const [record] = valuesOf('{"reported_cost_usd": 0.123456789012345678, "b": "\\"reported_cost_usd\\": 0.123456789012345678"}')
    expect(record).toEqual({ reported_cost_usd: '0.123456789012345678', b: '"reported_cost_usd": 0.123456789012345678' })
  })

  it('leaves other texts as they are', () => {
    const text = '{"reported_cost_usd":0.0074,"latency_ms":0.12345678901234567890}'
    expect(quoteLongCosts(text)).toBe(text)
  })
})
