import type { ReactNode } from 'react'
import type { Statement, StatementFigures, StatementLine } from '@/lib/finance/statement/schema'
import { amountColumns } from './amount-columns'
import { attemptColumns } from './attempt-columns'
import type { ColumnSet } from './statement-address'
import { usageColumns } from './usage-columns'

/** What a cell is made from: a line, or the total, which is of all of them. */
export interface CellQuestion {
  readonly figures: StatementFigures
  /** Null for the total. */
  readonly line: StatementLine | null
  readonly statement: Statement
}

/** A column of the statement; all of them hold figures. */
export interface StatementColumn {
  readonly key: string
  readonly header: string
  /** Said on hover, where the header is short. */
  readonly title?: string
  readonly render: (question: CellQuestion) => ReactNode
}

/** The columns of one set; a statement has more figures than fit side by side. */
export function listColumns(set: ColumnSet, statement: Statement): readonly StatementColumn[] {
  if (set === 'amounts') return amountColumns(statement)
  return set === 'usage' ? usageColumns(statement) : attemptColumns
}
