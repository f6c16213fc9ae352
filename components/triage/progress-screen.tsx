'use client'

import { PageHeader } from '@/components/ui/page-header'
import type { ProgressPageData } from '@/lib/triage/loaders'
import { BurnDown } from './burn-down'
import { CoverageChart } from './coverage-chart'
import { CoverageMonths } from './coverage-months'
import { LimitsPanel } from './limits-panel'
import { PanelOf } from './panel-of'
import { TopFixes } from './top-fixes'
import classes from './triage.module.css'
import { TriageNavigation } from './triage-navigation'
import { useTriageActions } from './use-triage-actions'

const chartHeightPx = 274

/** How much of the spend has an owner, how fast the rest is going, and what is worth doing next. */
export function ProgressScreen(props: ProgressPageData) {
  const { zone, today, months, burnDownPeriod, means, coverage, burnDown, topFixes, limits } = props
  const actions = useTriageActions()
  return (
    <>
      <PageHeader
        title="Path to zero"
        description={`How much of the spend has an owner, month by month. Days are those of ${zone}.`}
        period={months}
      />
      <TriageNavigation current="/triage/progress" />
      <div className={classes.stack}>
        <PanelOf title="Coverage" panel={coverage} heightPx={chartHeightPx}>
          {(data) => (
            <>
              <CoverageChart coverage={data} openFrom={props.open.from} />
              <CoverageMonths coverage={data} means={means} actions={actions} today={today} />
            </>
          )}
        </PanelOf>
        <PanelOf title="Worth most in dollars" panel={topFixes} heightPx={chartHeightPx}>
          {(fixes) => <TopFixes fixes={fixes} means={means} actions={actions} />}
        </PanelOf>
        {burnDown && (
          <PanelOf title="Burn-down by lane" panel={burnDown} heightPx={chartHeightPx}>
            {(days) => <BurnDown days={days} period={burnDownPeriod} zone={zone} />}
          </PanelOf>
        )}
        {limits && (
          <PanelOf title="Limits" panel={limits} heightPx={120}>
            {(list) => <LimitsPanel limits={list} means={means} actions={actions} zone={zone} />}
          </PanelOf>
        )}
      </div>
    </>
  )
}
