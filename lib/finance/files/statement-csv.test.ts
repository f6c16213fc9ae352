import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { Statement } from '../statement/schema'
import { testLine, testStatement } from '../testing/test-statement'
import { statementFile } from './statement-file'
import { randomStatements } from './testing/random-statement'

async function readCsv(statement: Statement, costCenter: string | null = null) {
  const response = await statementFile({ statement, pricesUsed: null, costCenter, format: 'csv' })
  const text = await response.text()
  return { response, text, rows: z.array(z.record(z.string(), z.string())).parse(parse(text, { columns: true })) }
}

const amountColumns = [
  ...(['direct_usd', 'shared_received_usd', 'shared_given_usd', 'adjustments_usd', 'total_usd', 'posted_usd'] as const),
  ...(['prior_total_usd', 'success_usd', 'retry_usd', 'failure_usd', 'list_usd', 'attributed_usd', 'estimated_usd'] as const),
  'budget_usd',
] as const

describe('the CSV of a statement', () => {
  it('holds every line with every amount as the statement has it, to the last digit', async () => {
    await fc.assert(
      fc.asyncProperty(randomStatements, async (statement) => {
        const { rows } = await readCsv(statement)
        expect(rows.map((row) => amountColumns.map((name) => row[name]))).toEqual(
          statement.lines.map((line) => amountColumns.map((name) => line[name] ?? '')),
        )
        expect(rows.map(({ requests }) => requests)).toEqual(statement.lines.map(({ requests }) => String(requests)))
      }),
    )
  })

  it('adds up to the total over the lines that have none below them', async () => {
    await fc.assert(
      fc.asyncProperty(randomStatements, async (statement) => {
        const { rows } = await readCsv(statement)
        const leaves = rows.filter((row) => row.is_leaf === 'true')
        for (const name of ['total_usd', 'posted_usd', 'direct_usd'] as const) {
          const sum = leaves.reduce((total, row) => total + parseDecimal(row[name] ?? ''), 0n)
          expect(formatDecimal(sum)).toBe(statement.total[name])
        }
      }),
    )
  })

  it('has no text that a spreadsheet would run', async () => {
    await fc.assert(
      fc.asyncProperty(randomStatements, async (statement) => {
        const { rows } = await readCsv(statement)
        const textColumns = Object.keys(rows[0] ?? {}).filter((name) => !amountColumns.some((amount) => amount === name))
        for (const row of rows) for (const name of textColumns) expect(row[name] ?? '').not.toMatch(/^[=+\-@\t\r＝]/)
      }),
    )
  })

  const statement = testStatement([
    testLine('retail', { total_usd: '3', name: 'Retail' }),
    testLine('retail/cc-1', { total_usd: '3', name: 'Support' }),
    testLine('retail/cc-1/team:ops', { total_usd: '4', name: 'Ops, "the" team' }),
    testLine('retail/cc-1/team:ops/project:bot', { total_usd: '4', name: 'Bot' }),
    testLine('retail/cc-1/pool:shared', { total_usd: '-1', owner_kind: 'pool' }),
    testLine('sales', { total_usd: '9' }),
    testLine('sales/cc-2', { total_usd: '9' }),
  ])

  it('names the place of each line in columns of their own', async () => {
    const { rows, text } = await readCsv(statement)
    expect(rows[3]).toMatchObject({
      ...{ level: 'project', business_unit: 'retail', business_unit_name: 'Retail', cost_center: 'cc-1', owner: 'ops' },
      ...{ cost_center_name: 'Support', owner_name: 'Ops, "the" team', owner_kind: 'team', project: 'bot', project_name: 'Bot' },
      ...{ month: '2026-05', state: 'draft', version: '', is_leaf: 'true' },
    })
    expect(rows[4]?.total_usd).toBe('-1')
    expect(text.split('\r\n')).toHaveLength(statement.lines.length + 2)
  })

  it('is about one cost centre where one is asked for', async () => {
    const { rows, response } = await readCsv(statement, 'cc-1')
    expect(rows.map(({ line }) => line)).toEqual(statement.lines.slice(1, 5).map(({ id }) => id))
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="ascribe-statement-2026-05-cc-1-draft.csv"')
  })

  it.each(['cc-9', '', '~none', 'retail'])('of the cost centre %j, which is not there, is not found', async (code) => {
    await expect(readCsv(statement, code)).rejects.toMatchObject({ code: 'not_found' })
  })

  it.each([
    ['CC 4180 / Süd', 'cc-4180-su-d'],
    ['../../etc/passwd', 'etc-passwd'],
    ['"; rm', 'rm'],
    ['東京', 'cost-centre'],
    ['x'.repeat(200), 'x'.repeat(60)],
  ])('has a name that is safe for the cost centre %j', async (code, slug) => {
    const { response } = await readCsv(testStatement([testLine('u'), testLine('u/c', { code })]), code)
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="ascribe-statement-2026-05-${slug}-draft.csv"`)
  })
})
