'use client'

import { Button } from '@mantine/core'
import { IconDownload, IconList } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useMemo, useState } from 'react'
import { AsOf } from '@/components/ui/as-of'
import { DataTable } from '@/components/ui/data-table'
import type { Sort } from '@/components/ui/data-table-columns'
import { formatCount } from '@/components/ui/format-count'
import { formatPeriod } from '@/components/ui/format-date'
import { spendFileHref, spendOptions } from '@/lib/reports/spend/client'
import { dimensionLabels } from '@/lib/reports/spend/dimension-names'
import type { SpendReport } from '@/lib/reports/spend/report-schema'
import type { SpendParams } from '@/lib/reports/spend/schema'
import { requestsHref } from './address'
import { rowHref } from './drill'
import classes from './spend.module.css'
import { rowKey, spendColumns, spendTotals } from './spend-columns'
import { againstText } from './spend-controls'
import { groupText } from './value-text'

export interface SpendTableProps {
  params: SpendParams
  onSortChange: (order: string) => void
  /** Null: the first page. */
  onCursorChange: (cursor: string | null) => void
}

/** The rows of the report, a page of them, each leading to the next finer view. */
export function SpendTable({ params, onSortChange, onCursorChange }: SpendTableProps) {
  const { data: report, error, isPlaceholderData, refetch } = useQuery(spendOptions(params))
  const caption = `Spend by ${groupText(params.groupBy).replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase())}`
  const against = params.compare === null ? null : againstText[params.compare]
  const columns = useMemo(
    () => (report ? spendColumns({ params, report, against }) : plainColumns(params)),
    [params, report, against],
  )
  const paging = usePages(params.cursor, report?.next_cursor ?? null, onCursorChange)
  const retry = () => (params.cursor === null ? void refetch() : onCursorChange(null))
  return (
    <div aria-busy={isPlaceholderData} className={isPlaceholderData ? classes.stale : undefined}>
      <DataTable
        caption={caption}
        columns={columns}
        rows={report?.rows ?? []}
        rowKey={(row) => rowKey(params, row)}
        rowHref={(row) => rowHref(params, row)}
        sort={toSort(params)}
        onSortChange={({ column, direction }) => onSortChange(`${direction === 'descending' ? '-' : ''}${column}`)}
        csv={false}
        loading={!report && !error}
        error={error ? { message: error.message, onRetry: retry } : null}
        paging={report && report.row_count > report.rows.length ? paging : { mode: 'client', pageSize: params.limit }}
        totals={report && spendTotals({ report, against })}
        empty={{
          title: 'No usage in this period.',
          detail: 'With these filters nothing was sent for these days: take a filter away, or choose other days.',
        }}
        toolbar={report && report.rows.length > 0 && <TableTools params={params} report={report} />}
      />
      {report && <TableNote report={report} against={against} />}
    </div>
  )
}

/** While nothing is known, the columns that will be there for certain. */
const plainColumns = ({ groupBy }: SpendParams) =>
  groupBy.map((name) => ({ key: name, header: dimensionLabels[name], value: () => null, sortable: false }))

function toSort({ order }: SpendParams): Sort | null {
  const [first] = order
  return first ? { column: first.by, direction: first.isDescending ? 'descending' : 'ascending' } : null
}

/** A cursor only leads on, so the way back is remembered; who came by a link goes back to the first page. */
function usePages(cursor: string | null, next: string | null, go: (cursor: string | null) => void) {
  const [passed, setPassed] = useState<readonly { cursor: string; before: string | null }[]>([])
  const goOn = (to: string) => {
    setPassed([...passed, { cursor: to, before: cursor }])
    go(to)
  }
  return {
    mode: 'keyset' as const,
    onPrevious: cursor === null ? undefined : () => go(passed.findLast((page) => page.cursor === cursor)?.before ?? null),
    onNext: next === null ? undefined : () => goOn(next),
  }
}

function TableTools({ params, report }: { params: SpendParams; report: SpendReport }) {
  const count = `${formatCount(report.row_count)} ${report.row_count === 1 ? 'row' : 'rows'}`
  return (
    <>
      <Button
        component={Link}
        href={requestsHref(params)}
        prefetch={false}
        size="xs"
        variant="default"
        leftSection={<IconList size={14} stroke={1.5} aria-hidden />}
      >
        Requests
      </Button>
      {(['csv', 'xlsx'] as const).map((format) => (
        <Button
          key={format}
          component="a"
          href={spendFileHref(params, format)}
          download
          size="xs"
          variant="default"
          leftSection={<IconDownload size={14} stroke={1.5} aria-hidden />}
          aria-label={`Download as ${format.toUpperCase()}, ${count}`}
        >
          {format.toUpperCase()}
        </Button>
      ))}
    </>
  )
}

function TableNote({ report, against }: { report: SpendReport; against: string | null }) {
  const { from, to, row_count: count, as_of: asOf, zone, comparison, total } = report
  return (
    <p className={classes.note}>
      {formatCount(count)} {count === 1 ? 'row' : 'rows'} · {formatPeriod({ from, to })} · <AsOf at={asOf} zone={zone} />
      {comparison && against && ` · change since ${against}, ${formatPeriod(comparison)}`}
      {total.is_at_least && ' · ≥: part of the usage has no known cost; shares and changes are of what is known'}
    </p>
  )
}
