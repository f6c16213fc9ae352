import type { Column } from '@/components/ui/data-table-columns'
import { Money } from '@/components/ui/money'
import type { StatementException } from '@/lib/finance/statement/schema'
import classes from './statement.module.css'

const atLeastReason = 'Some requests in it have no price or no known tokens'

/** Why nobody answers for some spend, with whom it lies, and how much it is. */
export const exceptionColumns: readonly Column<StatementException>[] = [
  { key: 'reason', header: 'Reason', value: ({ label }) => label },
  {
    key: 'assignee',
    header: 'Lies with',
    value: ({ assignee }) => assignee ?? '',
    render: ({ assignee }) => assignee ?? <span className={classes.none}>nobody was asked</span>,
  },
  {
    key: 'amount',
    header: 'Amount',
    kind: 'money',
    value: ({ amount_usd }) => amount_usd,
    render: ({ amount_usd, is_at_least }) => (
      <Money amount={amount_usd} atLeast={is_at_least} reason={is_at_least ? atLeastReason : undefined} />
    ),
  },
]
