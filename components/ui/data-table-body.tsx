'use client'

import { Skeleton, VisuallyHidden } from '@mantine/core'
import Link from 'next/link'
import type { ReactNode } from 'react'
import classes from './data-table.module.css'
import { type Column, isNumeric } from './data-table-columns'
import { formatCount } from './format-count'
import { Money, UnknownFigure } from './money'

interface TableBodyProps<Row> {
  rows: readonly Row[]
  columns: readonly Column<Row>[]
  rowKey: (row: Row) => string
  rowHref?: (row: Row) => string | undefined
}

/** The rows; the first column names the row, and leads to it where there is somewhere to go. */
export function TableRows<Row>({ rows, columns, rowKey, rowHref }: TableBodyProps<Row>) {
  return (
    <tbody>
      {rows.map((row) => (
        <tr key={rowKey(row)}>
          {columns.map((column, index) => {
            const className = isNumeric(column.kind) ? classes.numeric : undefined
            if (index > 0) {
              return (
                <td key={column.key} className={className}>
                  <Cell row={row} column={column} />
                </td>
              )
            }
            const name = column.value(row)?.toString()
            return (
              <th key={column.key} scope="row" className={className} title={name}>
                <RowLink href={rowHref?.(row)}>
                  <Cell row={row} column={column} />
                </RowLink>
              </th>
            )
          })}
        </tr>
      ))}
    </tbody>
  )
}

function RowLink({ href, children }: { href: string | undefined; children: ReactNode }) {
  if (href === undefined) return children
  return (
    <Link href={href} className={classes.link} prefetch={false}>
      {children}
    </Link>
  )
}

function Cell<Row>({ row, column }: { row: Row; column: Column<Row> }) {
  if (column.render) return column.render(row)
  const value = column.value(row)
  if (column.kind === 'money') return <Money amount={value === null ? null : value.toString()} reason={column.unknownReason} />
  if (value === null) return <UnknownFigure reason={column.unknownReason ?? `${column.header} is not known`} />
  return column.kind === 'count' ? formatCount(value) : value.toString()
}

/** Grey rows of the height of real ones, for the first load. */
export function LoadingRows({ columns, count }: { columns: readonly { key: string }[]; count: number }) {
  return (
    <tbody>
      {Array.from({ length: count }, (_, index) => `row-${index}`).map((row, index) => (
        <tr key={row}>
          {columns.map((column, position) => (
            <td key={column.key}>
              {index === 0 && position === 0 && <VisuallyHidden>Loading…</VisuallyHidden>}
              <Skeleton height={11} width={position === 0 ? '70%' : '55%'} ml={position === 0 ? 0 : 'auto'} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  )
}

/** One cell across the table, for what is said instead of rows. */
export function MessageRow({ columnCount, children }: { columnCount: number; children: ReactNode }) {
  return (
    <tbody>
      <tr>
        <td colSpan={columnCount} className={classes.message}>
          {children}
        </td>
      </tr>
    </tbody>
  )
}
