import { z } from 'zod'

/** The accounts of the general ledger between which a month's cost is posted. */
export interface JournalAccounts {
  /** Debited for each cost centre. */
  readonly expense: string
  /** Debited for what belongs to no cost centre, until it does. */
  readonly unallocated: string
  /** Credited with the whole: what is owed to providers until their invoices are posted. */
  readonly credit: string
}

/** Where the asker names none. */
export const defaultJournalAccounts: JournalAccounts = { expense: '6450', unallocated: '6459', credit: '2150' }

/** As general ledgers write them: `6450`, `6450-100`, `AI.6450/20`; nothing that a spreadsheet would run. */
const accountSchema = z
  .string()
  .trim()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9 ._:/-]{0,39}$/,
    'write an account of 1 to 40 letters, digits, blanks and . _ : / -, such as 6450-100',
  )

/** Query parameters of a journal, to be spread into a route's query shape. */
export const journalAccountFields = {
  expense_account: accountSchema.default(defaultJournalAccounts.expense),
  unallocated_account: accountSchema.default(defaultJournalAccounts.unallocated),
  credit_account: accountSchema.default(defaultJournalAccounts.credit),
}

/** The accounts that a parsed query names. */
export function readJournalAccounts(query: {
  readonly expense_account: string
  readonly unallocated_account: string
  readonly credit_account: string
}): JournalAccounts {
  return { expense: query.expense_account, unallocated: query.unallocated_account, credit: query.credit_account }
}
