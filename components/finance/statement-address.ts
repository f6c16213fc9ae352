import { parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { statementViews } from '@/lib/finance/statement/schema'

/** A statement has more figures than fit side by side: its columns come in sets. */
export const columnSets = ['amounts', 'usage', 'attempts'] as const
export type ColumnSet = (typeof columnSets)[number]

/** What the address of a statement holds besides its month and version. */
export const statementAddress = {
  view: parseAsStringLiteral(statementViews).withDefault('project'),
  columns: parseAsStringLiteral(columnSets).withDefault('amounts'),
  /** A line that one came for. */
  line: parseAsString,
}
