import type { ReactNode } from 'react'
import { AsOf } from '@/components/ui/as-of'
import { formatCount } from '@/components/ui/format-count'
import { formatPeriod } from '@/components/ui/format-date'
import classes from './spend.module.css'

interface ReportNoteProps {
  report: {
    readonly from: string
    readonly to: string
    readonly row_count: number
    readonly as_of: string
    readonly zone: string
  }
  /** What else is to be known of the rows. */
  children?: ReactNode
}

/** Under the table of a report: how many rows it has, of which days, as of when. */
export function ReportNote({ report: { from, to, row_count: count, as_of: asOf, zone }, children }: ReportNoteProps) {
  return (
    <p className={classes.note}>
      {rowsText(count)} · {formatPeriod({ from, to })} · <AsOf at={asOf} zone={zone} />
      {children}
    </p>
  )
}

/** `1 row`, `1,204 rows`. */
export const rowsText = (count: number): string => `${formatCount(count)} ${count === 1 ? 'row' : 'rows'}`
