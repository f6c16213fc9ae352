'use client'

import { formatMonth } from '@/components/overview/format-month'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Delta } from '@/components/ui/delta'
import { formatInstant } from '@/components/ui/format-date'
import { Money } from '@/components/ui/money'
import { Section } from '@/components/ui/section'
import { StatusBadge } from '@/components/ui/status-badge'
import { TextLink } from '@/components/ui/text-link'
import { monthBefore } from '@/lib/finance/statement/month-text'
import type { StatementMonth, StatementMonths } from '@/lib/finance/statement/months-schema'
import { NoFigure } from './cell-parts'
import { formatCoverage } from './coverage'
import shared from './finance.module.css'
import { statementPageHref } from './finance-href'
import classes from './statement.module.css'

/** Every month that has usage, and what was published of it. Whoever sees a part sees nothing of nobody’s: there is no coverage then. */
export function MonthsPanel({ list, seesEverything }: { list: StatementMonths; seesEverything: boolean }) {
  return (
    <Section title="Statements" note={`Months are those of ${list.zone}.`} flush>
      <DataTable
        caption="Statements"
        variant="bare"
        columns={monthColumns(list).filter(({ key }) => seesEverything || key !== 'coverage')}
        rows={list.months}
        rowKey={({ month }) => month}
        rowHref={({ month }) => statementPageHref({ month })}
        sortable={false}
        csv={false}
        paging={{ mode: 'client', pageSize: 6 }}
      />
    </Section>
  )
}

function monthColumns({ months, zone }: StatementMonths): Column<StatementMonth>[] {
  const totals = new Map(months.map(({ month, total_usd }) => [month, total_usd]))
  return [
    {
      key: 'month',
      header: 'Month',
      value: ({ month }) => month,
      render: ({ month }) => formatMonth(month),
    },
    {
      key: 'state',
      header: 'State',
      value: ({ published }) => (published === null ? 'Draft' : `Published v${published.version}`),
      render: (row) => <MonthState row={row} />,
    },
    {
      key: 'total',
      header: 'Total',
      kind: 'money',
      value: ({ total_usd }) => total_usd,
      render: ({ total_usd, is_at_least }) => (
        <Money amount={total_usd} atLeast={is_at_least} reason={is_at_least ? atLeastReason : undefined} />
      ),
    },
    {
      key: 'change',
      header: 'Change',
      kind: 'number',
      value: () => null,
      render: ({ month, total_usd, is_running }) =>
        is_running ? (
          <NoFigure reason="The month is not over" />
        ) : (
          <Delta current={total_usd} base={totals.get(monthBefore(month)) ?? null} against={formatMonth(monthBefore(month))} />
        ),
    },
    {
      key: 'coverage',
      header: 'Attributed',
      kind: 'number',
      value: ({ attributed_usd }) => attributed_usd,
      render: (row) => formatCoverage(row) ?? <NoFigure reason="There is nothing to attribute" />,
    },
    {
      key: 'published',
      header: 'Published',
      value: ({ published }) => published?.published_at ?? '',
      render: ({ published }) =>
        published === null ? (
          <span className={shared.dimmed}>not yet</span>
        ) : (
          <span className={classes.words}>
            <span>{formatInstant(published.published_at, zone)}</span>
            <span className={shared.below}>by {published.published_by}</span>
          </span>
        ),
    },
  ]
}

const atLeastReason = 'Some requests have no price or no known token counts'

function MonthState({ row: { month, is_running, published } }: { row: StatementMonth }) {
  if (published === null) return <StatusBadge label={is_running ? 'Draft, month running' : 'Draft'} tone="off" />
  return (
    <span className={classes.badges}>
      <TextLink href={statementPageHref({ month, version: published.version })}>
        <StatusBadge label={`Published v${published.version}`} tone="locked" />
      </TextLink>
      {published.is_changed && <StatusBadge label="Changed since" tone="attention" />}
    </span>
  )
}
