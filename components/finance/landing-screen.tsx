'use client'

import { useQuery } from '@tanstack/react-query'
import { parseAsString, useQueryState } from 'nuqs'
import { formatMonth } from '@/components/overview/format-month'
import { MonthSwitcher } from '@/components/overview/month-switcher'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { LoadingState } from '@/components/ui/loading-state'
import { Section } from '@/components/ui/section'
import { questionsOptions } from '@/lib/finance/questions/client'
import { statementMonthsOptions } from '@/lib/finance/statement/client'
import { AllocationPanel } from './allocation-panel'
import { chooseMonth } from './choose-month'
import shared from './finance.module.css'
import { FinanceHead } from './finance-head'
import { GrowthPanel } from './growth-panel'
import { MonthsPanel } from './months-panel'
import { ProportionPanel } from './proportion-panel'
import classes from './statement.module.css'
import { UnattributedPanel } from './unattributed-panel'

interface LandingScreenProps {
  seesEverything: boolean
}

/** Where finance begins: the months with what was published of them, and four questions to one of them. */
export function LandingScreen({ seesEverything }: LandingScreenProps) {
  const [asked, setAsked] = useQueryState('month', parseAsString)
  const { data: list, error, refetch } = useQuery(statementMonthsOptions())
  const months = list?.months.map(({ month }) => month) ?? []
  const month = chooseMonth(list?.months ?? [], asked)
  return (
    <>
      <FinanceHead
        title="Finance"
        description="What each month comes to, for whom, and what to ask about it."
        asOf={list?.as_of}
        zone={list?.zone}
        actions={
          month !== null && (
            <MonthSwitcher month={month} months={months} onChange={(chosen) => void setAsked(chosen, { history: 'push' })} />
          )
        }
      />
      <div className={shared.stack}>
        {error && (
          <Section title="Statements">
            <ErrorState message={error.message} onRetry={() => void refetch()} />
          </Section>
        )}
        {!list && !error && <LoadingState label="Loading the months" heightPx={280} />}
        {list && month === null && <NoMonths seesEverything={seesEverything} />}
        {list && month !== null && (
          <>
            <MonthsPanel list={list} seesEverything={seesEverything} />
            <QuestionPanels month={month} seesEverything={seesEverything} />
          </>
        )}
      </div>
    </>
  )
}

function NoMonths({ seesEverything }: { seesEverything: boolean }) {
  return (
    <Section title="Statements">
      {seesEverything ? (
        <EmptyState title="No usage yet" detail="A month has a statement as soon as some usage of it was recorded." />
      ) : (
        <EmptyState
          title="Nothing on any statement is yours"
          detail="You see the lines of the teams and cost centres that you lead. A platform admin can name you as the lead of one, and mapping usage to your teams brings it here."
        />
      )}
    </Section>
  )
}

function QuestionPanels({ month, seesEverything }: { month: string; seesEverything: boolean }) {
  const { data: questions, error, isPlaceholderData, refetch } = useQuery(questionsOptions(month))
  if (error) {
    return (
      <Section title={`Questions to ${formatMonth(month)}`}>
        <ErrorState message={error.message} onRetry={() => void refetch()} />
      </Section>
    )
  }
  if (!questions) return <LoadingState label="Loading the questions" heightPx={320} />
  return (
    <div className={classes.questions} aria-busy={isPlaceholderData} data-pending={isPlaceholderData || undefined}>
      <GrowthPanel questions={questions} />
      <AllocationPanel questions={questions} />
      <ProportionPanel questions={questions} />
      {seesEverything && <UnattributedPanel questions={questions} />}
    </div>
  )
}
