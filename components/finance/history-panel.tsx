'use client'

import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { formatInstant } from '@/components/ui/format-date'
import { Money } from '@/components/ui/money'
import { Section } from '@/components/ui/section'
import { StatusBadge } from '@/components/ui/status-badge'
import type { Statement } from '@/lib/finance/statement/schema'
import shared from './finance.module.css'
import { statementPageHref } from './finance-href'

type Version = Statement['versions'][number]

/** Every version of the month that was published; none of them ever changes. */
export function HistoryPanel({ statement }: { statement: Statement }) {
  const { month, versions } = statement
  return (
    <Section title="Published versions" note="A version never changes: its address shows the same figures for good." flush>
      <DataTable
        caption="Published versions"
        variant="bare"
        columns={versionColumns(statement)}
        rows={versions}
        rowKey={({ version }) => String(version)}
        rowHref={({ version }) => statementPageHref({ month, version })}
        sortable={false}
        csv={false}
        empty={{ title: 'Nothing of this month was published yet', detail: 'Finance publishes a month when it closes it.' }}
      />
    </Section>
  )
}

const versionColumns = ({ zone, version: shown }: Statement): Column<Version>[] => [
  {
    key: 'version',
    header: 'Version',
    value: ({ version }) => `Version ${version}`,
  },
  {
    key: 'shown',
    header: 'Here',
    value: ({ version }) => (version === shown ? 'shown' : ''),
    render: ({ version }) =>
      version === shown ? <StatusBadge label="Shown" tone="active" /> : <span className={shared.dimmed}>—</span>,
  },
  {
    key: 'total',
    header: 'Total',
    kind: 'money',
    value: ({ total_usd }) => total_usd,
    render: ({ total_usd }) => <Money amount={total_usd} />,
  },
  { key: 'published_by', header: 'Published by', value: ({ published_by }) => published_by },
  {
    key: 'published_at',
    header: 'When',
    value: ({ published_at }) => published_at,
    render: ({ published_at }) => formatInstant(published_at, zone),
  },
  {
    key: 'note',
    header: 'Note',
    value: ({ note }) => note ?? '',
    render: ({ note }) => note ?? <span className={shared.dimmed}>—</span>,
  },
]
