'use client'

import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQueryStates } from 'nuqs'
import { type ReactNode, useTransition } from 'react'
import { PageHeader } from '@/components/ui/page-header'
import { TextLink } from '@/components/ui/text-link'
import type { OverviewPageData } from '@/lib/reports/overview/loaders'
import { overviewSearchParams, type StackBy } from '@/lib/reports/overview/search-params'
import { DailyChart } from './daily-chart'
import { FigureCards } from './figure-cards'
import { GapsPanel } from './gaps-panel'
import { MonthSwitcher } from './month-switcher'
import { MoversTable } from './movers-table'
import classes from './overview.module.css'
import { CostCenterTable, TeamTable } from './owner-tables'
import { type PanelName, placePanels } from './panel-order'
import { countOpenSteps, FirstSteps, NothingOfYours, type Setup, WhatYouSee } from './setup-panels'
import { SourcesPanel } from './sources-panel'

export type OverviewScreenProps = OverviewPageData & { setup: Setup }

/** The landing page: the month's figures in the order of the reader's role, or the way to the first of them. */
export function OverviewScreen(props: OverviewScreenProps) {
  const { overview, month, months, setup } = props
  const [isPending, startTransition] = useTransition()
  const [, setParams] = useQueryStates(overviewSearchParams, { shallow: false, history: 'push', startTransition })
  const showMonth = (chosen: string) => setParams({ month: chosen === months[0] ? null : chosen })
  const { period, asOf, zone } = overview
  return (
    <>
      <PageHeader
        title="Overview"
        {...{ period, asOf, zone }}
        actions={<MonthSwitcher month={month} months={months} onChange={showMonth} />}
      />
      {setup.failingJobs > 0 && (
        <Alert icon={<IconAlertTriangle size={17} stroke={1.5} aria-hidden />} color="gray" variant="light" mb="md">
          {setup.failingJobs === 1 ? 'A background job fails' : `${setup.failingJobs} background jobs fail`}.{' '}
          <TextLink href="/settings/jobs">See which and why</TextLink>
        </Alert>
      )}
      <div className={classes.stack} aria-busy={isPending} data-pending={isPending || undefined}>
        {hasUsage(overview) ? (
          <Figures {...props} onStackChange={(stack) => setParams({ stack })} />
        ) : (
          <div className={classes.pair}>
            {setup.seesEverything ? <FirstSteps setup={setup} /> : <NothingOfYours />}
            <WhatYouSee setup={setup} />
          </div>
        )}
      </div>
    </>
  )
}

/** Whether the reader has usage at all: in this month, the one before, or any, as far as sources tell. */
function hasUsage({ total, comparison, sources }: OverviewPageData['overview']): boolean {
  return total.requests > 0 || (comparison?.previousDays.length ?? 0) > 0 || sources.some(({ latestHour }) => latestHour !== null)
}

function Figures({ overview, month, months, role, setup, onStackChange }: FiguresProps) {
  const panels: Record<PanelName, ReactNode> = {
    sources: <SourcesPanel overview={overview} isWhole={setup.seesEverything} />,
    gaps: <GapsPanel overview={overview} />,
    setup: <FirstSteps setup={setup} />,
    chart: <DailyChart overview={overview} onStackChange={onStackChange} />,
    teams: <TeamTable overview={overview} />,
    costCenters: <CostCenterTable overview={overview} />,
    movers: <MoversTable overview={overview} />,
  }
  const placed = placePanels(role, {
    gaps: overview.unattributed !== null,
    setup: countOpenSteps(setup) > 0,
    costCenters: setup.seesEverything || overview.costCenters.some(({ key }) => key !== null),
  })
  return (
    <>
      <FigureCards overview={overview} month={month} isCurrent={month === months[0]} />
      <div className={classes.panels}>
        {placed.map(({ name, isWide }) => (
          <div key={name} className={isWide ? classes.wide : undefined}>
            {panels[name]}
          </div>
        ))}
      </div>
    </>
  )
}

type FiguresProps = OverviewScreenProps & { onStackChange: (by: StackBy) => void }
