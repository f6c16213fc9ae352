'use client'

import dynamic from 'next/dynamic'
import { type ReactNode, useMemo } from 'react'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Money } from '@/components/ui/money'
import { ChartSection } from './chart-section'
import { formatTick, unitNames } from './chart-units'
import classes from './charts.module.css'
import { toPixels } from './to-pixels'
import { findAxis, placeSteps, type WaterfallRow, type WaterfallStep } from './waterfall-steps'

// After the figures, into a box of its height, as every chart.
const Waterfall = dynamic(() => import('./waterfall').then((module) => module.Waterfall), { ssr: false })

const rowHeightPx = 36
const axisHeightPx = 42

const columns: readonly Column<WaterfallRow>[] = [
  { key: 'label', header: 'Step', value: ({ label }) => label },
  {
    key: 'amount',
    header: 'Amount',
    kind: 'money',
    value: ({ amount }) => amount,
    render: ({ amount, kind }) => <Money amount={amount} sign={kind === 'step'} />,
  },
  { key: 'to', header: 'Leads to', kind: 'money', value: ({ to }) => to },
  { key: 'meaning', header: 'Meaning', value: ({ meaning = '' }) => meaning },
]

interface WaterfallFrameProps {
  title: string
  /** Which days, and up to when. */
  note: ReactNode
  steps: readonly WaterfallStep[]
  /** What is to be known of the figures, under the chart. */
  footnote?: string
}

/** How one amount of US dollars became another, with the table behind it. */
export function WaterfallFrame({ title, note, steps, footnote }: WaterfallFrameProps) {
  const rows = useMemo(() => placeSteps(steps), [steps])
  const axis = findAxis(rows.map(({ to }) => toPixels(to) ?? 0))
  const heightPx = rows.length * rowHeightPx + axisHeightPx
  return (
    <ChartSection
      title={title}
      note={
        <>
          {unitNames.usd} · {note}
        </>
      }
      table={
        <DataTable
          caption={title}
          variant="bare"
          columns={columns}
          rows={rows}
          rowKey={({ key }) => key}
          density="compact"
          sortable={false}
          csv="waterfall"
        />
      }
    >
      <div style={{ height: heightPx }}>
        <Waterfall rows={rows} axis={axis} heightPx={heightPx} />
      </div>
      {axis.start > 0 && (
        <figcaption className={classes.note}>The axis begins at {formatTick(axis.start, 'usd')}, not at $0.</figcaption>
      )}
      {footnote && <figcaption className={classes.note}>{footnote}</figcaption>}
    </ChartSection>
  )
}
