'use client'

import { Button, Group } from '@mantine/core'
import { IconReceipt2 } from '@tabler/icons-react'
import { useQueryStates } from 'nuqs'
import { useMemo, useTransition } from 'react'
import { DataTable } from '@/components/ui/data-table'
import { DateRange } from '@/components/ui/date-range'
import { ErrorState } from '@/components/ui/error-state'
import { formatCount } from '@/components/ui/format-count'
import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import type { RequestsPageData } from '@/lib/reports/requests/loaders'
import { requestSearchParams } from '@/lib/reports/requests/search-params'
import { addDays } from '@/lib/time/calendar'
import { copyFilters } from './address'
import { listRequestColumns, requestHref } from './request-columns'
import { RequestFind } from './request-find'
import classes from './requests.module.css'
import { SpendFilters } from './spend-filters'

/** Every request behind the figures of Spend, newest first; the address holds period, filters, ids and how far back it begins. */
export function RequestsScreen(data: RequestsPageData) {
  if (data.fault !== null) return <FaultyAddress fault={data.fault} />
  return <RequestList {...data} />
}

function FaultyAddress({ fault }: { fault: string }) {
  return (
    <>
      <PageHeader title="Requests" description="Every request, newest first." />
      <Section title="This address asks for nothing that can be shown">
        <ErrorState message={fault} />
        <LinkButton href="/spend/requests">This month’s requests</LinkButton>
      </Section>
    </>
  )
}

type Listed = Extract<RequestsPageData, { fault: null }>

function RequestList({ page, labels, period, filters, requestId, traceId, names, today, zone, isFirst }: Listed) {
  const [isPending, startTransition] = useTransition()
  const parsers = useMemo(() => requestSearchParams(labels), [labels])
  const [, setAddress] = useQueryStates(parsers, { shallow: false, history: 'push', startTransition })
  // What was typed for an id is looked for at any time, so that the pickers offer the values of this month.
  const offered = period ?? { from: `${today.slice(0, 7)}-01`, to: addDays(today, 1) }
  return (
    <>
      <PageHeader
        title="Requests"
        description={describeList(page.total)}
        period={period ?? undefined}
        asOf={page.asOf}
        zone={zone}
        actions={
          <DateRange
            key={`${offered.from} ${offered.to}`}
            value={offered}
            onChange={({ from, to }) => void setAddress({ from, to, cursor: null })}
            today={today}
            zone={zone}
          />
        }
      />
      <div className={classes.stack}>
        <RequestFind
          requestId={requestId}
          traceId={traceId}
          onFind={(ids) => {
            // An id is looked for at whatever time.
            const anyTime = ids.requestId !== null || ids.traceId !== null ? { from: null, to: null } : {}
            void setAddress({ request_id: ids.requestId, trace_id: ids.traceId, cursor: null, ...anyTime })
          }}
        />
        <SpendFilters
          labels={labels}
          period={offered}
          zone={zone}
          filters={filters}
          names={names}
          onChange={(next) => void setAddress({ ...copyFilters(next, labels), cursor: null })}
        />
        <div aria-busy={isPending} style={{ opacity: isPending ? 0.6 : 1 }}>
          <DataTable
            caption="Requests, newest first"
            columns={listRequestColumns(zone)}
            rows={page.rows}
            rowKey={({ eventKey }) => eventKey}
            rowHref={({ eventKey }) => requestHref(eventKey)}
            sortable={false}
            csv="requests"
            density="compact"
            empty={{
              title: requestId !== null || traceId !== null ? 'No request has this id.' : 'No request matches.',
              detail: 'Only what your role lets you see is listed. A longer period or fewer filters may bring more.',
              icon: <IconReceipt2 size={28} stroke={1.25} aria-hidden />,
            }}
          />
        </div>
      </div>
      {(page.nextCursor !== null || !isFirst) && (
        <nav className={classes.foot} aria-label="Pages of requests">
          <span aria-live="polite">
            {formatCount(page.rows.length)} {isFirst ? 'newest' : 'older'} rows
          </span>
          <Group gap={8}>
            <Button size="xs" variant="default" disabled={isFirst || isPending} onClick={() => void setAddress({ cursor: null })}>
              Newest
            </Button>
            <Button
              size="xs"
              variant="default"
              disabled={page.nextCursor === null || isPending}
              onClick={() => void setAddress({ cursor: page.nextCursor }, { scroll: true })}
            >
              Older
            </Button>
          </Group>
        </nav>
      )}
    </>
  )
}

function describeList(total: number | null): string {
  const order = 'Newest first. A row may stand for several requests, where its source sums them up.'
  return total === null ? order : `${formatCount(total)} requests. ${order}`
}
