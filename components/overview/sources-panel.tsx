'use client'

import { VisuallyHidden } from '@mantine/core'
import { only, spendHref } from '@/components/spend/spend-href'
import { AsOf } from '@/components/ui/as-of'
import { DataTable } from '@/components/ui/data-table'
import type { Column } from '@/components/ui/data-table-columns'
import { formatInstant, formatOffset } from '@/components/ui/format-date'
import { Section } from '@/components/ui/section'
import { StatusBadge, type StatusTone } from '@/components/ui/status-badge'
import { findStaleness, type Staleness } from '@/lib/reports/overview/find-staleness'
import type { SourceReport } from '@/lib/reports/overview/source-freshness'
import type { Period } from '@/lib/time/calendar'

type Source = SourceReport['sources'][number]

const title = 'Sources'

const states: Record<Staleness | 'fresh', { label: string; tone: StatusTone }> = {
  fresh: { label: 'Fresh', tone: 'done' },
  silent: { label: 'Stale: nothing for over a day', tone: 'attention' },
  late: { label: 'Stale: only old calls arrive', tone: 'attention' },
  empty: { label: 'No usage yet', tone: 'waiting' },
}

interface SourcesPanelProps {
  report: SourceReport
  /** Of the rows that a source leads to. */
  period: Period
  isWhole: boolean
}

/** How fresh the figures are: of each source the latest call, and when it last sent anything. */
export function SourcesPanel({ report, period, isWhole }: SourcesPanelProps) {
  const { asOf, zone, sources } = report
  const stateOf = (source: Source) => states[findStaleness(source, { asOfMs: Date.parse(asOf), isWhole }) ?? 'fresh']
  return (
    <Section
      title={title}
      note={
        <>
          {isWhole ? 'Latest call and arrival' : 'Latest call of yours, latest arrival of all'} · <AsOf at={asOf} zone={zone} />
        </>
      }
      flush
    >
      <DataTable
        caption={title}
        variant="bare"
        columns={sourceColumns(zone, stateOf, isWhole)}
        rows={sources}
        rowKey={({ source }) => source}
        // Those who see everything are those who may look at a source itself.
        rowHref={({ source }) =>
          isWhole
            ? `/sources/${source}`
            : spendHref({ period, groupBy: ['provider', 'model'], filters: { source: only(source) } })
        }
        empty={{ title: isWhole ? 'No source sends usage yet' : 'No source sends usage of yours' }}
      />
    </Section>
  )
}

const sourceColumns = (
  zone: string,
  stateOf: (source: Source) => { label: string; tone: StatusTone },
  isWhole: boolean,
): Column<Source>[] => [
  { key: 'source', header: 'Source', value: ({ source }) => source },
  { key: 'state', header: 'State', value: (row) => stateOf(row).label, render: (row) => <StatusBadge {...stateOf(row)} /> },
  {
    key: 'latestHour',
    header: isWhole ? 'Latest call, hour of' : 'Your latest call, hour of',
    value: ({ latestHour }) => latestHour,
    render: ({ latestHour }) => <Instant at={latestHour} zone={zone} absent="no call yet" />,
  },
  {
    key: 'latestArrival',
    header: 'Latest arrival',
    value: ({ latestArrival }) => latestArrival,
    render: ({ latestArrival }) => <Instant at={latestArrival} zone={zone} absent="no record kept" />,
  },
]

function Instant({ at, zone, absent }: { at: string | null; zone: string; absent: string }) {
  if (at === null) {
    return (
      <>
        <span aria-hidden="true">—</span>
        <VisuallyHidden>{absent}</VisuallyHidden>
      </>
    )
  }
  return (
    <time dateTime={at} style={{ whiteSpace: 'nowrap' }} title={`${formatInstant(at, zone)} ${formatOffset(at, zone)}`}>
      {formatInstant(at, zone)}
    </time>
  )
}
