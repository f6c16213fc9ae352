'use client'

import { IconLeaf } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { noUsage } from '@/components/spend/no-usage'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { formatCount } from '@/components/ui/format-count'
import { formatPeriod } from '@/components/ui/format-date'
import { LoadingState } from '@/components/ui/loading-state'
import { Refetching } from '@/components/ui/refetching'
import { Section } from '@/components/ui/section'
import { FileLink } from '@/components/ui/tool-link'
import type { PeriodParams } from '@/lib/engineering/period-params'
import { wasteFileHref, wasteOptions } from '@/lib/engineering/waste/client'
import type { WasteReport } from '@/lib/engineering/waste/schema'
import { EngineeringHead } from '../engineering-head'
import { type EngineeringScreenProps, useEngineeringPeriod } from '../use-engineering-period'
import { KindList } from './kind-list'
import classes from './waste.module.css'
import { WasteCost } from './waste-cost'
import { overlapNote } from './waste-words'

/** What could have been saved, by kind and owner, with the arithmetic of every figure. */
export function WasteScreen(place: EngineeringScreenProps) {
  const [period, changePeriod] = useEngineeringPeriod(place)
  const { data: report, error, isPlaceholderData, refetch } = useQuery(wasteOptions(period))
  return (
    <>
      <EngineeringHead
        {...place}
        title="Waste"
        current="/engineering/waste"
        period={period}
        onPeriodChange={changePeriod}
        asOf={report?.as_of}
        names={report?.names}
      />
      <Refetching isStale={isPlaceholderData}>
        <Section
          title="What could have been saved"
          note={report && <Note report={report} />}
          actions={
            report &&
            hasWaste(report) && (
              <FileLink href={wasteFileHref(period)} label="Download the rows of all kinds as CSV">
                CSV
              </FileLink>
            )
          }
          flush
        >
          {error ? (
            <ErrorState message={error.message} onRetry={() => void refetch()} />
          ) : report ? (
            <Body period={period} report={report} />
          ) : (
            <div className={classes.details}>
              <LoadingState label="Loading waste" lines={9} />
            </div>
          )}
        </Section>
      </Refetching>
    </>
  )
}

const hasWaste = ({ kinds }: WasteReport) => kinds.some(({ cost_usd, is_at_least }) => cost_usd !== '0' || is_at_least)

function Body({ period, report }: { period: PeriodParams; report: WasteReport }) {
  if (report.spend.requests === '0') {
    return <EmptyState {...noUsage} />
  }
  return (
    <>
      {!hasWaste(report) && (
        <EmptyState
          title="No waste found."
          detail="None of the rules below found anything in these days."
          icon={<IconLeaf size={28} stroke={1.25} aria-hidden />}
        />
      )}
      <KindList period={period} report={report} />
    </>
  )
}

function Note({ report }: { report: WasteReport }) {
  const { missing_days: missing } = report.events
  return (
    <>
      Beside <WasteCost figures={report.spend} /> of spend, {formatPeriod(report)}. {overlapNote}
      {missing > 0 &&
        ` ${formatCount(missing)} ${missing === 1 ? 'day is' : 'days are'} not yet looked through for repeats, twins and loops.`}
    </>
  )
}
