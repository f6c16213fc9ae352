import { AsOf } from '@/components/ui/as-of'
import { formatPeriod } from '@/components/ui/format-date'
import type { Period } from '@/lib/time/calendar'

/** The line under a panel's title: which days its figures cover, and up to which instant. */
export function FiguresOf({ period, asOf, zone, against }: { period: Period; asOf: string; zone: string; against?: Period }) {
  return (
    <>
      {formatPeriod(period)}
      {against && ` against ${formatPeriod(against)}`} · <AsOf at={asOf} zone={zone} />
    </>
  )
}
