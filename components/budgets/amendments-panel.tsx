'use client'

import { Button } from '@mantine/core'
import { Moment } from '@/components/settings/moment'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { formatDate } from '@/components/ui/format-date'
import { StatusBadge } from '@/components/ui/status-badge'
import { TextLink } from '@/components/ui/text-link'
import type { BudgetPageData } from '@/lib/budgets/loaders'
import type { AmendmentView } from '@/lib/budgets/read-budget'
import classes from './budgets.module.css'

/** Every amount that the budget had, who asked for it and who approved it. */
export function AmendmentsPanel({ data, onPlan }: { data: BudgetPageData; onPlan?: () => void }) {
  const { amendments, zone, canReadAudit, hasPlan } = data
  const columns: Column<AmendmentView>[] = [
    {
      key: 'from',
      header: 'From',
      value: ({ effectiveFrom }) => effectiveFrom,
      render: ({ effectiveFrom }) => formatDate(effectiveFrom),
    },
    { key: 'amount', header: 'Amount', kind: 'money', value: ({ amount }) => amount },
    {
      key: 'in_force',
      header: 'In this period',
      value: ({ isInForce }) => (isInForce ? 'in force' : ''),
      render: ({ isInForce }) =>
        isInForce ? <StatusBadge label="In force" tone="active" /> : <span className={classes.dimmed}>—</span>,
    },
    { key: 'reason', header: 'Reason', value: ({ reason }) => reason },
    { key: 'requested_by', header: 'Asked by', value: ({ requestedBy }) => requestedBy },
    { key: 'approved_by', header: 'Approved by', value: ({ approvedBy }) => approvedBy },
    {
      key: 'approved_at',
      header: 'Approved',
      value: ({ approvedAt }) => approvedAt,
      render: ({ approvedAt }) => <Moment at={approvedAt} zone={zone} />,
    },
  ]
  return (
    <div>
      <DataTable
        caption="Amounts over time"
        columns={columns}
        rows={amendments}
        rowKey={({ id }) => id}
        csv="amendments"
        toolbar={
          onPlan && (
            <Button size="xs" variant="default" onClick={onPlan}>
              {hasPlan ? 'Change plan' : 'Plan by month'}
            </Button>
          )
        }
      />
      {canReadAudit && (
        <p className={classes.note}>
          Every change, with what it was before and after, is in the{' '}
          <TextLink href="/settings/audit?subject=budget">audit log</TextLink>.
        </p>
      )}
    </div>
  )
}
