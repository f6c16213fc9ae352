import type { Period } from '@/lib/time/calendar'
import type { PeriodKind } from './budget-period'
import { namePeriod } from './budget-period'

const monthFormat = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', month: 'long', year: 'numeric' })

/** `October 2026`, `Q4 2026`, `2026`: a period as people read it. */
export function describePeriod(kind: PeriodKind, period: Period): string {
  if (kind === 'month') return monthFormat.format(new Date(`${period.from}T00:00:00Z`))
  const name = namePeriod(kind, period)
  return kind === 'year' ? name : name.split(' ').reverse().join(' ')
}
