'use client'

import { useQuery } from '@tanstack/react-query'
import { modelsOptions } from '@/lib/engineering/models/client'
import type { LabelDimension } from '@/lib/reports/spend/dimension-names'
import type { CalendarDate } from '@/lib/time/calendar'
import shared from '../engineering.module.css'
import { EngineeringHead } from '../engineering-head'
import { useEngineeringPeriod } from '../use-engineering-period'
import { ClassesPanel } from './classes-panel'
import { LatencyPanel } from './latency-panel'
import { ModelsTable } from './models-table'
import { SiblingsPanel } from './siblings-panel'
import { SplitPanels } from './splits-panel'

export interface ModelsScreenProps {
  labels: readonly LabelDimension[]
  /** Reporting zone. */
  zone: string
  /** The day in that zone when the page was made. */
  today: CalendarDate
}

/** What models cost, how long they take, what for, and what else could be asked. */
export function ModelsScreen({ labels, zone, today }: ModelsScreenProps) {
  const [question, changePeriod] = useEngineeringPeriod(labels, today)
  const { data: report } = useQuery(modelsOptions(question))
  return (
    <>
      <EngineeringHead
        title="Models"
        description="What they cost, how long they take, and what the same usage would cost elsewhere in their line"
        current="/engineering/models"
        period={question}
        onPeriodChange={changePeriod}
        labels={labels}
        zone={zone}
        today={today}
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
