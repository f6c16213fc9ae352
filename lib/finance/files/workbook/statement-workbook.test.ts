import fc from 'fast-check'
import readExcelFile from 'read-excel-file/node'
import { describe, expect, it } from 'vitest'
import type { Statement } from '@/lib/finance/statement/schema'
import { testException, testLine, testStatement } from '@/lib/finance/testing/test-statement'
import type { PricesUsed, PricesUsedLine } from '../prices-used-schema'
import { statementFile } from '../statement-file'
import { nastyTexts, randomStatements } from '../testing/random-statement'
import { unzipText } from '../testing/unzip'

type Options = Partial<Omit<Parameters<typeof statementFile>[0], 'statement' | 'format'>>

async function makeWorkbook(statement: Statement, options: Options = {}) {
  const response = await statementFile({ pricesUsed: null, costCenter: null, ...options, statement, format: 'xlsx' })
  const bytes = Buffer.from(await response.arrayBuffer())
  const sheets = await readExcelFile(bytes)
  const readSheet = (name: string) => {
    const [headings = [], ...rows] = sheets.find(({ sheet }) => sheet === name)?.data ?? []
    const column = (heading: string) => headings.indexOf(heading)
    return rows.map((row) => (heading: string) => row[column(heading)] ?? null)
  }
  return { response, sheets, readSheet, xml: unzipText(bytes) }
}

const priceLine: PricesUsedLine = {
  ...{ kind: 'rate', provider: 'acme', model: 'rich', tier: 'standard', region: 'eu', uplift: null, billing_account: null },
  ...{
    terms: ['=term'],
    valid_from: '2026-01-01T00:00:00Z',
    valid_to: null,
    condition: null,
    meter: 'cached_input',
    unit: 'token',
  },
  ...{ quantity: '1234567', rate_usd: '0.075', list_rate_usd: '0.1', per: '1000000', cost_usd: '0.092592525' },
  ...{ list_cost_usd: '0.1234567', first_price_version: 2, last_price_version: null, reason: null },
}
const pricesUsed: PricesUsed = {
  ...{ month: '2026-05', cost_center: null, total_usd: '0.092592525', total_list_usd: '0.1234567' },
  ...{ unpriced_requests: 1, missing_token_requests: 0 },
  lines: [
    priceLine,
    {
      ...priceLine,
      kind: 'unpriced',
      rate_usd: null,
      list_rate_usd: null,
      per: null,
      cost_usd: null,
      list_cost_usd: null,
      reason: 'x',
    },
  ],
}

const statement = testStatement(
  [
    testLine('retail', { total_usd: '12345678901234.123456789012345678', posted_usd: '12345678901234.12', name: 'Retail' }),
    testLine('retail/cc-1', { total_usd: '12345678901234.123456789012345678', name: '=1+1' }),
    testLine('retail/cc-1/team:ops', { total_usd: '0.092592525', budget_usd: '0.05', prior_total_usd: '0.1', requests: 7 }),
  ],
  {
    ...{ version: 2, state: 'published', published_by: 'Ann', published_at: '2026-06-03T22:30:00.000Z', note: '+note' },
    exceptions: [testException('0.5', { label: '@SUM(A1)', assignee: '-1' }), testException('0.25')],
  },
)

/** A sheet holds instants as days with a fraction, which come back a millisecond off. */
const toSeconds = (cell: unknown) =>
  cell instanceof Date ? new Date(Math.round(cell.getTime() / 1000) * 1000).toISOString() : cell

