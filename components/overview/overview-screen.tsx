'use client'

import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useQueryStates } from 'nuqs'
import { type ReactNode, useTransition } from 'react'
import { PageHeader } from '@/components/ui/page-header'
import { TextLink } from '@/components/ui/text-link'
import type { Role } from '@/lib/auth/permissions'
import type { MonthForecast } from '@/lib/budgets/month-forecast'
import type { StackedMonth } from '@/lib/reports/overview/daily-stack'
import type { Overview } from '@/lib/reports/overview/queries'
import { overviewSearchParams, type StackBy } from '@/lib/reports/overview/search-params'
import type { SourceReport } from '@/lib/reports/overview/source-freshness'
import type { Panel } from '@/lib/reports/settle-panel'
import type { Period } from '@/lib/time/calendar'
import { DailyChart } from './daily-chart'
import { FigureCards } from './figure-cards'
import { GapsPanel } from './gaps-panel'
import { MonthForecastCard } from './month-forecast'
import { MonthSwitcher } from './month-switcher'
import { MoversTable } from './movers-table'
import classes from './overview.module.css'
import { CostCenterTable, TeamTable } from './owner-tables'
import { type PanelName, placePanels } from './panel-order'
import { countOpenSteps, FirstSteps, NothingOfYours, type Setup, WhatYouSee } from './setup-panels'
import { SourcesPanel } from './sources-panel'
import { FailedPanel, StreamedPanel } from './streamed-panel'

export interface OverviewScreenProps {
  /** `YYYY-MM`. */
  month: string
  /** Those that can be chosen, latest first. */
  months: readonly string[]
  /** The month so far. */
  period: Period
  zone: string
  asOf: string
  role: Role
  stackBy: StackBy
  seesEverything: boolean
  /** Whether the reader has usage at all, in this month or any. */
  hasUsage: boolean
  figures: Panel<Overview>
  setup: Panel<Setup>
  forecast: Promise<Panel<MonthForecast>>
  stacked: Promise<Panel<StackedMonth>>
  sources: Promise<Panel<SourceReport>>
}

/** The landing page: the month's figures in the order of the reader's role, or the way to the first of them. */
export function OverviewScreen(props: OverviewScreenProps) {
  const { figures, month, months, setup, seesEverything, period, zone } = props
  const [isPending, startTransition] = useTransition()
  const [, setParams] = useQueryStates(overviewSearchParams, { shallow: false, history: 'push', startTransition })
  const showMonth = (chosen: string) => setParams({ month: chosen === months[0] ? null : chosen })
  const failingJobs = setup.ok ? setup.data.failingJobs : 0
  return (
    <>
      <PageHeader
        title="Overview"
        {...{ period, zone }}
        asOf={figures.ok ? figures.data.asOf : props.asOf}
        actions={<MonthSwitcher month={month} months={months} onChange={showMonth} />}
      />
      {failingJobs > 0 && (
        <Alert icon={<IconAlertTriangle size={17} stroke={1.5} aria-hidden />} color="gray" variant="light" mb="md">
          {failingJobs === 1 ? 'A background job fails' : `${failingJobs} background jobs fail`}.{' '}
          <TextLink href="/settings/jobs">See which and why</TextLink>
        </Alert>
      )}
      <div className={classes.stack} aria-busy={isPending} data-pending={isPending || undefined}>
        {props.hasUsage ? (
          <Figures {...props} onStackChange={(stack) => setParams({ stack })} />
        ) : (
          <div className={classes.pair}>
            {!seesEverything ? <NothingOfYours /> : <SetupPanel title="First steps" setup={setup} show={FirstSteps} />}
            <SetupPanel title="What you see" setup={setup} show={WhatYouSee} />
          </div>
        )}
      </div>
    </>
  )
}

interface SetupPanelProps {
  title: string
  setup: Panel<Setup>
  show: (props: { setup: Setup }) => ReactNode
}

function SetupPanel({ title, setup, show: Show }: SetupPanelProps) {
  return setup.ok ? <Show setup={setup.data} /> : <FailedPanel title={title} requestId={setup.requestId} />
}

type FiguresProps = OverviewScreenProps & { onStackChange: (by: StackBy) => void }

function Figures(props: FiguresProps) {
  const { figures, month, months, period, zone, role, setup, stackBy, seesEverything, onStackChange } = props
  const asOf = figures.ok ? figures.data.asOf : props.asOf
  const forecast = <MonthForecastCard panel={props.forecast} {...{ period, asOf, zone }} />
  const ofFigures = (title: string, show: (overview: Overview) => ReactNode) =>
    figures.ok ? show(figures.data) : <FailedPanel title={title} requestId={figures.requestId} />
  const panels: Record<PanelName, () => ReactNode> = {
    sources: () => (
      <StreamedPanel title="Sources" panel={props.sources} heightPx={150}>
        {(report) => <SourcesPanel report={report} period={period} isWhole={seesEverything} />}
      </StreamedPanel>
    ),
    gaps: () => ofFigures('Unattributed, by reason', (overview) => <GapsPanel overview={overview} />),
    setup: () => <SetupPanel title="First steps" setup={setup} show={FirstSteps} />,
    chart: () => (
      <StreamedPanel title={`Spend by day and ${stackBy}`} panel={props.stacked} heightPx={chartHeightPx}>
        {(stacked) => <DailyChart stacked={stacked} onStackChange={onStackChange} />}
      </StreamedPanel>
    ),
    teams: () => ofFigures('By team', (overview) => <TeamTable overview={overview} />),
    costCenters: () => ofFigures('By cost centre', (overview) => <CostCenterTable overview={overview} />),
    movers: () => ofFigures('Top movers', (overview) => <MoversTable overview={overview} />),
  }
  const placed = placePanels(role, {
    gaps: seesEverything,
    setup: setup.ok && countOpenSteps(setup.data) > 0,
    costCenters: seesEverything || (figures.ok && figures.data.costCenters.some(({ key }) => key !== null)),
  })
  return (
    <>
      {figures.ok ? (
        <FigureCards overview={figures.data} month={month} isCurrent={month === months[0]} forecast={forecast} />
      ) : (
        forecast
      )}
      <div className={classes.panels}>
        {placed.map(({ name, isWide }) => (
          <div key={name} className={isWide ? classes.wide : undefined}>
            {panels[name]()}
          </div>
        ))}
      </div>
    </>
  )
}

/** As tall as the chart with its legend, so that nothing moves when it arrives. */
const chartHeightPx = 274
