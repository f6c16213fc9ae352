'use client'

import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import { DataTable } from '@/components/ui/data-table'
import type { Sort } from '@/components/ui/data-table-columns'
import { FileLink } from '@/components/ui/tool-link'
import type { MovementReport } from '@/lib/finance/movement/schema'
import classes from './movement.module.css'
import { movementColumns, movementTotals } from './movement-columns'
import { layRows, listShownModels, ownerKey, rowKey } from './movement-rows'

const caption = 'By team and model'

/** The parts of the change by team, each team to be opened for its models. */
export function MovementTable({ report, fileHref }: { report: MovementReport; fileHref: string }) {
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set())
  // At first the largest change comes first, in either direction, as in the report.
  const [sort, setSort] = useState<Sort | null>(null)
  const columns = useMemo(
    () =>
      movementColumns(report, (key) =>
        setOpen((before) => new Set(before.has(key) ? [...before].filter((one) => one !== key) : [...before, key])),
      ),
    [report],
  )
  const rows = useMemo(() => layRows(report, { open, columns, sort }), [report, open, columns, sort])
  const openable = report.owners.filter((owner) => listShownModels(owner).length > 0).map(ownerKey)
  const isAllOpen = openable.length > 0 && openable.every((key) => open.has(key))
  return (
    <div>
      <DataTable
        caption={caption}
        columns={columns}
        rows={rows}
        rowKey={rowKey}
        sort={sort}
        onSortChange={setSort}
        paging={{ mode: 'client', pageSize: 100 }}
        totals={movementTotals(report)}
        csv={false}
        empty={{ title: 'No spend in either of the two.' }}
        toolbar={
          rows.length > 0 && (
            <>
              {openable.length > 0 && (
                <Button size="xs" variant="default" onClick={() => setOpen(new Set(isAllOpen ? [] : openable))}>
                  {isAllOpen ? 'Hide models' : 'Show models'}
                </Button>
              )}
              <FileLink href={fileHref} label="Download the movement as CSV">
                CSV
              </FileLink>
            </>
          )
        }
      />
      <p className={classes.note}>
        Volume is measured in requests. New and gone come off first, then volume at the earlier mix and prices, mix at the earlier
        prices, and price last, of what is used now. What had no price before counts as mix, at the price of now.
      </p>
    </div>
  )
}
