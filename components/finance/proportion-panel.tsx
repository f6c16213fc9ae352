'use client'

import { spendHref } from '@/components/spend/spend-href'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { formatCount } from '@/components/ui/format-count'
import { Money } from '@/components/ui/money'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import type { ProportionRow, Questions } from '@/lib/finance/questions/schema'
import { formatPercent } from '@/lib/money/format'
import { LineLabel, questionRows } from './question-parts'

/** Where cost is out of proportion to usage. */
export function ProportionPanel({ questions }: { questions: Questions }) {
  const { proportion, from, to, requests } = questions
  return (
    <Section
      title="Where is cost out of proportion to usage?"
      note={`Direct cost above what the share of ${formatCount(requests)} requests would come to`}
      actions={
        <TextLink href={spendHref({ period: { from, to }, groupBy: ['team', 'model_family'] })}>By team and model</TextLink>
      }
      flush
    >
      <DataTable
        caption="Out of proportion to usage"
        variant="bare"
        columns={proportionColumns(questions)}
        rows={proportion}
        rowKey={({ line_id }) => line_id}
        rowHref={({ filters }) => spendHref({ period: { from, to }, groupBy: ['model'], filters })}
        sortable={false}
        csv={false}
        paging={{ mode: 'client', pageSize: questionRows }}
        empty={{ title: 'Cost follows usage', detail: 'No team costs more than its share of the requests.' }}
      />
    </Section>
  )
}

const proportionColumns = ({ requests, direct_usd }: Questions): Column<ProportionRow>[] => [
  { key: 'name', header: 'Line', value: ({ name }) => name, render: (row) => <LineLabel row={row} /> },
  {
    key: 'direct',
    header: 'Direct cost',
    kind: 'money',
    value: ({ direct_usd }) => direct_usd,
    render: ({ direct_usd, is_at_least }) => <Money amount={direct_usd} atLeast={is_at_least} />,
  },
  {
    key: 'cost_share',
    header: 'Of cost',
    kind: 'number',
    value: () => null,
    render: (row) => formatPercent(row.direct_usd, direct_usd),
  },
  {
    key: 'request_share',
    header: 'Of requests',
    kind: 'number',
    value: () => null,
    render: (row) => formatPercent(BigInt(row.requests), BigInt(requests)),
  },
  {
    key: 'excess',
    header: 'Above',
    kind: 'money',
    value: ({ excess_usd }) => excess_usd,
    render: ({ excess_usd }) => <Money amount={excess_usd} sign />,
  },
]
