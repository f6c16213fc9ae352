'use client'

import { formatMonth } from '@/components/overview/format-month'
import { atLeastReason } from '@/components/ui/cost'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Money } from '@/components/ui/money'
import { Section } from '@/components/ui/section'
import { parseDecimal } from '@/lib/money/decimal'
import type { Coverage } from '@/lib/triage/coverage'
import type { Means } from '@/lib/triage/loaders'
import { percentWords } from './finding-cost'
import { TargetForm } from './target-form'
import classes from './triage.module.css'
import type { TriageActions } from './use-triage-actions'

type Month = Coverage['months'][number]

const isMissed = ({ attributedPercent, targetPercent }: Month) =>
  attributedPercent !== null && targetPercent !== null && parseDecimal(attributedPercent) < parseDecimal(targetPercent)

const money = (key: string, header: string, value: (month: Month) => string, isBounded = false): Column<Month> => ({
  key,
  header,
  kind: 'money',
  value,
  render: (month) => (
    <Money
      amount={value(month)}
      atLeast={isBounded && month.isAtLeast}
      reason={isBounded && month.isAtLeast ? atLeastReason : undefined}
    />
  ),
})

const columns: readonly Column<Month>[] = [
  { key: 'month', header: 'Month', value: ({ month }) => month, render: ({ month }) => formatMonth(month) },
  {
    key: 'percent',
    header: 'Attributed',
    kind: 'number',
    value: ({ attributedPercent }) => attributedPercent,
    unknownReason: 'Nothing was spent',
    render: ({ attributedPercent }) => (attributedPercent === null ? 'nothing spent' : `${attributedPercent}%`),
  },
  {
    key: 'target',
    header: 'Target',
    kind: 'number',
    value: ({ targetPercent }) => targetPercent,
    render: (month) =>
      month.targetPercent === null ? (
        <span className={classes.remark}>none</span>
      ) : (
        `${percentWords(month.targetPercent)}, ${month.attributedPercent === null ? 'open' : isMissed(month) ? 'missed' : 'met'}`
      ),
  },
  money('attributed', 'To teams', ({ attributedUsd }) => attributedUsd),
  money('shared', 'Approved shared', ({ sharedUsd }) => sharedUsd),
  money('unapproved', 'Shared, not approved', ({ unapprovedSharedUsd }) => unapprovedSharedUsd),
  money('unattributed', 'Unattributed', ({ unattributedUsd }) => unattributedUsd),
  money('total', 'Total', ({ totalUsd }) => totalUsd, true),
  money('estimated', 'Estimated, apart', ({ estimatedUsd }) => estimatedUsd),
]

interface CoverageMonthsProps {
  coverage: Coverage
  means: Means
  actions: TriageActions
  today: string
}

/** Coverage month by month, beside its target. */
export function CoverageMonths({ coverage, means, actions, today }: CoverageMonthsProps) {
  const rows = coverage.months.toReversed()
  return (
    <Section
      title="Coverage by month"
      note="Attributed is what teams own and what is in pools with an approved policy, of all that is spent. Estimates are in none of it."
      flush
    >
      {means.canResolve && <TargetForm actions={actions} today={today} current={rows[0]?.targetPercent ?? null} />}
      <DataTable
        caption="Coverage by month"
        variant="bare"
        columns={columns}
        rows={rows}
        rowKey={({ month }) => month}
        sortable={false}
        csv="coverage-by-month"
        empty={{ title: 'Nothing was spent in these months.' }}
      />
    </Section>
  )
}
