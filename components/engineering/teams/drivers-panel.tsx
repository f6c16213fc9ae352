'use client'

import { useQuery } from '@tanstack/react-query'
import { FiguresOf } from '@/components/overview/figures-of'
import { only, spendHref } from '@/components/spend/spend-href'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Delta } from '@/components/ui/delta'
import { formatPeriod } from '@/components/ui/format-date'
import { Money } from '@/components/ui/money'
import { Section } from '@/components/ui/section'
import { featuresOptions } from '@/lib/engineering/features/client'
import type { FeaturesQuestion, FeaturesReport } from '@/lib/engineering/features/schema'
import { type Driver, rankDrivers } from '@/lib/engineering/teams/rank-drivers'
import { noneValue } from '@/lib/reports/spend/dimension-names'
import { nameOfRow } from '../features/feature-words'

const mostDrivers = 5

/** The features whose cost changed most against the period before. */
export function DriversPanel({ question }: { question: FeaturesQuestion }) {
  const { data: report, error, refetch } = useQuery(featuresOptions(question))
  const { from, to, filters, by } = question
  return (
    <Section
      title="What drives it"
      note={report && <FiguresOf period={report} against={report.previous} asOf={report.as_of} zone={report.zone} />}
      flush
    >
      <DataTable
        caption="What drives it"
        variant="bare"
        columns={driverColumns(question, report)}
        rows={report ? rankDrivers(report.rows, mostDrivers) : []}
        rowKey={({ key, kind }) => `${kind} ${key ?? noneValue}`}
        rowHref={({ key }) =>
          spendHref({ period: { from, to }, groupBy: ['model', 'route'], filters: { ...filters, [by]: only(key) } })
        }
        loading={!report && !error}
        error={error ? { message: error.message, onRetry: () => void refetch() } : null}
        empty={{ title: 'Nothing changed.', detail: 'Everything cost as much as in the period before.' }}
        sortable={false}
        csv={false}
      />
    </Section>
  )
}

const driverColumns = ({ by }: FeaturesQuestion, report: FeaturesReport | undefined): Column<Driver>[] => [
  { key: by, header: by === 'feature' ? 'Feature' : 'Service', value: (row) => nameOfRow(row, by) },
  {
    key: 'cost',
    header: 'Cost',
    kind: 'money',
    value: ({ cost_usd }) => cost_usd,
    render: ({ cost_usd, is_at_least }) => <Money amount={cost_usd} atLeast={is_at_least} />,
  },
  {
    key: 'change',
    header: 'Change',
    kind: 'money',
    value: ({ change_usd }) => change_usd,
    render: ({ cost_usd, previous_cost_usd }) => (
      <Delta current={cost_usd} base={previous_cost_usd ?? '0'} show="amount" against={report && formatPeriod(report.previous)} />
    ),
  },
]
