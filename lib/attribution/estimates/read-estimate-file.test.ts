import { describe, expect, it, test } from 'vitest'
import { readEstimateFile } from './read-estimate-file'

const head = 'team,cost_center,provider,from,to,amount_usd,method'
const linesOf = (text: string) => {
  const file = readEstimateFile(text)
  if (!file.ok) throw new Error(file.message)
  return file.lines
}
const faultsOf = (row: string) =>
  linesOf(`${head}\n${row}`).flatMap(({ errors }) => errors.map(({ path, message }) => `${path} ${message}`))

describe('a file of estimates', () => {
  it('gives an estimate a line, empty cells being nothing', () => {
    const text = `\uFEFF${head}\r\nsearch,,openai,2026-01-01,2026-04-01,1250.5,"Invoice 17, by head count"\r\n,CC-1,,2026-01-01,2026-02-01,3e2,'=guess\r\n`
    expect(linesOf(text)).toMatchObject([
      {
        line: 2,
        estimate: {
          team: 'search',
          cost_center: null,
          provider: 'openai',
          amount_usd: '1250.5',
          method: 'Invoice 17, by head count',
        },
      },
      { line: 3, estimate: { team: null, cost_center: 'CC-1', provider: null, amount_usd: '300', method: '=guess' } },
    ])
  })

  it('takes its columns in any order, those that may be empty not at all', () => {
    const [line] = linesOf('method,to,from,amount_usd,Team\nGuess,2026-02-01,2026-01-01,5,search')
    expect(line).toMatchObject({ estimate: { team: 'search', from: '2026-01-01', to: '2026-02-01' } })
  })

  it('may be separated by semicolons', () => {
    expect(linesOf('team;from;to;amount_usd;method\nsearch;2026-01-01;2026-02-01;5;One, two')).toMatchObject([
      { estimate: { method: 'One, two', amount_usd: '5' } },
    ])
  })

  test.each([
    ['nobody', ',,openai,2026-01-01,2026-02-01,5,Guess', 'team or a cost centre is needed'],
    ['two owners', 'search,CC-1,,2026-01-01,2026-02-01,5,Guess', 'cost_center is empty where a team is named'],
    ['a name for a slug', 'Search Team,,,2026-01-01,2026-02-01,5,Guess', 'for example search-team'],
    ['a day that is none', 'search,,,2026-02-30,2026-03-01,5,Guess', 'from is a day written YYYY-MM-DD'],
    ['an empty period', 'search,,,2026-01-01,2026-01-01,5,Guess', 'to is a day after "from"'],
    ['ten years', 'search,,,2016-01-01,2026-01-01,5,Guess', 'to is at most 1100 days'],
    ['nothing', 'search,,,2026-01-01,2026-02-01,0,Guess', 'amount_usd is above 0'],
    ['a credit', 'search,,,2026-01-01,2026-02-01,-5,Guess', 'amount_usd is above 0'],
    ['thousands by commas', 'search,,,2026-01-01,2026-02-01,"1,250",Guess', 'without commas'],
    ['more digits than there are', 'search,,,2026-01-01,2026-02-01,0.0000000000000000001,Guess', '18 decimal places'],
    ['no method', 'search,,,2026-01-01,2026-02-01,5,', 'method is needed: say how it was reckoned'],
    ['a cell too few', 'search,,,2026-01-01,2026-02-01,5', 'line has 6 cells'],
  ])('refuses a line of %s and says what is right', (_what, row, expected) => {
    expect(faultsOf(row).join('; ')).toContain(expected)
  })

  test.each([
    ['an unknown column', 'team,colour\nsearch,red', 'The column "colour" is not known'],
    ['a missing column', 'team,from,to,method\nsearch,2026-01-01,2026-02-01,Guess', 'The column "amount_usd" is missing'],
    ['no line', head, 'holds no estimate'],
    ['nothing', '', 'is missing'],
    ['an open quote', `${head}\n"search`, 'This is no CSV file'],
  ])('is refused with %s', (_what, text, expected) => {
    expect(readEstimateFile(text)).toMatchObject({ ok: false, message: expect.stringContaining(expected) })
  })
})
