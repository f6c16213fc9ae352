'use client'

import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useCallback, useMemo } from 'react'
import { DateRange } from '@/components/ui/date-range'
import { PageHeader } from '@/components/ui/page-header'
import { spendOptions } from '@/lib/reports/spend/client'
import type { LabelDimension } from '@/lib/reports/spend/dimension-names'
import { type Pin, writePin } from '@/lib/reports/spend/pins'
import type { CalendarDate } from '@/lib/time/calendar'
import { type AddressPatch, copyFilters, readQuestion, spendAddress } from './address'
import classes from './spend.module.css'
import { SpendChart } from './spend-chart'
import { SpendControls } from './spend-controls'
import { SpendFilters } from './spend-filters'
import { SpendTable } from './spend-table'

export interface SpendScreenProps {
  /** Those that the organisation declares. */
  labels: readonly LabelDimension[]
  /** Reporting zone. */
  zone: string
  /** The day in that zone when the page was made. */
  today: CalendarDate
}

/** Spend cut in any way; the address holds all of it, so that what is seen can be sent. */
export function SpendScreen({ labels, zone, today }: SpendScreenProps) {
  const parsers = useMemo(() => spendAddress(labels), [labels])
  const [address, setAddress] = useQueryStates(parsers)
  const question = useMemo(() => readQuestion(address, today), [address, today])
  const { table } = question
  const { data: report } = useQuery(spendOptions(table))
  // Another question has other pages.
  const change = (patch: AddressPatch) => void setAddress({ cursor: null, ...patch }, { history: 'push' })
  const changePins = useCallback(
    (pins: readonly Pin[]) => void setAddress({ pin: pins.length === 0 ? null : pins.map(writePin) }),
    [setAddress],
  )
  return (
    <>
      <PageHeader
        title="Spend"
        period={table}
        asOf={report?.as_of}
        zone={zone}
        actions={<DateRange value={table} onChange={({ from, to }) => change({ from, to })} today={today} zone={zone} />}
      />
      <div className={classes.stack}>
        <div className={classes.question}>
          <SpendControls
            question={question}
            labels={labels}
            onGrainChange={(grain) => void setAddress({ grain }, { history: 'push' })}
            onGroupByChange={(groupBy) => change({ group_by: groupBy, order: null, pin: null })}
            onCompareChange={(compare) => change({ compare })}
          />
          <SpendFilters
            labels={labels}
            period={table}
            zone={zone}
            filters={table.filters}
            names={report?.names}
            onChange={(filters) => change(copyFilters(filters, labels))}
          />
        </div>
        <SpendChart question={question} zone={zone} />
        <SpendTable
          params={table}
          pins={question.pins}
          onPinsChange={changePins}
          onSortChange={(order) => change({ order })}
          onCursorChange={(cursor) => void setAddress({ cursor }, { history: 'push' })}
        />
      </div>
    </>
  )
}
