'use client'

import { only, spendHref } from '@/components/spend/spend-href'
import { Cost } from '@/components/ui/cost'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { formatCount } from '@/components/ui/format-count'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import type { Overview } from '@/lib/reports/overview/queries'
import { FiguresOf } from './figures-of'
import { describeReason } from './gap-reasons'
import classes from './overview.module.css'

type Part = Overview['total']

const title = 'Unattributed, by reason'

/** What has no owner and why, and what has no known cost. */
export function GapsPanel({ overview }: { overview: Overview }) {
  const { period, asOf, zone, unattributed, total } = overview
  if (unattributed === null) return null
  return (
    <Section title={title} note={<FiguresOf {...{ period, asOf, zone }} />} flush>
      <DataTable
        caption={title}
        variant="bare"
        columns={reasonColumns}
        rows={unattributed.reasons}
        rowKey={({ key }) => key ?? '~none'}
        rowHref={({ key }) =>
          spendHref({ period, groupBy: ['service'], filters: { team: only(null), unowned_reason: only(key) } })
        }
        totals={{
          cost: <Cost amount={unattributed.total.costUsd} atLeast={unattributed.total.isAtLeast} />,
          requests: formatCount(unattributed.total.requests),
        }}
        empty={{ title: 'Every request has an owner' }}
      />
      <UnknownCost period={period} total={total} />
    </Section>
  )
}

function UnknownCost({ period, total }: { period: Overview['period']; total: Part }) {
  const { unpricedRequests, missingTokenRequests, requests } = total
  if (unpricedRequests + missingTokenRequests === 0) return null
  const rows = [
    { label: 'without a price', count: unpricedRequests, order: '-unpriced_requests' },
    { label: 'without token counts', count: missingTokenRequests, order: '-missing_token_requests' },
  ].filter(({ count }) => count > 0)
  return (
    <p className={classes.remark}>
      Of {formatCount(requests)} requests,{' '}
      {rows.map(({ label, count, order }, index) => (
        <span key={order}>
          {index > 0 && ' and '}
          <TextLink href={spendHref({ period, groupBy: ['provider', 'model'], order })}>
            {formatCount(count)} {label}
          </TextLink>
        </span>
      ))}{' '}
      count in no cost, so spend is at least what is shown.
    </p>
  )
}

const reasonColumns: Column<Part>[] = [
  { key: 'reason', header: 'Reason', value: ({ key }) => describeReason(key ?? '') },
  {
    key: 'cost',
    header: 'Cost',
    kind: 'money',
    value: ({ costUsd }) => costUsd,
    render: (row) => <Cost amount={row.costUsd} atLeast={row.isAtLeast} />,
  },
  { key: 'requests', header: 'Requests', kind: 'count', value: ({ requests }) => requests },
]
