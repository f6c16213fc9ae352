'use client'

import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { FiguresOf } from '@/components/overview/figures-of'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Delta } from '@/components/ui/delta'
import { EmptyState } from '@/components/ui/empty-state'
import { Money } from '@/components/ui/money'
import { Section } from '@/components/ui/section'
import type { ModelsReport, SiblingRow } from '@/lib/engineering/models/schema'
import type { PeriodParams } from '@/lib/engineering/period-params'
import { siblingNote, siblingText } from './model-words'
import classes from './models.module.css'
import { ReportPanel } from './report-panel'

const title = 'Newer or cheaper siblings'

/** Models in use that have a newer or cheaper one beside them, and what the very same usage would have cost there. */
export function SiblingsPanel({ question, pageSize = 10 }: { question: PeriodParams; pageSize?: number }) {
  const [sizes, setSizes] = useState('same')
  return (
    <ReportPanel title={title} question={question} emptyOf={noSiblings}>
      {(report) => {
        const rows = report.siblings.filter(({ is_same_size }) => sizes === 'any' || is_same_size)
        return (
          <Section
            title={title}
            note={<FiguresOf period={report} asOf={report.as_of} zone={report.zone} />}
            flush
            actions={
              <SegmentedControl
                size="xs"
                aria-label="Sizes of siblings"
                value={sizes}
                onChange={setSizes}
                data={[
                  { value: 'same', label: 'Same size' },
                  { value: 'any', label: 'Any size of the line' },
                ]}
              />
            }
          >
            {rows.length === 0 ? (
              <EmptyState title="No newer or cheaper model of the same size." detail="Any size of the line shows the others." />
            ) : (
              <DataTable
                caption={title}
                variant="bare"
                columns={columns}
                rows={rows}
                rowKey={({ provider, model, sibling }) => `${provider}/${model}/${sibling}`}
                paging={{ mode: 'client', pageSize }}
                csv={`model-siblings-${report.from}-${report.to}`}
              />
            )}
            <p className={classes.note}>{siblingNote(report)}</p>
          </Section>
        )
      }}
    </ReportPanel>
  )
}

const noSiblings = (report: ModelsReport) =>
  report.siblings.length > 0
    ? null
    : { title: 'No model in use has a newer or cheaper sibling that is known.', detail: siblingNote(report) }

const released = (day: string | null) => (day === null ? 'date not known' : `released ${day}`)

const columns: readonly Column<SiblingRow>[] = [
  {
    key: 'model',
    header: 'In use',
    value: ({ model }) => model,
    render: (row) => <Named name={row.model} under={`${row.provider}, ${released(row.released)}`} />,
  },
  {
    key: 'sibling',
    header: 'Sibling',
    value: ({ sibling }) => sibling,
    render: (row) => <Named name={row.sibling} under={released(row.sibling_released)} />,
  },
  { key: 'relation', header: 'Which is', value: siblingText },
  {
    key: 'list_cost_usd',
    header: 'At its own list price',
    kind: 'money',
    value: ({ list_cost_usd }) => list_cost_usd,
    render: ({ list_cost_usd, left_out_usd, left_out_why }) => (
      <span className={classes.cell}>
        <Money amount={list_cost_usd} />
        {left_out_usd !== '0' && (
          <span className={classes.under} title={left_out_why.join('; ')}>
            without <Money amount={left_out_usd} reason={left_out_why.join('; ')} />
          </span>
        )}
      </span>
    ),
  },
  {
    key: 'sibling_cost_usd',
    header: 'At the sibling’s',
    kind: 'money',
    value: ({ sibling_cost_usd }) => sibling_cost_usd,
    render: ({ sibling_cost_usd, is_at_least }) => (
      <Money
        amount={sibling_cost_usd}
        atLeast={is_at_least}
        reason={is_at_least ? 'Some of it may reach a dearer context band of the sibling' : undefined}
      />
    ),
  },
  {
    key: 'difference_usd',
    header: 'Difference',
    kind: 'money',
    value: ({ difference_usd }) => difference_usd,
    render: ({ difference_usd, is_at_least }) => <Money amount={difference_usd} sign atLeast={is_at_least} />,
  },
  {
    key: 'change',
    header: 'Change',
    kind: 'number',
    sortable: false,
    csv: false,
    value: () => null,
    render: ({ sibling_cost_usd, list_cost_usd, is_at_least }) =>
      is_at_least ? '—' : <Delta current={sibling_cost_usd} base={list_cost_usd} />,
  },
]

const Named = ({ name, under }: { name: string; under: string }) => (
  <span className={classes.cell}>
    {name}
    <span className={classes.under}>{under}</span>
  </span>
)
