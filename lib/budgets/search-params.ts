import { parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import type { BurnStatus } from './burn'

/** The states that a list can be narrowed to, most urgent first. */
export const listedStatuses = ['over', 'at_risk', 'watch', 'on_track', 'no_amount'] as const satisfies readonly BurnStatus[]

/** What the list of budgets reads from its address. */
export const budgetsPageParams = {
  search: parseAsString.withDefault(''),
  status: parseAsArrayOf(parseAsStringLiteral(listedStatuses)).withDefault([]),
  archived: parseAsBoolean.withDefault(false),
}

/** What a budget's page reads from its address: the first day of the period. */
export const budgetPageParams = { period: parseAsString }