describe('the workbook of a statement', () => {
  it('has a sheet for each question', async () => {
    const otherView = { ...statement, view: 'model' as const }
    const { sheets, response } = await makeWorkbook(statement, { pricesUsed, otherView })
    expect(sheets.map(({ sheet }) => sheet)).toEqual([
      'Summary',
      'Lines by project',
      'Lines by model',
      'Exceptions',
      'Prices used',
    ])
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="ascribe-statement-2026-05-v2.xlsx"')
    const ofCostCenter = await makeWorkbook(statement, { costCenter: 'cc-1' })
    expect(ofCostCenter.sheets.map(({ sheet }) => sheet)).toEqual(['Summary', 'Lines'])
  })

  it('says what it is, with dates that are dates and amounts that are numbers beside their exact text', async () => {
    const { sheets } = await makeWorkbook(statement)
    const summary = new Map(sheets[0]?.data.map((row) => [row[0], row.slice(1)]))
    expect(summary.get('Month')?.[0]).toEqual(new Date('2026-05-01T00:00:00Z'))
    expect(toSeconds(summary.get('As of (UTC)')?.[0])).toBe('2026-06-03T08:00:00.000Z')
    expect(toSeconds(summary.get('Published at (UTC)')?.[0])).toBe('2026-06-03T22:30:00.000Z')
    expect(summary.get('State')?.[0]).toBe('Version 2')
    expect(summary.get('Price version')?.[0]).toBe(3)
    expect(summary.get('Total')?.slice(0, 2)).toEqual([12345678901234.123, '12345678901234.123456789012345678'])
    expect(summary.get('cc-1')?.[0]).toBe('=1+1')
  })

  it('holds lines with posted cents beside exact amounts', async () => {
    const { readSheet } = await makeWorkbook(statement)
    const [unit, , team] = readSheet('Lines')
    expect(unit?.('Posted')).toBe(12345678901234.12)
    expect(unit?.('Total, exact')).toBe('12345678901234.123456789012345678')
    expect(team?.('Level')).toBe('Team or pool')
    expect(team?.('Business unit, name')).toBe('Retail')
    expect(['Total', 'Budget', 'Variance (total less budget)', 'Change', 'Requests'].map((name) => team?.(name))).toEqual([
      ...[0.092592525, 0.05, 0.042592525, -0.007407475, 7],
    ])
  })

  it('adds up exceptions, and prices used to the direct cost or says by how much they differ', async () => {
    const { readSheet } = await makeWorkbook(statement, { pricesUsed })
    expect(readSheet('Exceptions').map((row) => [row('Reason'), row('Amount'), row('Amount, exact')])).toEqual([
      ['no_owner', 0.5, '0.5'],
      ['no_owner', 0.25, '0.25'],
      ['Not attributed', 0.75, '0.75'],
    ])
    const rows = readSheet('Prices used')
    expect(rows[0]?.('Valid from (UTC)')).toEqual(new Date('2026-01-01T00:00:00Z'))
    expect(['Rate', 'Per units', 'Quantity', 'Class of usage', 'Cost'].map((name) => rows[0]?.(name))).toEqual([
      ...[0.075, 1_000_000, 1_234_567, 'Cached input', 0.092592525],
    ])
    expect(rows[1]?.('Cost')).toBe('unknown')
    expect(rows.slice(2).map((row) => [row('Provider'), row('Cost, exact')])).toEqual([
      ['Total', '0.092592525'],
      ['Direct cost of this statement', '12345678901234.123456789012345678'],
      ['Recorded or corrected since', '-12345678901234.030864264012345678'],
    ])
    const agreeing = await makeWorkbook(
      { ...statement, total: { ...statement.total, direct_usd: '0.092592525' } },
      { pricesUsed },
    )
    expect(agreeing.readSheet('Prices used').at(-1)?.('Provider')).toBe('Total')
  })

  it('keeps its headings in sight, and has no formula', async () => {
    const { xml } = await makeWorkbook(statement, { pricesUsed })
    const sheets = [...xml].filter(([name]) => name.startsWith('xl/worksheets/sheet'))
    expect(sheets).toHaveLength(4)
    for (const [, sheet] of sheets) {
      expect(sheet).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/)
      expect(sheet).not.toMatch(/<f[ >]/)
      expect(sheet).toMatch(/<col [^>]*width="/)
    }
    // Printed, the columns of the summary stand side by side on one page.
    expect(sheets[0]?.[1]).toContain('<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>')
    expect(sheets[0]?.[1]).toContain('<pageSetup fitToHeight="0" paperSize="9" orientation="landscape"/>')
    expect(xml.get('xl/styles.xml')).toContain('formatCode="#,##0.00"')
    expect(xml.get('xl/styles.xml')).toContain('formatCode="mmmm yyyy"')
    // The amount is a number, its exact text a shared string.
    expect(xml.get('xl/worksheets/sheet2.xml')).toMatch(/<c r="[A-Z]+4" s="\d+"><v>0.092592525<\/v><\/c>/)
  })

  it('writes any text as that text, and every amount as its nearest number, for any statement', async () => {
    await fc.assert(
      fc.asyncProperty(randomStatements, async (random) => {
        const { readSheet, xml } = await makeWorkbook(random)
        const rows = readSheet('Lines')
        expect(rows.map((row) => row('Total'))).toEqual(random.lines.map(({ total_usd }) => Number(total_usd)))
        expect(rows.map((row) => row('Total, exact'))).toEqual(random.lines.map(({ total_usd }) => total_usd))
        expect(rows.map((row) => row('Posted'))).toEqual(random.lines.map(({ posted_usd }) => Number(posted_usd)))
        expect([...xml.values()].some((text) => /<f[ >]/.test(text))).toBe(false)
      }),
      { numRuns: 25 },
    )
  })

  it.each(nastyTexts.filter((text) => text.trim() === text && text !== ''))('writes the name %j as text', async (name) => {
    const { readSheet } = await makeWorkbook(testStatement([testLine('u', { name, total_usd: '1' })]))
    expect(readSheet('Lines')[0]?.('Business unit, name')).toBe(name)
  })
})
