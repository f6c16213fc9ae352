'use client'

import { Group } from '@mantine/core'
import { IconHelpCircle } from '@tabler/icons-react'
import { useQueryStates } from 'nuqs'
import { useMemo, useTransition } from 'react'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { copyFilters } from '@/components/spend/address'
import requests from '@/components/spend/requests.module.css'
import { SpendFilters } from '@/components/spend/spend-filters'
import { spendHref } from '@/components/spend/spend-href'
import { DataTable } from '@/components/ui/data-table'
import { DateRange } from '@/components/ui/date-range'
import { ErrorState } from '@/components/ui/error-state'
import { formatCount } from '@/components/ui/format-count'
import { LinkButton } from '@/components/ui/link-button'
import { Money } from '@/components/ui/money'
import { PageFoot } from '@/components/ui/page-foot'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import type { WhyPageData } from '@/lib/reports/ownership/loaders'
import type { OwnershipLine, OwnershipSums } from '@/lib/reports/ownership/queries'
import { whySearchParams } from '@/lib/reports/ownership/search-params'
import { DisputeDrawer } from './dispute-drawer'
import classes from './why.module.css'
import { whyColumns } from './why-columns'

/** Why a figure of Spend is whose it is: the address holds the same period and filters as the figure. */
export function WhyScreen(data: WhyPageData) {
  if (data.fault === null) return <WhyLines {...data} />
  return (
    <>
      <PageHeader title="Why is this mine?" />
      <Section title="This address asks for nothing that can be shown">
        <ErrorState message={data.fault} />
        <LinkButton href="/spend/why">This month</LinkButton>
      </Section>
    </>
  )
}

type Explained = Extract<WhyPageData, { fault: null }>

function WhyLines({ report, labels, period, filters, names, today, zone, isFirst, canDispute, teams, pools }: Explained) {
  const [isPending, startTransition] = useTransition()
  const parsers = useMemo(() => whySearchParams(labels), [labels])
  const [, setAddress] = useQueryStates(parsers, { shallow: false, history: 'push', startTransition })
  const drawer = useSideDrawer<OwnershipLine>()
  const { lines, lineCount, total, nextCursor, asOf } = report
  return (
    <>
      <PageHeader
        title="Why is this mine?"
        description="Every part of a figure with its owner, what settled that, and who set it. The total is the one that Spend shows."
        period={period}
        asOf={asOf}
        zone={zone}
        actions={
          <DateRange
            key={`${period.from} ${period.to}`}
            value={period}
            onChange={({ from, to }) => void setAddress({ from, to, after: null })}
            today={today}
            zone={zone}
          />
        }
      />
      <div className={requests.stack}>
        <SpendFilters
          labels={labels}
          period={period}
          zone={zone}
          filters={filters}
          names={names}
          onChange={(next) => void setAddress({ ...copyFilters(next, labels), after: null })}
        />
        <Section
          title="The figure"
          actions={
            <Group gap="xs">
              <LinkButton href={spendHref({ period, groupBy: ['team'], filters })}>In Spend</LinkButton>
              <LinkButton href="/spend/disputes">Disputes</LinkButton>
            </Group>
          }
        >
          <Figure total={total} lineCount={lineCount} />
        </Section>
        <div aria-busy={isPending} style={{ opacity: isPending ? 0.6 : 1 }}>
          <DataTable
            caption="Lines of the figure"
            columns={whyColumns({ question: { ...period, filters }, zone, onDispute: canDispute ? drawer.open : null })}
            rows={lines}
            rowKey={({ key }) => key}
            sortable={false}
            csv="ownership"
            density="compact"
            empty={{
              title: 'No usage in this period.',
              detail: 'Only what your role lets you see is explained. A longer period or fewer filters may bring more.',
              icon: <IconHelpCircle size={28} stroke={1.25} aria-hidden />,
            }}
          />
        </div>
      </div>
      <PageFoot
        label="Pages of lines"
        isPending={isPending}
        first={{ label: 'First page', go: isFirst ? undefined : () => void setAddress({ after: null }) }}
        next={{
          label: 'Next page',
          go: nextCursor === null ? undefined : () => void setAddress({ after: nextCursor }, { scroll: true }),
        }}
      >
        {formatCount(lines.length)} of {formatCount(lineCount)} lines, those that cost most first
      </PageFoot>
      <DisputeDrawer drawer={drawer} period={period} teams={teams} pools={pools} />
    </>
  )
}

function Figure({ total, lineCount }: { total: OwnershipSums; lineCount: number }) {
  const { cost, isAtLeast, requests: count, series } = total
  const entries = [
    { label: 'Cost', value: <Money amount={cost} atLeast={isAtLeast} /> },
    { label: 'Requests', value: formatCount(count) },
    { label: 'Series', value: formatCount(series) },
    { label: 'Lines', value: formatCount(lineCount) },
  ]
  return (
    <dl className={classes.facts}>
      {entries.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
