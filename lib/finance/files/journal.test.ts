import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { parseDecimal } from '@/lib/money/decimal'
import { cent } from '@/lib/money/usd'
import { testLine, testStatement } from '../testing/test-statement'
import { listJournalLines } from './journal'
import { defaultJournalAccounts, journalAccountFields } from './journal-accounts'
import { selectPart } from './place-lines'
import { statementFile } from './statement-file'
import { randomStatements } from './testing/random-statement'

const centsOf = (amount: string) => parseDecimal(amount) / cent
const sum = (amounts: readonly bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)

describe('a journal', () => {
  it('balances to the cent, and comes to what the statement posts, for any statement', () => {
    fc.assert(
      fc.property(randomStatements, (statement) => {
        const lines = listJournalLines(selectPart(statement, null))
        expect(sum(lines.map(({ debit }) => debit))).toBe(sum(lines.map(({ credit }) => credit)))
        const borne = lines.filter(({ account }) => account !== defaultJournalAccounts.credit)
        expect(sum(borne.map(({ debit, credit }) => debit - credit))).toBe(centsOf(statement.total.posted_usd))
        const contra = lines.filter(({ account }) => account === defaultJournalAccounts.credit)
        expect(sum(contra.map(({ debit, credit }) => credit - debit))).toBe(centsOf(statement.total.posted_usd))
        // Where nothing is a credit, each side is the posted total.
        if (borne.every(({ credit }) => credit === 0n)) {
          expect(sum(lines.map(({ debit }) => debit))).toBe(centsOf(statement.total.posted_usd))
        }
      }),
    )
  })

  it('balances for each cost centre by itself, with what the statement posts on it', () => {
    fc.assert(
      fc.property(randomStatements, (statement) => {
        for (const code of new Set(statement.lines.flatMap(({ level, code }) => (level === 'cost_center' ? [code] : [])))) {
          const part = selectPart(statement, code ?? '~none')
          const lines = listJournalLines(part)
          expect(sum(lines.map(({ debit, credit }) => debit - credit))).toBe(0n)
          const borne = lines.filter(({ account }) => account !== defaultJournalAccounts.credit)
          expect(sum(borne.map(({ debit, credit }) => debit - credit))).toBe(centsOf(part.total.posted_usd))
        }
      }),
    )
  })

  it('has no line of nothing, and amounts on one side only', () => {
    fc.assert(
      fc.property(randomStatements, (statement) => {
        for (const { debit, credit } of listJournalLines(selectPart(statement, null))) {
          expect(debit >= 0n && credit >= 0n).toBe(true)
          expect((debit === 0n) !== (credit === 0n)).toBe(true)
        }
      }),
    )
  })

  const statement = testStatement(
    [
      testLine('retail', { total_usd: '12.5' }),
      testLine('retail/cc-1', { total_usd: '15', name: 'Support' }),
      testLine('retail/cc-1/team:support', { total_usd: '15' }),
      testLine('retail/cc-2', { total_usd: '-2.5', name: 'Platform' }),
      testLine('retail/cc-3', { total_usd: '0' }),
      testLine('~none', { total_usd: '7.05', code: null }),
      testLine('~none/~none', { total_usd: '7.05', code: null }),
      testLine('~none/~none/nobody', { total_usd: '7', code: null, owner_kind: 'nobody', name: 'Nobody' }),
      testLine('~none/~none/team:new', { total_usd: '0.05', name: 'New team' }),
    ],
    { version: 2, state: 'published' },
  )

  it('debits each cost centre, puts a credit on the other side, and what has no cost centre on an account of its own', () => {
    const about = 'AI usage 2026-05, statement version 2'
    const common = { date: '2026-05-31', period: '2026-05' }
    expect(listJournalLines(selectPart(statement, null))).toEqual([
      { ...common, account: '6450', costCenter: 'cc-1', debit: 1500n, credit: 0n, memo: `${about}: Support` },
      { ...common, account: '6450', costCenter: 'cc-2', debit: 0n, credit: 250n, memo: `${about}: Platform` },
      { ...common, account: '6459', costCenter: null, debit: 700n, credit: 0n, memo: `${about}: no owner` },
      { ...common, account: '6459', costCenter: null, debit: 5n, credit: 0n, memo: `${about}: New team, without a cost centre` },
      { ...common, account: '2150', costCenter: null, debit: 0n, credit: 1955n, memo: `${about}: total` },
    ])
  })

  it('is CSV with two decimals, under the accounts that were asked for', async () => {
    const accounts = { expense: '7000-1', unallocated: '7999', credit: 'AP.1' }
    const response = await statementFile({ statement, pricesUsed: null, costCenter: null, format: 'journal', accounts })
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="ascribe-journal-2026-05-v2.csv"')
    const [heading, ...rows] = z.array(z.array(z.string())).parse(parse(await response.text()))
    expect(heading).toEqual(['date', 'account', 'cost_center', 'debit', 'credit', 'memo', 'period'])
    expect(rows.map((row) => row.slice(0, 5))).toEqual([
      ['2026-05-31', '7000-1', 'cc-1', '15.00', ''],
      ['2026-05-31', '7000-1', 'cc-2', '', '2.50'],
      ['2026-05-31', '7999', '', '7.00', ''],
      ['2026-05-31', '7999', '', '0.05', ''],
      ['2026-05-31', 'AP.1', '', '', '19.55'],
    ])
  })

  it('says that a draft is one', () => {
    const [line] = listJournalLines(selectPart({ ...statement, version: null }, null))
    expect(line?.memo).toBe('AI usage 2026-05, draft: Support')
  })
})

describe('the accounts of a journal', () => {
  const query = z.object(journalAccountFields)

  it('are the defaults where none are named', () => {
    expect(query.parse({})).toEqual({ expense_account: '6450', unallocated_account: '6459', credit_account: '2150' })
  })

  it.each(['', ' ', '=1+1', '-6450', '6450\n', '6450;7', 'a'.repeat(41), '64"50'])('are not %j', (account) => {
    const parsed = query.safeParse({ expense_account: account })
    expect(parsed.success && parsed.data.expense_account === account).toBe(false)
    if (!parsed.success) expect(parsed.error.issues[0]).toMatchObject({ path: ['expense_account'] })
  })
})
