'use client'

import { SimpleGrid } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useQueryStates } from 'nuqs'
import { WaterfallFrame } from '@/components/charts/waterfall-frame'
import { FiguresOf } from '@/components/overview/figures-of'
import { formatMonth } from '@/components/overview/format-month'
import { Delta } from '@/components/ui/delta'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { LoadingState } from '@/components/ui/loading-state'
import { Money } from '@/components/ui/money'
import { Section } from '@/components/ui/section'
import { StatCard } from '@/components/ui/stat-card'
import { TextLink } from '@/components/ui/text-link'
import { movementFileHref, movementOptions } from '@/lib/finance/movement/client'
import { describeMovement, findCulprit } from '@/lib/finance/movement/describe-movement'
import { listMovementMonths } from '@/lib/finance/movement/movement-periods'
import type { MovementReport } from '@/lib/finance/movement/schema'
import { type MovementAddress, movementSearchParams, needsInvoices } from '@/lib/finance/movement/search-params'
import { tellRefusal } from '@/lib/http/read-answer'
import { formatUsd } from '@/lib/money/format'
import { type CalendarDate, countDays } from '@/lib/time/calendar'
import shared from '../finance.module.css'
import { FinanceHead } from '../finance-head'
import classes from './movement.module.css'
import { openReason } from './movement-columns'
import { MovementControls } from './movement-controls'
import { rowHref } from './movement-rows'
import { listSteps } from './movement-steps'
import { MovementTable } from './movement-table'

interface MovementScreenProps {
  /** Reporting zone. */
  zone: string
  /** The day in that zone when the page was made. */
  today: CalendarDate
}

/** Why one month differs from another: the answer in a sentence, the way from the one to the other, and every team's part in it. */
export function MovementScreen({ zone, today }: MovementScreenProps) {
  const [address, setAddress] = useQueryStates(movementSearchParams)
  const { data: report, error, isPlaceholderData, refetch } = useQuery(movementOptions(address))
  const change = (patch: Partial<MovementAddress>) => void setAddress(patch, { history: 'push' })
  return (
    <>
      <FinanceHead title="Movement" description="Why this month differs from that one" asOf={report?.as_of} zone={zone} />
      <div className={shared.stack}>
        <MovementControls
          address={address}
          months={listMovementMonths(today)}
          hasInvoices={report?.is_whole !== false}
          onChange={change}
        />
        {error ? (
          <Section title="Movement">
            <ErrorState message={tellRefusal(error)} onRetry={() => void refetch()} />
          </Section>
        ) : !report ? (
          <Section title="Movement">
            <LoadingState label="Loading the movement" heightPx={420} />
          </Section>
        ) : (
          <div className={shared.stack} aria-busy={isPlaceholderData} data-pending={isPlaceholderData || undefined}>
            <Findings report={report} fileHref={movementFileHref(address)} isWaiting={needsInvoices(address)} />
          </div>
        )}
      </div>
    </>
  )
}

interface FindingsProps {
  report: MovementReport
  fileHref: string
  /** The invoices are asked about and not both stated. */
  isWaiting: boolean
}

function Findings({ report, fileHref, isWaiting }: FindingsProps) {
  if (report.owners.length === 0 && report.basis === 'captured') {
    return (
      <Section title="Movement">
        <EmptyState
          title={`No spend is recorded in ${formatMonth(report.against)} or ${formatMonth(report.month)}.`}
          detail={report.is_whole ? 'Choose other months.' : 'You see the spend of your teams: they had none in these months.'}
        />
      </Section>
    )
  }
  const { current, prior, as_of: asOf, zone } = report
  return (
    <>
      <Answer report={report} isWaiting={isWaiting} />
      <FigureCards report={report} />
      <WaterfallFrame
        title={`From ${formatMonth(report.against)} to ${formatMonth(report.month)}`}
        note={<FiguresOf period={current} against={prior} asOf={asOf} zone={zone} />}
        steps={listSteps(report)}
        footnote={
          report.total.is_prior_at_least || report.total.is_current_at_least
            ? 'Part of the usage has no known cost: the change is of what is known.'
            : undefined
        }
      />
      <MovementTable report={report} fileHref={fileHref} />
    </>
  )
}

/** Which team caused it, and by what. */
function Answer({ report, isWaiting }: { report: MovementReport; isWaiting: boolean }) {
  const culprit = findCulprit(report)
  const href = culprit && rowHref({ kind: 'owner', owner: culprit, isOpen: false }, report)
  const days = countDays(report.current)
  return (
    <section className={classes.answer} aria-label="The answer in a sentence">
      <p className={classes.sentence}>{describeMovement(report)}</p>
      <p className={classes.context}>
        {report.is_running &&
          `${formatMonth(report.month)} is not over: its ${days} complete ${days === 1 ? 'day is' : 'days are'} compared with the same days of ${formatMonth(report.against)}. `}
        {!report.is_whole && 'Of the teams that you see. '}
        {isWaiting && 'State the totals of both invoices to see what of their change recorded usage explains. '}
        {href && culprit && (
          <TextLink href={href} inSentence>
            {culprit.kind === 'nobody' ? 'What nobody owns' : culprit.name} in Spend
          </TextLink>
        )}
      </p>
    </section>
  )
}

function FigureCards({ report }: { report: MovementReport }) {
  const { total, current, prior, as_of: asOf, zone, basis } = report
  const isInvoiced = basis === 'invoiced'
  const bound = (isAtLeast: boolean) => ({ atLeast: isAtLeast, reason: isAtLeast ? openReason : undefined })
  const label = (month: string) => (isInvoiced ? `Invoice of ${formatMonth(month)}` : `Spend in ${formatMonth(month)}`)
  const recorded = (amount: string) => (isInvoiced ? `recorded ${formatUsd(amount)}` : undefined)
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: isInvoiced ? 4 : 3 }} spacing={16}>
      <StatCard
        {...{ asOf, zone }}
        period={prior}
        label={label(report.against)}
        value={<Money amount={total.prior_usd} {...bound(total.is_prior_at_least)} />}
        note={recorded(report.captured.prior_usd)}
      />
      <StatCard
        {...{ asOf, zone }}
        period={current}
        label={label(report.month)}
        value={<Money amount={total.current_usd} {...bound(total.is_current_at_least)} />}
        note={recorded(report.captured.current_usd)}
      />
      <StatCard
        {...{ asOf, zone }}
        period={current}
        label="Change"
        value={<Money amount={total.change_usd} sign />}
        delta={<Delta current={total.current_usd} base={total.prior_usd} against={formatMonth(report.against)} />}
      />
      {isInvoiced && (
        <StatCard
          {...{ asOf, zone }}
          period={current}
          label="Not explained"
          value={<Money amount={report.residual_usd} sign />}
          note="of the change, by recorded usage"
        />
      )}
    </SimpleGrid>
  )
}
