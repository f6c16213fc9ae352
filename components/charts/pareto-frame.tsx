'use client'

import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Money } from '@/components/ui/money'
import { ChartSection } from './chart-section'
import classes from './charts.module.css'
import type { ParetoPoint } from './pareto'

// After the figures, into a box of its height, as every chart.
const Pareto = dynamic(() => import('./pareto').then((module) => module.Pareto), { ssr: false })

const heightPx = 320

export interface ParetoFrameProps {
  title: string
  note: ReactNode
  /** What is ranked, for one: `feature`. */
  noun: string
  /** Above the chart: what it says, in a sentence. */
  children?: ReactNode
  /** Under the chart. */
  footnote?: ReactNode
  /** The dearest first. */
  points: readonly ParetoPoint[]
}

/** Which few make most of the cost: bars, the line of what they make together, and the table of the same numbers. */
export function ParetoFrame({ title, note, noun, children, footnote, points }: ParetoFrameProps) {
  return (
    <ChartSection
      title={title}
      note={note}
      before={children}
      table={
        <DataTable
          caption={title}
          variant="bare"
          columns={columnsFor(noun)}
          rows={points}
          rowKey={({ key }) => key}
          density="compact"
          paging={{ mode: 'client', pageSize: 25 }}
          sortable={false}
          csv="pareto"
        />
      }
    >
      <ul className={classes.legend} aria-label="Legend">
        <LegendEntry mark={<BarMark color="var(--series-1)" />} text="Makes the first 80%" />
        <LegendEntry mark={<BarMark color="var(--series-other)" />} text="The others" />
        <LegendEntry mark={<LineMark />} text="Together, % of the ranked cost" />
      </ul>
      <div style={{ height: heightPx }}>
        <Pareto points={points} heightPx={heightPx} />
      </div>
      {footnote && <figcaption className={classes.note}>{footnote}</figcaption>}
    </ChartSection>
  )
}

function LegendEntry({ mark, text }: { mark: ReactNode; text: string }) {
  return (
    <li className={classes.entry}>
      {mark}
      <span>{text}</span>
    </li>
  )
}

const BarMark = ({ color }: { color: string }) => (
  <svg width="11" height="11" aria-hidden="true">
    <rect x="0.75" y="0.75" width="9.5" height="9.5" fill={color} fillOpacity="0.28" stroke={color} strokeWidth="1.5" />
  </svg>
)

const LineMark = () => (
  <svg width="22" height="8" aria-hidden="true">
    <line x1="0" x2="22" y1="4" y2="4" stroke="var(--series-2)" strokeWidth="2" />
    <circle cx="11" cy="4" r="2.5" fill="var(--series-2)" />
  </svg>
)

const columnsFor = (noun: string): readonly Column<ParetoPoint>[] => [
  { key: 'name', header: `${noun.charAt(0).toUpperCase()}${noun.slice(1)}`, value: ({ label }) => label },
  {
    key: 'cost_usd',
    header: 'Cost',
    kind: 'money',
    value: ({ costUsd }) => costUsd,
    render: ({ costUsd, isAtLeast }) => <Money amount={costUsd} atLeast={isAtLeast} />,
  },
  {
    key: 'cumulative_usd',
    header: 'With all before it',
    kind: 'money',
    value: ({ cumulativeUsd }) => cumulativeUsd,
    render: ({ cumulativeUsd }) => <Money amount={cumulativeUsd} />,
  },
  {
    key: 'cumulative_percent',
    header: 'Of the ranked cost',
    kind: 'number',
    value: ({ cumulativePercent }) => cumulativePercent,
    render: ({ cumulativePercent }) => `${cumulativePercent}%`,
  },
]
