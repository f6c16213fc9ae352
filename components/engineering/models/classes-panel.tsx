'use client'

import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { Legend } from '@/components/charts/legend'
import { FiguresOf } from '@/components/overview/figures-of'
import { widthPercent } from '@/components/pools/share-width'
import { Cost } from '@/components/ui/cost'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Money } from '@/components/ui/money'
import { Section } from '@/components/ui/section'
import type { ClassCostRow, ModelRow, ModelsReport } from '@/lib/engineering/models/schema'
import type { PeriodParams } from '@/lib/engineering/period-params'
import { formatPercent } from '@/lib/money/format'
import { ClassMix, classColors } from './class-mix'
import { groupCost, labelClass, quantityText, unitCost, usedGroups } from './model-words'
import classes from './models.module.css'
import { ReportPanel } from './report-panel'

const title = 'What each class costs'

/** Cost by class of usage: uncached, cached and written input, output and all else. The parts add up to the cost, exactly. */
export function ClassesPanel({ question }: { question: PeriodParams }) {
  const [view, setView] = useState('class')
  return (
    <ReportPanel title={title} question={question} heightPx={320}>
      {(report) => (
        <Section
          title={title}
          note={<FiguresOf period={report} asOf={report.as_of} zone={report.zone} />}
          flush
          actions={
            <SegmentedControl
              size="xs"
              aria-label={`${title}: by class or by model`}
              value={view}
              onChange={setView}
              data={[
                { value: 'class', label: 'By class' },
                { value: 'model', label: 'By model' },
              ]}
            />
          }
        >
          <div className={classes.split}>
            <Legend series={usedGroups([report.total.classes]).map(({ key, label }) => ({ key, label }))} colors={classColors} />
            <ClassMix split={report.total.classes} costUsd={report.total.cost_usd} label="All models" isWhole />
          </div>
          {view === 'class' ? <ByClass report={report} /> : <ByModel report={report} />}
        </Section>
      )}
    </ReportPanel>
  )
}

function ByClass({ report: { total, from, to } }: { report: ModelsReport }) {
  return (
    <DataTable
      caption="Cost by class"
      variant="bare"
      columns={classColumns(total.cost_usd)}
      rows={total.classes}
      rowKey={({ name }) => name}
      totals={{ cost_usd: <TotalCost part={total} />, share: total.cost_usd === '0' ? undefined : '100%' }}
      csv={`cost-by-class-${from}-${to}`}
    />
  )
}

const TotalCost = ({ part }: { part: { cost_usd: string; is_at_least: boolean } }) => (
  <Cost amount={part.cost_usd} atLeast={part.is_at_least} />
)

const classColumns = (totalUsd: string): Column<ClassCostRow>[] => [
  { key: 'name', header: 'Class', value: ({ name }) => labelClass(name) },
  {
    key: 'quantity',
    header: 'Counted',
    kind: 'number',
    value: ({ quantity }) => quantity,
    render: ({ name, quantity }) => (name === 'other' ? '—' : quantityText(quantity)),
  },
  {
    key: 'unit_cost',
    header: 'Paid per unit',
    kind: 'money',
    sortable: false,
    value: (row) => unitCost(row)?.usd ?? null,
    render: (row) => {
      const unit = unitCost(row)
      return unit === null ? (
        '—'
      ) : (
        <span className={classes.cell}>
          <Money amount={unit.usd} />
          <span className={classes.under}>{unit.unit}</span>
        </span>
      )
    },
  },
  { key: 'cost_usd', header: 'Cost', kind: 'money', value: ({ cost_usd }) => cost_usd, render: (row) => <ClassCost row={row} /> },
  {
    key: 'share',
    header: 'Share',
    kind: 'number',
    csv: false,
    value: ({ cost_usd }) => cost_usd,
    render: ({ cost_usd }) => (
      <span className={classes.share}>
        <span className={classes.track} aria-hidden="true">
          <span
            className={classes.fill}
            style={{ width: `${cost_usd.startsWith('-') ? '0' : widthPercent(cost_usd, totalUsd)}%` }}
          />
        </span>
        <span>{formatPercent(cost_usd, totalUsd) ?? '—'}</span>
      </span>
    ),
  },
]

/** A class of which some or all has no price costs at least so much, or nobody knows. */
function ClassCost({ row: { cost_usd, quantity, unpriced_quantity } }: { row: ClassCostRow }) {
  const isOpen = unpriced_quantity !== '0'
  return (
    <Money
      amount={isOpen && quantity === unpriced_quantity ? null : cost_usd}
      atLeast={isOpen}
      reason={isOpen ? `${quantityText(unpriced_quantity)} of these have no price` : undefined}
    />
  )
}

function ByModel({ report: { models, total, from, to } }: { report: ModelsReport }) {
  const groups = usedGroups(models.map((row) => row.classes))
  const columns: Column<ModelRow>[] = [
    { key: 'model', header: 'Model', value: ({ model }) => model },
    { key: 'provider', header: 'Provider', value: ({ provider }) => provider },
    ...groups.map(
      (group): Column<ModelRow> => ({
        key: group.key,
        header: group.label,
        kind: 'money',
        value: (row) => groupCost(row.classes, group),
        render: (row) => {
          const amount = groupCost(row.classes, group)
          return amount === '0' ? '—' : <Money amount={amount} />
        },
      }),
    ),
    {
      key: 'cost_usd',
      header: 'Cost',
      kind: 'money',
      value: ({ cost_usd }) => cost_usd,
      render: (row) => <TotalCost part={row} />,
    },
  ]
  return (
    <DataTable
      caption="Cost by model and class"
      variant="bare"
      columns={columns}
      rows={models}
      rowKey={({ provider, model }) => `${provider}/${model}`}
      paging={{ mode: 'client', pageSize: 15 }}
      totals={{
        ...Object.fromEntries(
          groups.map((group) => [group.key, <Money key={group.key} amount={groupCost(total.classes, group)} />]),
        ),
        cost_usd: <TotalCost part={total} />,
      }}
      csv={`cost-by-model-and-class-${from}-${to}`}
    />
  )
}
