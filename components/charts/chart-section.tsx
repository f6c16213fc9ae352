'use client'

import { SegmentedControl } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { Section } from '@/components/ui/section'
import classes from './charts.module.css'

interface ChartSectionProps {
  title: string
  note: ReactNode
  /** Further controls beside the toggle. */
  actions?: ReactNode
  /** Above the chart, in words. */
  before?: ReactNode
  /** The same numbers as a table, which stands in place of the chart when it is chosen. */
  table: ReactNode
  /** In place of both, where there is nothing to show: loading, an error, no data. */
  instead?: ReactNode
  /** The figure: legend, plot and captions. */
  children: ReactNode
}

/** The panel of every chart: its heading, and the choice between the picture and the table behind it. */
export function ChartSection({ title, note, actions, before, table, instead, children }: ChartSectionProps) {
  const [view, setView] = useState('chart')
  const isFilled = instead === undefined
  return (
    <Section
      title={title}
      note={note}
      flush={view === 'table' && isFilled}
      actions={
        <>
          {actions}
          <SegmentedControl
            size="xs"
            value={view}
            onChange={setView}
            disabled={!isFilled}
            aria-label={`${title}: chart or table`}
            data={[
              { value: 'chart', label: 'Chart' },
              { value: 'table', label: 'Table' },
            ]}
          />
        </>
      }
    >
      {!isFilled ? (
        instead
      ) : view === 'table' ? (
        table
      ) : (
        <>
          {before}
          <figure className={classes.plot} style={{ margin: 0 }} aria-label={`${title}. The table view holds the same numbers.`}>
            {children}
          </figure>
        </>
      )}
    </Section>
  )
}
