'use client'

import type { TitleOrder } from '@mantine/core'
import { type ReactNode, useMemo, useState } from 'react'
import classes from './data-table.module.css'
import { LoadingRows, MessageRow, TableRows } from './data-table-body'
import { type Column, isNumeric, nextSort, type Sort, sortRows } from './data-table-columns'
import { downloadCsv, writeCsv } from './data-table-csv'
import { TableHead } from './data-table-head'
import { defaultPageSize, Pages, type Paging, PagingBar } from './data-table-paging'
import { BareFoot, type Density, TableToolbar } from './data-table-toolbar'
import { EmptyState, type EmptyStateProps } from './empty-state'
import { ErrorState, type PanelError } from './error-state'

export interface DataTableProps<Row> {
  /** Names the table: its heading, its caption, its scroll region and its buttons. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** Where the first cell leads. */
  rowHref?: (row: Row) => string | undefined
  /** Controlled order: the rows arrive sorted. Without `onSortChange` the table sorts by itself. */
  sort?: Sort | null
  onSortChange?: (sort: Sort) => void
  /** Order at the start, where the table sorts by itself. */
  defaultSort?: Sort
  /** Where the order is the server's and fixed. */
  sortable?: boolean
  paging?: Paging
  /** Cells of the total row by column key; computed where the sum is known, never by adding the page's rows. */
  totals?: Readonly<Record<string, ReactNode>>
  loading?: boolean
  error?: PanelError | null
  empty?: EmptyStateProps
  /** File name of the CSV without extension; false for none. */
  csv?: string | false
  density?: Density
  /** Tools between the heading and the table's own buttons. */
  toolbar?: ReactNode
  /** `panel` has its own border, heading and tools; `bare` stands inside a panel that has the former, and begins at once. */
  variant?: 'panel' | 'bare'
  titleOrder?: TitleOrder
}

/**
 * Rows of anything: sortable headers, exact figures, pages, CSV, total row, and a word for every state. The CSV holds the
 * columns and the order on screen, of all rows that the table was given, and the button says how many these are.
 */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, paging = { mode: 'client' }, loading = false, error, variant = 'panel', csv = caption } = props
  const [ownSort, setOwnSort] = useState<Sort | null>(props.defaultSort ?? null)
  const [page, setPage] = useState(0)
  const [density, setDensity] = useState<Density>(props.density ?? 'comfortable')

  const controlled = props.onSortChange !== undefined
  const sort = controlled ? (props.sort ?? null) : ownSort
  const sorted = useMemo(() => (controlled ? rows : sortRows(rows, columns, ownSort)), [controlled, rows, columns, ownSort])

  const pageSize = paging.mode === 'client' ? (paging.pageSize ?? defaultPageSize) : sorted.length
  // Filters may leave fewer pages than the one that is open.
  const openPage = Math.max(0, Math.min(page, Math.ceil(sorted.length / pageSize) - 1))
  const shown = paging.mode === 'client' ? sorted.slice(openPage * pageSize, (openPage + 1) * pageSize) : sorted

  const onSort = (column: Column<Row>) => {
    const next = nextSort(column, sort)
    setPage(0)
    if (props.onSortChange) props.onSortChange(next)
    else setOwnSort(next)
  }
  const filled = !loading && !error && rows.length > 0

  const isBare = variant === 'bare'
  const exportRows = filled && csv !== false ? () => downloadCsv(csv, writeCsv(sorted, columns)) : undefined

  return (
    <div className={isBare ? classes.bare : classes.panel}>
      {isBare ? (
        props.toolbar && <div className={classes.toolbar}>{props.toolbar}</div>
      ) : (
        <TableToolbar
          name={caption}
          titleOrder={props.titleOrder ?? 2}
          density={density}
          onDensityChange={setDensity}
          onExport={exportRows}
          exportCount={sorted.length}
        >
          {props.toolbar}
        </TableToolbar>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <section className={classes.scroll} aria-label={`${caption}, scrollable`} tabIndex={0}>
        <table className={`${classes.table} ${density === 'compact' ? classes.compact : ''}`} aria-busy={loading}>
          <caption>{caption}</caption>
          <TableHead columns={columns} sort={sort} onSort={props.sortable === false ? undefined : onSort} />
          {loading ? (
            <LoadingRows columns={columns} count={6} />
          ) : error ? (
            <MessageRow columnCount={columns.length}>
              <ErrorState {...error} />
            </MessageRow>
          ) : filled ? (
            <TableRows rows={shown} columns={columns} rowKey={props.rowKey} rowHref={props.rowHref} />
          ) : (
            <MessageRow columnCount={columns.length}>
              <EmptyState {...(props.empty ?? { title: 'Nothing here yet' })} />
            </MessageRow>
          )}
          {filled && props.totals && <TotalRow columns={columns} totals={props.totals} />}
        </table>
      </section>
      {filled && paging.mode !== 'client' && <PagingBar name={caption} paging={paging} shown={rows.length} />}
      {filled && paging.mode === 'client' && (
        <Pages name={caption} page={openPage} pageSize={pageSize} total={sorted.length} onPageChange={setPage} />
      )}
      {isBare && exportRows && <BareFoot name={caption} count={sorted.length} onExport={exportRows} />}
    </div>
  )
}

function TotalRow<Row>({ columns, totals }: { columns: readonly Column<Row>[]; totals: Readonly<Record<string, ReactNode>> }) {
  return (
    <tfoot>
      <tr>
        {columns.map((column, index) =>
          index === 0 ? (
            <th key={column.key} scope="row">
              {totals[column.key] ?? 'Total'}
            </th>
          ) : (
            <td key={column.key} className={isNumeric(column.kind) ? classes.numeric : undefined}>
              {totals[column.key]}
            </td>
          ),
        )}
      </tr>
    </tfoot>
  )
}
