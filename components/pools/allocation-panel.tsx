import { Title } from '@mantine/core'
import { useId } from 'react'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Money } from '@/components/ui/money'
import type { AllocationView } from '@/lib/attribution/pools/loaders'
import { keptReasonLabels, poolMethodLabels } from '@/lib/attribution/pools/pool-methods'
import { formatPercent } from '@/lib/money/format'
import classes from './pools.module.css'
import { widthPercent } from './share-width'

interface AllocatedRow {
  readonly key: string
  readonly name: string
  readonly isKept: boolean
  readonly amount: string
  readonly directCost: string | null
}

/** A pool’s month: its cost, and each team’s share of it as a bar and a figure, with what stays central. */
export function AllocationPanel({ allocation }: { allocation: AllocationView; zone: string }) {
  const titleId = useId()
  const { name, cost, isAtLeast, policy, keptReason } = allocation
  const rows = listRows(allocation)
  return (
    <section aria-labelledby={titleId} className={classes.allocation}>
      <div className={classes.head}>
        <Title order={3} id={titleId}>
          {name}
        </Title>
        <span className={classes.quiet}>
          {policy ? poolMethodLabels[policy.method].label : keptReasonLabels.no_policy}
          {cost !== null && (
            <>
              {' · '}
              <Money amount={cost} atLeast={isAtLeast} />
            </>
          )}
        </span>
      </div>
      {rows.length > 0 && cost !== '0' ? (
        <DataTable
          variant="bare"
          titleOrder={4}
          caption={`Shares of ${name}`}
          columns={shareColumns(cost, isAtLeast)}
          rows={rows}
          rowKey={({ key }) => key}
          density="compact"
          csv={`pool-${allocation.pool}-${allocation.month}`}
          totals={cost === null ? undefined : { amount: <Money amount={cost} atLeast={isAtLeast} /> }}
        />
      ) : (
        <p className={classes.quiet}>{tellNothing(cost, keptReason)}</p>
      )}
    </section>
  )
}

function listRows({ received, kept, keptReason }: AllocationView): AllocatedRow[] {
  const shares = received.map(({ team, teamName, amount, directCost }) => ({
    ...{ key: team, name: teamName, isKept: false, amount, directCost },
  }))
  if (kept === null || kept === '0' || keptReason === null) return shares
  return [...shares, { key: '~kept', name: keptReasonLabels[keptReason], isKept: true, amount: kept, directCost: null }]
}

function tellNothing(cost: string | null, reason: AllocationView['keptReason']): string {
  if (cost === '0') return 'It cost nothing in this month.'
  if (cost === null && reason === null) return 'Your teams receive nothing of it.'
  return reason === null ? 'Nobody receives anything of it.' : `${keptReasonLabels[reason]}.`
}

function shareColumns(cost: string | null, isAtLeast: boolean): Column<AllocatedRow>[] {
  const share: Column<AllocatedRow> = {
    key: 'share',
    header: 'Share',
    kind: 'number',
    sortable: false,
    value: () => null,
    render: ({ amount }) => (cost === null ? '—' : (formatPercent(amount, cost) ?? '—')),
  }
  return [
    {
      key: 'name',
      header: 'Team',
      value: ({ name }) => name,
      render: ({ name, isKept }) => <span className={isKept ? classes.quiet : undefined}>{name}</span>,
    },
    ...(cost === null
      ? []
      : [
          {
            key: 'bar',
            header: 'Part',
            sortable: false,
            width: 160,
            value: () => null,
            render: ({ amount, isKept }: AllocatedRow) => (
              <span className={classes.track} aria-hidden>
                <span className={isKept ? classes.keptBar : classes.bar} style={{ width: `${widthPercent(amount, cost)}%` }} />
              </span>
            ),
          },
        ]),
    {
      key: 'amount',
      header: 'Received',
      kind: 'money',
      value: ({ amount }) => amount,
      render: ({ amount }) => <Money amount={amount} atLeast={isAtLeast} />,
    },
    ...(cost === null ? [] : [share]),
    {
      key: 'direct',
      header: 'Own direct spend',
      kind: 'money',
      value: ({ directCost }) => directCost,
      render: ({ directCost }) => (directCost === null ? '—' : <Money amount={directCost} />),
    },
  ]
}
