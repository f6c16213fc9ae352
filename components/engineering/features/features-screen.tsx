'use client'

import { SegmentedControl } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { featuresOptions } from '@/lib/engineering/features/client'
import { type FeaturesQuestion, rankings } from '@/lib/engineering/features/schema'
import { featuresSearchParams } from '@/lib/engineering/features/search-params'
import { dimensionLabel } from '@/lib/reports/spend/dimension-names'
import shared from '../engineering.module.css'
import { EngineeringHead } from '../engineering-head'
import { type EngineeringScreenProps, useEngineeringPeriod } from '../use-engineering-period'
import { FeatureCards } from './feature-cards'
import { FeatureTable } from './feature-table'
import { ParetoPanel } from './pareto-panel'

/** Which few things make most of the cost, and whether their volume explains it. */
export function FeaturesScreen(place: EngineeringScreenProps) {
  const [period, changePeriod] = useEngineeringPeriod(place)
  const [{ by }, setRanking] = useQueryStates(featuresSearchParams)
  const question = useMemo((): FeaturesQuestion => ({ ...period, by }), [period, by])
  const { data: report } = useQuery(featuresOptions(question))
  return (
    <>
      <EngineeringHead
        {...place}
        title="Features"
        description="Which few make most of the cost, and whether the number of requests explains it"
        current="/engineering/features"
        period={period}
        onPeriodChange={changePeriod}
        asOf={report?.as_of}
        names={report?.names}
      >
        <SegmentedControl
          aria-label="Rank"
          value={by}
          onChange={(value) => void setRanking({ by: rankings.find((name) => name === value) ?? 'feature' }, { history: 'push' })}
          data={rankings.map((name) => ({ value: name, label: dimensionLabel(name) }))}
          style={{ justifySelf: 'start' }}
        />
      </EngineeringHead>
      <div className={shared.stack}>
        <FeatureCards question={question} />
        <ParetoPanel question={question} />
        <FeatureTable question={question} />
      </div>
    </>
  )
}
