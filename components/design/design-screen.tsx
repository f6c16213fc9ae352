'use client'

import { PageHeader } from '@/components/ui/page-header'
import { DesignCharts } from './design-charts'
import { DesignControls } from './design-controls'
import { DesignFigures } from './design-figures'
import { DesignTables } from './design-tables'
import { sampleAsOf, samplePeriod, sampleZone } from './sample-data'

/** The catalogue: every primitive in every state, with sample data that says so. What `/settings/design` shows. */
export function DesignScreen() {
  return (
    <>
      <PageHeader
        title="Design catalogue"
        description="Sample data for the catalogue: no figure here is real."
        period={samplePeriod}
        asOf={sampleAsOf}
        zone={sampleZone}
      />
      <DesignFigures />
      <DesignCharts />
      <DesignTables />
      <DesignControls />
    </>
  )
}
