'use client'

import { only, spendHref } from '@/components/spend/spend-href'
import { Cost } from '@/components/ui/cost'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { formatCount } from '@/components/ui/format-count'
import { Section } from '@/components/ui/section'
import { formatPercent } from '@/lib/money/format'
import type { Overview } from '@/lib/reports/overview/queries'
import { type DimensionName, sharedValue } from '@/lib/reports/spend/dimension-names'
import { FiguresOf } from './figures-of'

type Part = Overview['total']

const pageSize = 10

/** The month by team, what costs most first. */
export function TeamTable({ overview }: { overview: Overview }) {
  return <OwnerTable overview={overview} title="By team" header="Team" dimension="team" none="Nobody" rows={overview.teams} />
}

/** The month by cost centre, what costs most first. */
export function CostCenterTable({ overview }: { overview: Overview }) {
  return (
    <OwnerTable
      overview={overview}
      title="By cost centre"
      header="Cost centre"
      dimension="cost_center"
      none="No cost centre"
      rows={overview.costCenters}
    />
  )
}

interface OwnerTableProps {
  overview: Overview
  title: string
  header: string
  dimension: 'team' | 'cost_center'
  /** What stands for usage without an owner of this kind. */
  none: string
  rows: readonly Part[]
}

function OwnerTable({ overview, title, header, dimension, none, rows }: OwnerTableProps) {
  const { period, asOf, zone, total, names } = overview
  const nameOf = ({ key }: Part) =>
    key === null ? none : key === sharedValue ? 'Shared pools' : nameOwner(names[dimension], key)
  return (
    <Section title={title} note={<FiguresOf {...{ period, asOf, zone }} />} flush>
      <DataTable
        caption={title}
        variant="bare"
        columns={ownerColumns(header, nameOf, total)}
        rows={rows}
        rowKey={({ key }) => key ?? '~none'}
        rowHref={({ key }) => spendHref({ period, groupBy: [finerThan(dimension, key)], filters: { [dimension]: only(key) } })}
        paging={{ mode: 'client', pageSize }}
        totals={{
          cost: <Cost amount={total.costUsd} atLeast={total.isAtLeast} />,
          requests: formatCount(total.requests),
        }}
        empty={{ title: 'No spend in this month' }}
      />
    </Section>
  )
}

const finerThan = (dimension: 'team' | 'cost_center', key: string | null): DimensionName =>
  dimension === 'cost_center' ? 'team' : key === sharedValue ? 'pool' : 'model'

/** A code with its name, where the name says more. */
function nameOwner(names: Readonly<Record<string, string>>, code: string): string {
  const name = names[code]
  return name === undefined || name === code ? code : /^[a-z]/i.test(code) ? name : `${code} ${name}`
}

const ownerColumns = (header: string, nameOf: (row: Part) => string, total: Part): Column<Part>[] => [
  { key: 'name', header, value: nameOf },
  {
    key: 'cost',
    header: 'Cost',
    kind: 'money',
    value: ({ costUsd }) => costUsd,
    render: (row) => <Cost amount={row.costUsd} atLeast={row.isAtLeast} />,
  },
  {
    key: 'share',
    header: 'Share',
    kind: 'number',
    // The order of shares is that of costs, and the file holds these exactly.
    value: ({ costUsd }) => costUsd,
    render: ({ costUsd }) => formatPercent(costUsd, total.costUsd) ?? '—',
  },
  { key: 'requests', header: 'Requests', kind: 'count', value: ({ requests }) => requests },
]
