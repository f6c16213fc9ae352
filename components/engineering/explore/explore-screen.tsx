'use client'

import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { exploreOptions } from '@/lib/engineering/explore/client'
import { exploreSearchParams, noDimensions, readExplore } from '@/lib/engineering/explore/search-params'
import type { PeriodParams } from '@/lib/engineering/period-params'
import type { Period } from '@/lib/time/calendar'
import classes from '../engineering.module.css'
import { EngineeringHead } from '../engineering-head'
import { type EngineeringScreenProps, useEngineeringPeriod } from '../use-engineering-period'
import { ExploreChart } from './explore-chart'
import { ExploreControls } from './explore-controls'
import { ExploreTable } from './explore-table'

/** Any measure by any two dimensions over time; the address holds all of it, so that what is seen can be sent. */
export function ExploreScreen(place: EngineeringScreenProps) {
  const [period, changePeriod] = useEngineeringPeriod(place)
  const [address, setAddress] = useQueryStates(exploreSearchParams, { history: 'push' })
  const { params, columns, whole } = useMemo(() => readExplore(address, period), [address, period])
  const answer = useQuery(exploreOptions(params))
  // Both parts of the address are written in one step.
  const show = ({ from, to }: Period, wholeAfter: Period | null) => {
    void setAddress({ whole: wholeAfter, grain: null })
    changePeriod({ from, to })
  }
  const choosePeriod = (patch: Partial<PeriodParams>) => {
    if (patch.from !== undefined) void setAddress({ whole: null })
    changePeriod(patch)
  }
  return (
    <>
      <EngineeringHead
        {...place}
        title="Explore"
        current="/engineering"
        period={period}
        onPeriodChange={choosePeriod}
        asOf={answer.data?.as_of}
        names={answer.data?.names}
      >
        <ExploreControls
          params={params}
          labels={place.labels}
          onMeasureChange={(measure) => void setAddress({ measure })}
          onGroupByChange={(groupBy) => void setAddress({ group_by: groupBy.length === 0 ? [noDimensions] : [...groupBy] })}
          onGrainChange={(grain) => void setAddress({ grain })}
        />
      </EngineeringHead>
      <div className={classes.stack}>
        <ExploreChart
          params={params}
          answer={answer}
          whole={whole}
          onZoom={(zoomed) => show(zoomed, whole ?? { from: period.from, to: period.to })}
          onReset={() => whole && show(whole, null)}
        />
        <ExploreTable
          params={params}
          columns={columns}
          onColumnsChange={(names) => void setAddress({ columns: [...names] })}
          answer={answer}
        />
      </div>
    </>
  )
}
