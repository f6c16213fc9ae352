'use client'

import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { DateRange } from '@/components/ui/date-range'
import { PageHeader } from '@/components/ui/page-header'
import { spendOptions } from '@/lib/reports/spend/client'
import type { CalendarDate } from '@/lib/time/calendar'
import { type AddressPatch, copyFilters, readQuestion, spendAddress } from './address'
import classes from './spend.module.css'
import { SpendChart } from './spend-chart'
import { SpendControls } from './spend-controls'
import { SpendFilters } from './spend-filters'
import { SpendTable } from './spend-table'

export interface SpendScreenProps {
  /** Reporting zone. */
  zone: string
  /** The day in that zone when the page was made. */
  today: CalendarDate
}

/** Spend cut in any way; the address holds all of it, so that what is seen can be sent. */
export function SpendScreen({ zone, today }: SpendScreenProps) {
  const [address, setAddress] = useQueryStates(spendAddress)
  const question = useMemo(() => readQuestion(address, today), [address, today])
  const { table } = question
  const { data: report } = useQuery(spendOptions(table))
  // Another question has other pages.
  const change = (patch: AddressPatch) => void setAddress({ cursor: null, ...patch }, { history: 'push' })
  return (
    <>
      <PageHeader
        title="Spend"
        actions={<DateRange value={table} onChange={({ from, to }) => change({ from, to })} today={today} zone={zone} />}
      />
      <div className={classes.stack}>
        <div className={classes.question}>
          <SpendControls
            question={question}
            onGrainChange={(grain) => void setAddress({ grain }, { history: 'push' })}
            onGroupByChange={(groupBy) => change({ group_by: groupBy, order: null })}
            onCompareChange={(compare) => change({ compare })}
          />
          <SpendFilters
            period={table}
            zone={zone}
            filters={table.filters}
            names={report?.names}
            onChange={(filters) => change(copyFilters(filters))}
          />
        </div>
        <SpendChart question={question} zone={zone} />
        <SpendTable
          params={table}
          onSortChange={(order) => change({ order })}
          onCursorChange={(cursor) => void setAddress({ cursor }, { history: 'push' })}
        />
      </div>
    </>
  )
}
