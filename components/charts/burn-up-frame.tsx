'use client'

import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { Money } from '@/components/ui/money'
import type { BurnPoint } from '@/lib/budgets/burn'
import { type BurnUpProps, burnLines } from './burn-up'
import { ChartSection } from './chart-section'
import classes from './charts.module.css'

// After the figures, into a box of its height, as every chart.
const BurnUp = dynamic(() => import('./burn-up').then((module) => module.BurnUp), { ssr: false })

const heightPx = 300

const dash = <span aria-hidden="true">—</span>
const shown = (amount: string | null) => (amount === null ? dash : <Money amount={amount} />)

const columns: readonly Column<BurnPoint>[] = [
  { key: 'day', header: 'Day', value: ({ day }) => day },
  {
    key: 'spend_usd',
    header: 'Spent so far',
    kind: 'money',
    value: ({ spendUsd }) => spendUsd,
    render: ({ spendUsd, isAtLeast }) => (spendUsd === null ? dash : <Money amount={spendUsd} atLeast={isAtLeast} />),
  },
  { key: 'plan_usd', header: 'Plan', kind: 'money', value: ({ planUsd }) => planUsd, render: ({ planUsd }) => shown(planUsd) },
  {
    key: 'expected_usd',
    header: 'Forecast',
    kind: 'money',
    value: ({ expectedUsd }) => expectedUsd,
    render: ({ expectedUsd }) => shown(expectedUsd),
  },
  { key: 'low_usd', header: 'Low', kind: 'money', value: ({ lowUsd }) => lowUsd, render: ({ lowUsd }) => shown(lowUsd) },
  { key: 'high_usd', header: 'High', kind: 'money', value: ({ highUsd }) => highUsd, render: ({ highUsd }) => shown(highUsd) },
]

interface BurnUpFrameProps extends Omit<BurnUpProps, 'heightPx'> {
  title: string
  note: ReactNode
  /** What the forecast rests on, under the chart. */
  remark?: string
}

/** The burn-up of a period with the table behind it. */
export function BurnUpFrame({ title, note, remark, points, levels }: BurnUpFrameProps) {
  return (
    <ChartSection
      title={title}
      note={note}
      table={
        <DataTable
          caption={title}
          variant="bare"
          columns={columns}
          rows={points}
          rowKey={({ day }) => day}
          density="compact"
          paging={{ mode: 'client', pageSize: 31 }}
          csv="burn-up"
        />
      }
    >
      <ul className={classes.legend} aria-label="Legend">
        {burnLines.map(({ key, label, color, dash: pattern }) => (
          <li key={key} className={classes.entry}>
            <svg width="22" height="4" aria-hidden="true">
              <line x1="0" x2="22" y1="2" y2="2" stroke={color} strokeWidth="2" strokeDasharray={pattern} />
            </svg>
            <span>{label}</span>
          </li>
        ))}
      </ul>
      <div style={{ height: heightPx }}>
        <BurnUp points={points} levels={levels} heightPx={heightPx} />
      </div>
      {remark && <figcaption className={classes.note}>{remark}</figcaption>}
    </ChartSection>
  )
}
