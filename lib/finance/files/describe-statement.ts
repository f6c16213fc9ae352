import { TZDate } from '@date-fns/tz'
import { format } from 'date-fns'
import type { Statement } from '@/lib/finance/statement/schema'
import type { StatementPart } from './place-lines'

/** The day and minute of an instant in a zone, with the zone: `3 June 2026, 08:00 (Europe/Berlin)`. */
export function describeInstant(instant: string, zone: string): string {
  return `${format(new TZDate(Date.parse(instant), zone), 'd MMMM yyyy, HH:mm')} (${zone})`
}

/** `3 June 2026`, as the calendar of the zone has it. */
export function describeDay(instant: string, zone: string): string {
  return format(new TZDate(Date.parse(instant), zone), 'd MMMM yyyy')
}

/** `May 2026`. */
export function describeMonth(month: string): string {
  return format(new TZDate(`${month}-01T00:00:00Z`, 'UTC'), 'MMMM yyyy')
}

/** `Draft`, `Version 2`. */
export function describeState({ version }: Statement): string {
  return version === null ? 'Draft' : `Version ${version}`
}

/** Whom a file is about, in words. */
export function describeSubject({ costCenter }: StatementPart): string {
  if (costCenter === null) return 'All cost centres'
  return costCenter.code === null ? 'Without a cost centre' : `${costCenter.code}  ${costCenter.name}`
}

/** The business units of what a file is about: several where a cost centre changed its unit within the month. */
export function listBusinessUnits({ lines, costCenter }: StatementPart): string[] {
  if (costCenter === null) return []
  return [...new Set(lines.flatMap(({ place }) => place.business_unit?.name ?? []))]
}

/** What amounts leave out, where something has no price or no tokens; else null. */
export function describeGaps({ total: { unpriced_requests, missing_token_requests } }: StatementPart): string | null {
  const gaps = [
    ...(unpriced_requests > 0 ? [`${countRequests(unpriced_requests)} without a price`] : []),
    ...(missing_token_requests > 0 ? [`${countRequests(missing_token_requests)} without known tokens`] : []),
  ]
  return gaps.length === 0 ? null : `Amounts are “at least”: they leave out what ${gaps.join(' and ')} cost.`
}

const countRequests = (count: number) => `${count.toLocaleString('en-US')} ${count === 1 ? 'request' : 'requests'}`

/** How posted amounts come about, for whoever adds them up. */
export const roundingNote =
  'Posted amounts are whole cents: the total is rounded, and its cents are handed down from cost centre to team to line by largest remainder, so that lines add up to their sums.'
