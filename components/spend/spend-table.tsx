'use client'

import { ActionIcon, Button } from '@mantine/core'
import { IconHelpCircle, IconList, IconPin, IconPinFilled, IconPinnedOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { DataTable } from '@/components/ui/data-table'
import type { Sort } from '@/components/ui/data-table-columns'
import { Delta } from '@/components/ui/delta'
import { formatPeriod } from '@/components/ui/format-date'
import { lowerFirst } from '@/components/ui/lower-first'
import { Refetching } from '@/components/ui/refetching'
import { FileLink, ToolLink } from '@/components/ui/tool-link'
import { whyHref } from '@/components/why/why-href'
import { askPinned, spendFileHref, spendOptions } from '@/lib/reports/spend/client'
import { hasChange, rowKey } from '@/lib/reports/spend/derived-figures'
import { type Pin, pinOf, putPinsFirst, writePin } from '@/lib/reports/spend/pins'
import { mergeNames, type SpendReport, type SpendRow } from '@/lib/reports/spend/report-schema'
import { maxPins, type SpendParams } from '@/lib/reports/spend/schema'
import { pendingColumns } from './dimension-columns'
import { rowHref } from './drill'
import { noUsage } from './no-usage'
import { ReportNote, rowsText } from './report-note'
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
  const caption = `Spend by ${lowerFirst(groupText(params.groupBy))}`
  const against = params.compare === null ? null : againstText[params.compare]
  const columns = useMemo(
    () =>
      report
        ? spendColumns({ params, report, against, pinCell: pinCells(params, pins, onPinsChange) })
        : pendingColumns<SpendRow>(params.groupBy),
    [params, report, against, pins, onPinsChange],
  )
  const paging = usePages(params.cursor, report?.next_cursor ?? null, onCursorChange)
  const retry = () => (params.cursor === null ? void refetch() : onCursorChange(null))
  return (
    <Refetching isStale={isPlaceholderData}>
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
        empty={noUsage}
        toolbar={
          report &&
          report.rows.length > 0 && <TableTools params={params} pins={pins} report={report} onUnpin={() => onPinsChange([])} />
        }
      />
      {report && idlePins.length > 0 && <IdlePins params={params} pins={idlePins} report={report} />}
      {report && <TableNote params={params} report={report} against={against} />}
    </Refetching>
  )
}

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
  return (
    <>
      {pins.length > 0 && (
        <Button size="xs" variant="subtle" onClick={onUnpin} leftSection={<IconPinnedOff size={14} stroke={1.5} aria-hidden />}>
          Unpin all
        </Button>
      )}
      <ToolLink href={requestsHref(params)} icon={IconList}>
        Requests
      </ToolLink>
      <ToolLink href={whyHref(params)} icon={IconHelpCircle}>
        Why?
      </ToolLink>
      {(['csv', 'xlsx'] as const).map((format) => (
        <FileLink
          key={format}
          href={spendFileHref(params, pins, format)}
          label={`Download as ${format.toUpperCase()}, ${rowsText(report.row_count)}`}
        >
          {format.toUpperCase()}
        </FileLink>
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
  const { comparison, total } = report
  return (
    <ReportNote report={report}>
      {comparison && against && hasChange(report, params.groupBy) && ` · change since ${against}, ${formatPeriod(comparison)}`}
      {comparison && against && !hasChange(report, params.groupBy) && (
        <>
          {' · rows by time have no row to compare with in '}
          {against}, {formatPeriod(comparison)}; the total:{' '}
          <Delta current={total.cost_usd} base={comparison.total.cost_usd} against={against} />
        </>
      )}
      {total.is_at_least && ' · ≥: part of the usage has no known cost; shares and changes are of what is known'}
    </ReportNote>
  )
}
