import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { jsonCell, textCell } from './csv-line'

const read = (cell: string) => parse(`x,${cell}`, { record_delimiter: '\r\n' })

/** What the house's CSV answers make of a cell. */
const house = (text: string) => stringify([[text]], { escape_formulas: true, record_delimiter: 'windows' }).slice(0, -2)

describe('a cell of text', () => {
  test.each([
    ['plain', 'gpt-4o-mini', 'gpt-4o-mini'],
    ['with a comma', 'a, b', '"a, b"'],
    ['with quotes', 'a "b"', '"a ""b"""'],
    ['over lines', 'a\nb', '"a\nb"'],
    ['that is a formula', '=HYPERLINK("x")', '"\'=HYPERLINK(""x"")"'],
    ['that begins with a sign', '-2+3', "'-2+3"],
    ['that begins with @', '@SUM(A1)', "'@SUM(A1)"],
  ])('%s', (_what, text, cell) => {
    expect(textCell(text)).toBe(cell)
  })

  it('reads as in the house’s other files, whatever it holds', () => {
    const special = fc.constantFrom(
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      '"',
      ',',
      ' ',
      'a',
      '\uFF1D',
      '\uFF0B',
      '\uFF0D',
      '\uFF20',
    )
    const texts = fc.oneof(fc.string({ minLength: 1 }), fc.string({ unit: special, minLength: 1, maxLength: 6 }))
    fc.assert(
      fc.property(texts, (text) => {
        expect(read(textCell(text))).toEqual(read(house(text)))
      }),
    )
  })

  it('that is missing is empty', () => {
    expect(textCell(null)).toBe('')
  })
})

describe('a cell of JSON', () => {
  it('keeps formulas in values as they are, since the cell is none', () => {
    expect(jsonCell({ team_id: '=1+1', service: undefined })).toBe('"{""team_id"":""=1+1""}"')
  })
  it('without anything in it is null', () => {
    expect(jsonCell({ team_id: undefined })).toBe('')
  })
})
