'use client'

import { UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import classes from './data-table.module.css'
import { type Column, isNumeric, type Sort } from './data-table-columns'

interface TableHeadProps<Row> {
  columns: readonly Column<Row>[]
  sort: Sort | null
  /** Absent where the order is fixed. */
  onSort?: (column: Column<Row>) => void
}

/** Column headers; the sortable ones are buttons and say their order by `aria-sort`. */
export function TableHead<Row>({ columns, sort, onSort }: TableHeadProps<Row>) {
  return (
    <thead>
      <tr>
        {columns.map((column) => {
          const direction = sort?.column === column.key ? sort.direction : undefined
          const sortable = onSort !== undefined && column.sortable !== false
          const Arrow = direction === 'ascending' ? IconArrowUp : IconArrowDown
          return (
            <th
              key={column.key}
              scope="col"
              className={isNumeric(column.kind) ? classes.numeric : undefined}
              style={{ minWidth: column.width }}
              aria-sort={sortable ? (direction ?? 'none') : undefined}
            >
              {sortable ? (
                <UnstyledButton className={classes.sort} onClick={() => onSort(column)}>
                  {column.header}
                  <Arrow size={13} stroke={2} aria-hidden />
                </UnstyledButton>
              ) : (
                column.header
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}
