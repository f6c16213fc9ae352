'use client'

import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Money } from '@/components/ui/money'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import type { AllocationRow, Questions } from '@/lib/finance/questions/schema'
import { parseDecimal } from '@/lib/money/decimal'
import { formatPercent } from '@/lib/money/format'
import { NoFigure, Variance } from './cell-parts'
import { statementPageHref } from './finance-href'
import { LineLabel, questionRows } from './question-parts'

/** Who is over or under allocation. */
export function AllocationPanel({ questions: { allocation, month, is_running } }: { questions: Questions }) {
  const over = allocation.filter(({ variance_usd }) => parseDecimal(variance_usd) > 0n).length
  const counted = `${over} of ${allocation.length} over budget`
  return (
    <Section
      title="Who is over or under allocation?"
      note={
        allocation.length === 0
          ? 'No line has a monthly budget'
          : `${counted}${is_running ? ' so far, against whole months' : ''}`
      }
      actions={<TextLink href="/budgets">Budgets</TextLink>}
      flush
    >
      <DataTable
        caption="Over or under allocation"
        variant="bare"
        columns={allocationColumns}
        rows={allocation}
        rowKey={({ line_id }) => line_id}
        rowHref={({ line_id }) => statementPageHref({ month, line: line_id })}
        sortable={false}
        csv={false}
        paging={{ mode: 'client', pageSize: questionRows }}
        empty={{ title: 'No budget to compare with', detail: 'A monthly budget of a team or a cost centre shows here.' }}
      />
    </Section>
  )
}

const allocationColumns: Column<AllocationRow>[] = [
  { key: 'name', header: 'Line', value: ({ name }) => name, render: (row) => <LineLabel row={row} /> },
  {
    key: 'total',
    header: 'Total',
    kind: 'money',
    value: ({ total_usd }) => total_usd,
    render: ({ total_usd, is_at_least }) => <Money amount={total_usd} atLeast={is_at_least} />,
  },
  { key: 'budget', header: 'Budget', kind: 'money', value: ({ budget_usd }) => budget_usd },
  {
    key: 'used',
    header: 'Used',
    kind: 'number',
    value: () => null,
    render: ({ total_usd, budget_usd }) =>
      formatPercent(total_usd, budget_usd, { decimals: 0 }) ?? <NoFigure reason="The budget is nothing" />,
  },
  {
    key: 'variance',
    header: 'Variance',
    kind: 'money',
    value: ({ variance_usd }) => variance_usd,
    render: ({ variance_usd }) => <Variance amount={variance_usd} />,
  },
]
