import { csvResponse, FigureText } from '@/lib/http/csv-response'
import { parseDecimal } from '@/lib/money/decimal'
import { cent } from '@/lib/money/usd'
import { addDays } from '@/lib/time/calendar'
import { statementFileName } from './file-name'
import { defaultJournalAccounts, type JournalAccounts } from './journal-accounts'
import type { StatementPart } from './place-lines'

/** A line of a journal; amounts are whole cents, and one of the two is 0. */
export interface JournalLine {
  /** The last day of the month. */
  readonly date: string
  readonly account: string
  /** Null: on no cost centre. */
  readonly costCenter: string | null
  readonly debit: bigint
  readonly credit: bigint
  readonly memo: string
  /** `2026-05`. */
  readonly period: string
}

/**
 * A statement as one journal entry: what each cost centre bears (direct, and shared received less given) debited to the expense
 * account, what has no cost centre owner by owner to the unallocated one, the whole credited. Amounts are the posted cents, which
 * add up as they stand. A line of nothing is left out; a credit changes sides.
 */
export function listJournalLines(part: StatementPart, accounts: JournalAccounts = defaultJournalAccounts): JournalLine[] {
  const { statement, lines } = part
  const about = `AI usage ${statement.month}, ${statement.version === null ? 'draft' : `statement version ${statement.version}`}`
  const common = { date: addDays(statement.to, -1), period: statement.month }
  // A cost centre that changed its business unit within the month has a line under each, and one in the journal.
  const borne = new Map<string, { name: string; cents: bigint }>()
  const unallocated: { memo: string; cents: bigint }[] = []
  for (const { line, place } of lines) {
    const cents = parseDecimal(line.posted_usd) / cent
    if (line.level === 'cost_center' && line.code !== null) {
      borne.set(line.code, { name: line.name, cents: cents + (borne.get(line.code)?.cents ?? 0n) })
    }
    if (line.level === 'owner' && (place.cost_center?.code ?? null) === null) {
      unallocated.push({
        memo: `${about}: ${line.owner_kind === 'nobody' ? 'no owner' : `${line.name}, without a cost centre`}`,
        cents,
      })
    }
  }
  const debits = [
    ...[...borne].map(([costCenter, { name, cents }]) => ({
      ...{ account: accounts.expense, costCenter, memo: `${about}: ${name}`, cents },
    })),
    ...unallocated.map(({ memo, cents }) => ({ account: accounts.unallocated, costCenter: null, memo, cents })),
  ]
  const total = debits.reduce((sum, { cents }) => sum + cents, 0n)
  const entries = [...debits, { account: accounts.credit, costCenter: null, memo: `${about}: total`, cents: -total }]
  return entries
    .filter(({ cents }) => cents !== 0n)
    .map(({ cents, ...entry }) => ({
      ...common,
      ...entry,
      debit: cents > 0n ? cents : 0n,
      credit: cents < 0n ? -cents : 0n,
    }))
}

const columns = ['date', 'account', 'cost_center', 'debit', 'credit', 'memo', 'period'] as const

/** The journal as CSV, for the import of a general ledger. */
export function writeJournal(part: StatementPart, accounts?: JournalAccounts): Response {
  const rows = listJournalLines(part, accounts).map(({ date, account, costCenter, debit, credit, memo, period }) => ({
    ...{ date, account, cost_center: costCenter, memo, period },
    debit: centsText(debit),
    credit: centsText(credit),
  }))
  return csvResponse(statementFileName('journal', part), columns, rows)
}

/** `1234.50`; nothing where the line is on the other side. */
function centsText(cents: bigint): FigureText | null {
  if (cents === 0n) return null
  return new FigureText(`${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`)
}
