'use client'

import { IconReceipt2 } from '@tabler/icons-react'
import { useRouter } from 'next/navigation'
import { useQueryStates } from 'nuqs'
import { Suspense, use, useMemo, useTransition } from 'react'
import { DataTable, type DataTableProps } from '@/components/ui/data-table'
import { DateRange } from '@/components/ui/date-range'
import { ErrorState } from '@/components/ui/error-state'
import { formatCount } from '@/components/ui/format-count'
import { LinkButton } from '@/components/ui/link-button'
import { PageFoot } from '@/components/ui/page-foot'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import type { RequestsPageData } from '@/lib/reports/requests/loaders'
import type { RequestRow } from '@/lib/reports/requests/queries'
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

function RequestList({ listed, labels, period, filters, requestId, traceId, names, today, zone, asOf, isFirst }: Listed) {
  const [isPending, startTransition] = useTransition()
  const parsers = useMemo(() => requestSearchParams(labels), [labels])
  const [, setAddress] = useQueryStates(parsers, { shallow: false, history: 'push', startTransition })
  // What was typed for an id is looked for at any time, so that the pickers offer the values of this month.
  const offered = period ?? { from: `${today.slice(0, 7)}-01`, to: addDays(today, 1) }
  return (
    <>
      <PageHeader
        title="Requests"
        description="Newest first. A row may stand for several requests, where its source sums them up."
        period={period ?? undefined}
        asOf={asOf}
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
          <Suspense fallback={<RequestTable zone={zone} rows={[]} loading />}>
            <ListedRequests
              listed={listed}
              zone={zone}
              isFirst={isFirst}
              hasId={requestId !== null || traceId !== null}
              isPending={isPending}
              onCursorChange={(cursor) => void setAddress({ cursor }, { scroll: cursor !== null })}
            />
          </Suspense>
        </div>
      </div>
    </>
  )
}

interface ListedRequestsProps extends Pick<Listed, 'listed' | 'zone' | 'isFirst'> {
  /** An id was looked for. */
  hasId: boolean
  isPending: boolean
  /** Null: the newest. */
  onCursorChange: (cursor: string | null) => void
}

/** A page of rows, which comes when it was read, and the way to older ones. */
function ListedRequests({ listed, zone, isFirst, hasId, isPending, onCursorChange }: ListedRequestsProps) {
  const router = useRouter()
  const settled = use(listed)
  if (!settled.ok) {
    const error = {
      message: 'The requests could not be read. The reason has been logged.',
      requestId: settled.requestId,
      onRetry: () => router.refresh(),
    }
    return <RequestTable zone={zone} rows={[]} error={error} />
  }
  const { rows, nextCursor, total } = settled.data
  return (
    <>
      <RequestTable
        zone={zone}
        rows={rows}
        toolbar={total === null ? undefined : <span className={classes.quiet}>{formatCount(total)} requests in all</span>}
        empty={{
          title: hasId ? 'No request has this id.' : 'No request matches.',
          detail: 'Only what your role lets you see is listed. A longer period or fewer filters may bring more.',
          icon: <IconReceipt2 size={28} stroke={1.25} aria-hidden />,
        }}
      />
      <PageFoot
        label="Pages of requests"
        isPending={isPending}
        first={{ label: 'Newest', go: isFirst ? undefined : () => onCursorChange(null) }}
        next={{ label: 'Older', go: nextCursor === null ? undefined : () => onCursorChange(nextCursor) }}
      >
        {formatCount(rows.length)} {isFirst ? 'newest' : 'older'} rows
      </PageFoot>
    </>
  )
}

type RequestTableProps = Pick<DataTableProps<RequestRow>, 'rows' | 'loading' | 'error' | 'empty' | 'toolbar'> & { zone: string }

function RequestTable({ zone, ...props }: RequestTableProps) {
  return (
    <DataTable
      {...props}
      caption="Requests, newest first"
      columns={listRequestColumns(zone)}
      rowKey={({ eventKey }) => eventKey}
      rowHref={({ eventKey }) => requestHref(eventKey)}
      sortable={false}
      csv="requests"
      density="compact"
    />
  )
}
