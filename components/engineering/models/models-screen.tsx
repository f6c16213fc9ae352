'use client'

import { useQuery } from '@tanstack/react-query'
import { modelsOptions } from '@/lib/engineering/models/client'
import shared from '../engineering.module.css'
import { EngineeringHead } from '../engineering-head'
import { type EngineeringScreenProps, useEngineeringPeriod } from '../use-engineering-period'
import { ClassesPanel } from './classes-panel'
import { LatencyPanel } from './latency-panel'
import { ModelsTable } from './models-table'
import { SiblingsPanel } from './siblings-panel'
import { SplitPanels } from './splits-panel'

/** What models cost, how long they take, what for, and what else could be asked. */
export function ModelsScreen(place: EngineeringScreenProps) {
  const [question, changePeriod] = useEngineeringPeriod(place)
  const { data: report } = useQuery(modelsOptions(question))
  return (
    <>
      <EngineeringHead
        {...place}
        title="Models"
        description="What they cost, how long they take, and what the same usage would cost elsewhere in their line"
        current="/engineering/models"
        period={question}
        onPeriodChange={changePeriod}
        asOf={report?.as_of}
      />
      <div className={shared.stack}>
        <LatencyPanel question={question} />
        <ModelsTable question={question} />
        <ClassesPanel question={question} />
        <SplitPanels question={question} />
        <SiblingsPanel question={question} />
      </div>
    </>
  )
}
