import { formatDate } from '@/components/ui/format-date'
import type { DayBounds } from '@/lib/registry/dated-spans'
import { addDays } from '@/lib/time/calendar'

/** A half-open span as people say it, its last day included: `Sep 1, 2026 – Sep 30, 2026`, `from Oct 1, 2026`. */
export function describeSpan({ from, to }: DayBounds): string {
  const last = to === null ? null : formatDate(addDays(to, -1))
  if (from === null) return last === null ? 'always' : `until ${last}`
  return last === null ? `from ${formatDate(from)}` : `${formatDate(from)} – ${last}`
}
