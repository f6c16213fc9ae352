'use client'

import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { formatPeriod } from '@/components/ui/format-date'
import { Money } from '@/components/ui/money'
import { Section } from '@/components/ui/section'
import { unattributedOf } from '@/lib/finance/files/derived-figures'
import type { Statement, StatementException } from '@/lib/finance/statement/schema'
import { formatDecimal } from '@/lib/money/decimal'
import { formatUsd } from '@/lib/money/format'
import { NoFigure } from './cell-parts'
import { formatCoverage, formatShare } from './coverage'
import { exceptionColumns } from './exception-columns'
import classes from './statement.module.css'

/** What nobody answers for, by reason and by whom it lies with. */
export function ExceptionsPanel({ statement }: { statement: Statement }) {
  const { exceptions, total } = statement
  const amount = formatDecimal(unattributedOf(total))
  return (
    <div id="exceptions" className={classes.anchor}>
      <Section title="Not attributed" note={<CoverageSentence statement={statement} />} flush>
        <DataTable
          caption="Not attributed, by reason"
          variant="bare"
          columns={columnsOf(statement)}
          rows={exceptions}
          rowKey={({ reason, label, assignee }) => `${reason}/${label}/${assignee ?? ''}`}
          rowHref={({ href }) => href}
          csv={false}
          totals={{
            amount: <Money amount={amount} atLeast={exceptions.some(({ is_at_least }) => is_at_least)} />,
            share: formatShare(amount, total.total_usd) ?? undefined,
          }}
          empty={{
            title: 'Everything on this statement is attributed',
            detail: 'Each dollar of it has a team, or a pool with an approved policy.',
          }}
        />
      </Section>
    </div>
  )
}

const columnsOf = ({ total }: Statement): Column<StatementException>[] => [
  ...exceptionColumns,
  {
    key: 'share',
    header: 'Of the total',
    kind: 'number',
    value: ({ amount_usd }) => amount_usd,
    render: ({ amount_usd }) => formatShare(amount_usd, total.total_usd) ?? <NoFigure reason="The total is nothing" />,
  },
  { key: 'requests', header: 'Requests', kind: 'count', value: ({ requests }) => requests },
]

/** `82.00% of May 1 – 31 is attributed; the other 18.00%, $1,800.00, is listed here.` */
export function CoverageSentence({ statement }: { statement: Statement }) {
  const { total, from, to } = statement
  const covered = formatCoverage(total)
  const amount = unattributedOf(total)
  if (covered === null) return <>Nothing was spent from {formatPeriod({ from, to })}.</>
  if (amount === 0n) return <>{covered} is attributed.</>
  return (
    <>
      {covered} is attributed; the other {formatShare(formatDecimal(amount), total.total_usd)}, {formatUsd(amount)}, is listed
      here by reason and by whom it lies with.
    </>
  )
}
