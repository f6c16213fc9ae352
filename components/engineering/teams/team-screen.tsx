'use client'

import { Select } from '@mantine/core'
import { useRouter } from 'next/navigation'
import { useMemo } from 'react'
import { TeamBudget } from '@/components/budgets/team-budget'
import { StreamedPanel } from '@/components/overview/streamed-panel'
import { Section } from '@/components/ui/section'
import type { TeamChoice, TeamPanels } from '@/lib/engineering/teams/loaders'
import { teamQuestions } from '@/lib/engineering/teams/questions'
import shared from '../engineering.module.css'
import { EngineeringHead } from '../engineering-head'
import { engineeringHref } from '../engineering-href'
import { FeatureTable } from '../features/feature-table'
import { ModelsTable } from '../models/models-table'
import { type EngineeringScreenProps, useEngineeringPeriod } from '../use-engineering-period'
import { WastePanel } from '../waste/waste-panel'
import { CostPanel } from './cost-panel'
import { DriversPanel } from './drivers-panel'
import { FindingsPanel } from './findings-panel'
import { TeamCards } from './team-cards'
import classes from './teams.module.css'

interface TeamScreenProps extends EngineeringScreenProps {
  team: TeamChoice
  /** Those that the reader may open, this one among them. */
  teams: readonly TeamChoice[]
  panels: TeamPanels
  mayBudget: boolean
}

/** What an engineer needs of a team on one page: cost, drivers, features, models, waste, budget and what is open. */
export function TeamScreen({ team, teams, panels, mayBudget, ...place }: TeamScreenProps) {
  const [period, changePeriod] = useEngineeringPeriod(place)
  const { own, explore, features } = useMemo(() => teamQuestions(team.slug, period), [team.slug, period])
  return (
    <>
      <EngineeringHead
        {...place}
        title={team.name}
        description="What the team spends, on what, what for nothing, and what waits for it"
        current="/engineering/teams"
        period={period}
        onPeriodChange={changePeriod}
        fixed="team"
      >
        {teams.length > 1 && <TeamPicker team={team} teams={teams} hrefOf={(slug) => engineeringHref(teamPath(slug), period)} />}
      </EngineeringHead>
      <div className={shared.stack}>
        <TeamCards explore={explore} features={features} />
        <div className={classes.wide}>
          <CostPanel params={explore} />
          <DriversPanel question={features} />
        </div>
        <FeatureTable question={features} pageSize={8} />
        <ModelsTable question={own} pageSize={8} />
        <div className={classes.pair}>
          <WastePanel period={own} />
          <div className={shared.stack}>
            <StreamedPanel title="Budget" panel={panels.budget} heightPx={90}>
              {(budget) => (
                <Section title="Budget">
                  <TeamBudget team={team} budget={budget ?? undefined} canEdit={mayBudget} today={place.today} />
                </Section>
              )}
            </StreamedPanel>
            <StreamedPanel title="Open findings" panel={panels.findings} heightPx={180}>
              {(report) => <FindingsPanel report={report} team={team.slug} />}
            </StreamedPanel>
          </div>
        </div>
      </div>
    </>
  )
}

const teamPath = (slug: string) => `/engineering/teams/${encodeURIComponent(slug)}` as const

interface TeamPickerProps {
  team: TeamChoice
  teams: readonly TeamChoice[]
  hrefOf: (slug: string) => string
}

function TeamPicker({ team, teams, hrefOf }: TeamPickerProps) {
  const router = useRouter()
  return (
    <Select
      aria-label="Team"
      data={teams.map(({ slug, name }) => ({ value: slug, label: name }))}
      value={team.slug}
      onChange={(slug) => slug !== null && slug !== team.slug && router.push(hrefOf(slug))}
      allowDeselect={false}
      searchable
      comboboxProps={{ withinPortal: false }}
      maw={280}
    />
  )
}
