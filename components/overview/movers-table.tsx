'use client'

import { only, spendHref } from '@/components/spend/spend-href'
import { Cost } from '@/components/ui/cost'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Delta } from '@/components/ui/delta'
import { EmptyState } from '@/components/ui/empty-state'
import { formatPeriod } from '@/components/ui/format-date'
import { Section } from '@/components/ui/section'
import type { Overview } from '@/lib/reports/overview/queries'
import { sharedValue } from '@/lib/reports/spend/dimension-names'
import { FiguresOf } from './figures-of'

type Comparison = NonNullable<Overview['comparison']>
type Move = Comparison['movers'][number]

const title = 'Top movers'

/** The teams whose spend changed most, in complete days: today is not over, and would make everybody look thrifty. */
export function MoversTable({ overview }: { overview: Overview }) {
  const { comparison, asOf, zone } = overview
  if (comparison === null) {
    return (
      <Section title={title}>
        <EmptyState
          title="The month has no complete day yet"
          detail="From tomorrow on, its days are compared with the same days of last month."
        />
      </Section>
    )
  }
  const { period, previousPeriod, movers } = comparison
  const nameOf = ({ team }: Move) =>
    team === null ? 'Nobody' : team === sharedValue ? 'Shared pools' : (overview.names.team[team] ?? team)
  return (
    <Section title={title} note={<FiguresOf {...{ period, asOf, zone }} against={previousPeriod} />} flush>
      <DataTable
        caption={title}
        variant="bare"
        columns={moverColumns(nameOf, comparison)}
        rows={movers}
        rowKey={({ team }) => team ?? '~none'}
        rowHref={({ team }) => spendHref({ period, groupBy: ['model'], filters: { team: only(team) }, compare: 'last_month' })}
        empty={{ title: 'No team’s spend changed' }}
      />
    </Section>
  )
}

const moverColumns = (nameOf: (row: Move) => string, { previousPeriod }: Comparison): Column<Move>[] => [
  { key: 'team', header: 'Team', value: nameOf },
  {
    key: 'cost',
    header: 'Cost',
    kind: 'money',
    value: ({ costUsd }) => costUsd,
    render: (row) => <Cost amount={row.costUsd} atLeast={row.isAtLeast} />,
  },
  {
    key: 'previous',
    header: 'Last month',
    kind: 'money',
    value: ({ previousCostUsd }) => previousCostUsd,
    render: (row) => <Cost amount={row.previousCostUsd} atLeast={row.isPreviousAtLeast} />,
  },
  {
    key: 'change',
    header: 'Change',
    kind: 'money',
    value: ({ changeUsd }) => changeUsd,
    render: ({ costUsd, previousCostUsd }) => (
      <Delta current={costUsd} base={previousCostUsd} show="amount" against={formatPeriod(previousPeriod)} />
    ),
  },
]
