'use client'

import { ActionIcon, Button } from '@mantine/core'
import { IconDownload, IconHelpCircle, IconList, IconPin, IconPinFilled, IconPinnedOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useMemo, useState } from 'react'
import { AsOf } from '@/components/ui/as-of'
import { DataTable } from '@/components/ui/data-table'
import type { Sort } from '@/components/ui/data-table-columns'
import { Delta } from '@/components/ui/delta'
import { formatCount } from '@/components/ui/format-count'
import { formatPeriod } from '@/components/ui/format-date'
import { whyHref } from '@/components/why/why-href'
import { askPinned, spendFileHref, spendOptions } from '@/lib/reports/spend/client'
import { hasChange, rowKey } from '@/lib/reports/spend/derived-figures'
import { dimensionLabel } from '@/lib/reports/spend/dimension-names'
import { type Pin, pinOf, putPinsFirst, writePin } from '@/lib/reports/spend/pins'
import { mergeNames, type SpendReport, type SpendRow } from '@/lib/reports/spend/report-schema'
import { maxPins, type SpendParams } from '@/lib/reports/spend/schema'
import { rowHref } from './drill'
import classes from './spend.module.css'
import { spendColumns, spendTotals } from './spend-columns'
import { againstText } from './spend-controls'
import { requestsHref } from './spend-href'
import { groupText, valueText } from './value-text'

export interface SpendTableProps {
  params: SpendParams
  pins: readonly Pin[]
  onPinsChange: (pins: readonly Pin[]) => void
  onSortChange: (order: string) => void
  /** Null: the first page. */
  onCursorChange: (cursor: string | null) => void
}

/** The rows of the report, a page of them, each leading to the next finer view. */
export function SpendTable({ params, pins, onPinsChange, onSortChange, onCursorChange }: SpendTableProps) {
  const { data: page, error, isPlaceholderData, refetch } = useQuery(spendOptions(params))
  const { report, idlePins } = useWithPins(page, params, pins)
  const caption = `Spend by ${groupText(params.groupBy).replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase())}`
  const against = params.compare === null ? null : againstText[params.compare]
  const columns = useMemo(
    () =>
      report ? spendColumns({ params, report, against, pinCell: pinCells(params, pins, onPinsChange) }) : plainColumns(params),
    [params, report, against, pins, onPinsChange],
  )
  const paging = usePages(params.cursor, report?.next_cursor ?? null, onCursorChange)
  const retry = () => (params.cursor === null ? void refetch() : onCursorChange(null))
  return (
    <div aria-busy={isPlaceholderData} className={isPlaceholderData ? classes.stale : undefined}>
      <DataTable
        caption={caption}
        columns={columns}
        rows={report?.rows ?? []}
        rowKey={(row) => rowKey(params.groupBy, row)}
        rowHref={(row) => rowHref(params, row)}
        sort={toSort(params)}
        onSortChange={({ column, direction }) => onSortChange(`${direction === 'descending' ? '-' : ''}${column}`)}
        csv={false}
        loading={!report && !error}
        error={error ? { message: error.message, onRetry: retry } : null}
        paging={page && page.row_count > page.rows.length ? paging : { mode: 'client', pageSize: params.limit + maxPins }}
        totals={report && spendTotals({ report, against })}
        empty={{
          title: 'No usage in this period.',
          detail: 'With these filters nothing was sent for these days: take a filter away, or choose other days.',
        }}
        toolbar={
          report &&
          report.rows.length > 0 && <TableTools params={params} pins={pins} report={report} onUnpin={() => onPinsChange([])} />
        }
      />
      {report && idlePins.length > 0 && <IdlePins params={params} pins={idlePins} report={report} />}
      {report && <TableNote params={params} report={report} against={against} />}
    </div>
  )
}

/** While nothing is known, the columns that will be there for certain. */
const plainColumns = ({ groupBy }: SpendParams) =>
  groupBy.map((name) => ({ key: name, header: dimensionLabel(name), value: () => null, sortable: false }))

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

interface PinnedPage {
  readonly report: SpendReport | undefined
  /** What is pinned and has no row: nothing was sent for it in the period, or the filters leave it out. */
  readonly idlePins: readonly Pin[]
}

