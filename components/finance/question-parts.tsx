import type { StatementLine } from '@/lib/finance/statement/schema'
import shared from './finance.module.css'
import { describeLevel } from './line-words'
import classes from './statement.module.css'

/** How many rows of an answer show at once. */
export const questionRows = 5

/** What a row is about: the line's name, and what kind of line it is. */
export function LineLabel({ row }: { row: Pick<StatementLine, 'name' | 'code' | 'level' | 'owner_kind'> }) {
  return (
    <span className={classes.words}>
      <span>{row.name}</span>
      <span className={shared.below}>{describeLevel(row)}</span>
    </span>
  )
}
