'use client'

import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Delta } from '@/components/ui/delta'
import { formatPeriod } from '@/components/ui/format-date'
import { Money } from '@/components/ui/money'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import type { GrowthRow, Questions } from '@/lib/finance/questions/schema'
import { movementHref, statementPageHref } from './finance-href'
import { LineLabel, questionRows } from './question-parts'

const kinds = [
  { value: 'teams', label: 'Teams' },
  { value: 'cost_centers', label: 'Cost centres' },
] as const

/** What grows fastest, by dollars. */
export function GrowthPanel({ questions }: { questions: Questions }) {
  const { growth, month } = questions
  const [kind, setKind] = useState<(typeof kinds)[number]['value']>('teams')
  return (
    <Section
      title="What grows fastest?"
      note={describeComparison(questions)}
      actions={<TextLink href={movementHref(month)}>Why it moved</TextLink>}
      flush
    >
      <DataTable
        caption="What grows fastest"
        variant="bare"
        toolbar={
          <SegmentedControl
            size="xs"
            aria-label="What grows fastest: of what"
            value={kind}
            onChange={(value) => setKind(kinds.find((one) => one.value === value)?.value ?? 'teams')}
            data={[...kinds]}
          />
        }
        columns={growthColumns(growth)}
        rows={growth[kind]}
        rowKey={({ line_id }) => line_id}
        rowHref={({ line_id }) => statementPageHref({ month, line: line_id })}
        sortable={false}
        csv={false}
        paging={{ mode: 'client', pageSize: questionRows }}
        empty={
          growth.period === null
            ? {
                title: 'The month has no complete day yet',
                detail: 'From tomorrow on, its days are compared with the same days of last month.',
              }
            : { title: kind === 'teams' ? 'No team’s spend grew' : 'No cost centre’s spend grew' }
        }
      />
    </Section>
  )
}

function describeComparison({ growth: { basis, period, prior_period } }: Questions): string {
  if (period === null) return 'Nothing to compare yet.'
  const days = `${formatPeriod(period)} against ${formatPeriod(prior_period)}`
  return basis === 'total' ? `${days}, shares of pools in it` : `${days}: direct spend of complete days`
}

const growthColumns = ({ prior_period }: Questions['growth']): Column<GrowthRow>[] => [
  { key: 'name', header: 'Line', value: ({ name }) => name, render: (row) => <LineLabel row={row} /> },
  {
    key: 'current',
    header: 'Now',
    kind: 'money',
    value: ({ current_usd }) => current_usd,
    render: ({ current_usd, is_at_least }) => <Money amount={current_usd} atLeast={is_at_least} />,
  },
  {
    key: 'prior',
    header: 'Before',
    kind: 'money',
    value: ({ prior_usd }) => prior_usd,
    render: ({ prior_usd }) => (prior_usd === null ? '—' : <Money amount={prior_usd} />),
  },
  {
    key: 'growth',
    header: 'Growth',
    kind: 'money',
    value: ({ growth_usd }) => growth_usd,
    render: ({ growth_usd, current_usd, prior_usd }) =>
      prior_usd === null ? (
        <>
          <Money amount={growth_usd} sign /> new
        </>
      ) : (
        <Delta current={current_usd} base={prior_usd} show="amount" against={formatPeriod(prior_period)} />
      ),
  },
]