/** The page's rows with the pinned ones on top, also those of other pages. */
function useWithPins(page: SpendReport | undefined, params: SpendParams, pins: readonly Pin[]): PinnedPage {
  const asked = useMemo(() => askPinned(params, pins), [params, pins])
  const { data: pinned } = useQuery({ ...spendOptions(asked ?? params), enabled: asked !== null })
  return useMemo(() => {
    if (!page || !pinned || asked === null) return { report: page, idlePins: page && asked === null ? pins : [] }
    const { groupBy } = params
    const before = putPinsFirst(page.comparison?.rows ?? [], { pinned: pinned.comparison?.rows ?? [], pins, groupBy })
    const report = {
      ...page,
      rows: putPinsFirst(page.rows, { pinned: pinned.rows, pins, groupBy }),
      names: mergeNames(page.names, pinned.names),
      comparison: page.comparison && { ...page.comparison, rows: before },
    }
    const shown = new Set(report.rows.map((row) => writePin(pinOf(row, groupBy))))
    return { report, idlePins: pins.filter((pin) => !shown.has(writePin(pin))) }
  }, [page, pinned, asked, params, pins])
}

function pinCells(params: SpendParams, pins: readonly Pin[], onPinsChange: (pins: readonly Pin[]) => void) {
  const keys = new Set(pins.map(writePin))
  return (row: SpendRow, name: string) => {
    const pin = pinOf(row, params.groupBy)
    const key = writePin(pin)
    const isPinned = keys.has(key)
    const Icon = isPinned ? IconPinFilled : IconPin
    return (
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        aria-label={`${isPinned ? 'Unpin' : 'Pin'} ${name}`}
        aria-pressed={isPinned}
        disabled={!isPinned && pins.length >= maxPins}
        onClick={() => onPinsChange(isPinned ? pins.filter((other) => writePin(other) !== key) : [...pins, pin])}
      >
        <Icon size={14} stroke={1.5} aria-hidden />
      </ActionIcon>
    )
  }
}

interface TableToolsProps {
  params: SpendParams
  pins: readonly Pin[]
  report: SpendReport
  onUnpin: () => void
}

function TableTools({ params, pins, report, onUnpin }: TableToolsProps) {
  const count = `${formatCount(report.row_count)} ${report.row_count === 1 ? 'row' : 'rows'}`
  return (
    <>
      {pins.length > 0 && (
        <Button size="xs" variant="subtle" onClick={onUnpin} leftSection={<IconPinnedOff size={14} stroke={1.5} aria-hidden />}>
          Unpin all
        </Button>
      )}
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
      <Button
        component={Link}
        href={whyHref(params)}
        prefetch={false}
        size="xs"
        variant="default"
        leftSection={<IconHelpCircle size={14} stroke={1.5} aria-hidden />}
      >
        Why?
      </Button>
      {(['csv', 'xlsx'] as const).map((format) => (
        <Button
          key={format}
          component="a"
          href={spendFileHref(params, pins, format)}
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

/** Pins whose rows are not there, so that nobody takes them for lost. */
function IdlePins({ params: { groupBy }, pins, report }: Pick<TableToolsProps, 'params' | 'pins' | 'report'>) {
  const nameOf = (pin: Pin) => groupBy.map((name, index) => valueText(name, pin[index] ?? null, report)).join(', ')
  return <p className={classes.note}>Pinned, with no usage in the period: {pins.map((pin) => `“${nameOf(pin)}”`).join(', ')}</p>
}

function TableNote({ params, report, against }: { params: SpendParams; report: SpendReport; against: string | null }) {
  const { from, to, row_count: count, as_of: asOf, zone, comparison, total } = report
  return (
    <p className={classes.note}>
      {formatCount(count)} {count === 1 ? 'row' : 'rows'} · {formatPeriod({ from, to })} · <AsOf at={asOf} zone={zone} />
      {comparison && against && hasChange(report, params.groupBy) && ` · change since ${against}, ${formatPeriod(comparison)}`}
      {comparison && against && !hasChange(report, params.groupBy) && (
        <>
          {' · rows by time have no row to compare with in '}
          {against}, {formatPeriod(comparison)}; the total:{' '}
          <Delta current={total.cost_usd} base={comparison.total.cost_usd} against={against} />
        </>
      )}
      {total.is_at_least && ' · ≥: part of the usage has no known cost; shares and changes are of what is known'}
    </p>
  )
}
