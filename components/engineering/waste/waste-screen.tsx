'use client'

import { Button } from '@mantine/core'
import { IconDownload, IconLeaf } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { formatCount } from '@/components/ui/format-count'
import { formatPeriod } from '@/components/ui/format-date'
import { LoadingState } from '@/components/ui/loading-state'
import { Section } from '@/components/ui/section'
import type { PeriodParams } from '@/lib/engineering/period-params'
import { wasteFileHref, wasteOptions } from '@/lib/engineering/waste/client'
import type { WasteReport } from '@/lib/engineering/waste/schema'
import type { LabelDimension } from '@/lib/reports/spend/dimension-names'
import type { CalendarDate } from '@/lib/time/calendar'
import { EngineeringHead } from '../engineering-head'
import { useEngineeringPeriod } from '../use-engineering-period'
import { KindList } from './kind-list'
import classes from './waste.module.css'
import { WasteCost } from './waste-cost'
import { overlapNote } from './waste-words'

export interface WasteScreenProps {
  labels: readonly LabelDimension[]
  /** Reporting zone. */
  zone: string
  today: CalendarDate
}

/** What could have been saved, by kind and owner, with the arithmetic of every figure. */
export function WasteScreen({ labels, zone, today }: WasteScreenProps) {
  const [period, changePeriod] = useEngineeringPeriod(labels, today)
  const { data: report, error, isPlaceholderData, refetch } = useQuery(wasteOptions(period))
  return (
    <>
      <EngineeringHead
        title="Waste"
        current="/engineering/waste"
        period={period}
        onPeriodChange={changePeriod}
        labels={labels}
        zone={zone}
        today={today}
        asOf={report?.as_of}
        names={report?.names}
      />
      <div aria-busy={isPlaceholderData} className={isPlaceholderData ? classes.stale : undefined}>
        <Section
          title="What could have been saved"
          note={report && <Note report={report} />}
          actions={report && hasWaste(report) && <Download period={period} />}
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
      </div>
    </>
  )
}

const hasWaste = ({ kinds }: WasteReport) => kinds.some(({ cost_usd, is_at_least }) => cost_usd !== '0' || is_at_least)

function Body({ period, report }: { period: PeriodParams; report: WasteReport }) {
  if (report.spend.requests === '0') {
    return (
      <EmptyState
        title="No usage in this period."
        detail="With these filters nothing was sent for these days: take a filter away, or choose other days."
      />
    )
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

function Download({ period }: { period: PeriodParams }) {
  return (
    <Button
      component="a"
      href={wasteFileHref(period)}
      download
      size="xs"
      variant="default"
      leftSection={<IconDownload size={14} stroke={1.5} aria-hidden />}
      aria-label="Download the rows of all kinds as CSV"
    >
      CSV
    </Button>
  )
}
