'use client'

import type { ReactNode } from 'react'
import { SpendFilters } from '@/components/spend/spend-filters'
import { DateRange } from '@/components/ui/date-range'
import { PageHeader } from '@/components/ui/page-header'
import type { PeriodParams } from '@/lib/engineering/period-params'
import type { SeriesDimension } from '@/lib/reports/spend/dimension-names'
import type { OwnerNames } from '@/lib/reports/spend/report-schema'
import classes from './engineering.module.css'
import { EngineeringNavigation, type EngineeringPlace } from './engineering-navigation'
import type { ChangePeriod, EngineeringScreenProps } from './use-engineering-period'

export interface EngineeringHeadProps extends EngineeringScreenProps {
  title: string
  description?: ReactNode
  current: EngineeringPlace | null
  period: PeriodParams
  onPeriodChange: ChangePeriod
  /** The instant of the figures; absent while they are awaited. */
  asOf?: string
  /** What the registry calls the values of the filters. */
  names?: OwnerNames
  /** What the screen is of: no filter narrows it. */
  fixed?: SeriesDimension
  /** Controls of the screen, between the period and the filters. */
  children?: ReactNode
}

/** The head of every engineering screen: title, the way to the others, period and filters. */
export function EngineeringHead(props: EngineeringHeadProps) {
  const { period, onPeriodChange, labels, zone, today } = props
  return (
    <>
      <PageHeader
        title={props.title}
        description={props.description}
        period={period}
        asOf={props.asOf}
        zone={zone}
        actions={<DateRange value={period} onChange={({ from, to }) => onPeriodChange({ from, to })} today={today} zone={zone} />}
      />
      <EngineeringNavigation current={props.current} period={period} />
      <div className={classes.question}>
        {props.children}
        <SpendFilters
          labels={labels}
          period={period}
          zone={zone}
          filters={period.filters}
          names={props.names}
          fixed={props.fixed}
          onChange={(filters) => onPeriodChange({ filters })}
        />
      </div>
    </>
  )
}
