import { addDays, type CalendarDate, countDays, type Period } from '@/lib/time/calendar'
import { type DimensionName, isDimensionName, maxHourlyDays, maxPeriodDays } from '../spend/dimension-names'
import { readFilters, type SpendParams } from '../spend/schema'
import { cursorPattern } from './search-params'

/** Where a page begins: after the request of that instant and key, newest first. */
export interface RequestCursor {
  readonly occurredAtMs: number
  readonly eventKey: string
}

/** Which requests are asked for. */
export interface RequestQuestion {
  /** Days of the reporting zone; null where an id is looked for at whatever time. */
  readonly period: Period | null
  readonly filters: SpendParams['filters']
  readonly requestId: string | null
  readonly traceId: string | null
  readonly after: RequestCursor | null
}

/** What the address holds, under its own names; null and absent are the same. */
export type RequestAddress = Readonly<
  Partial<Record<'from' | 'to' | 'request_id' | 'trace_id' | 'cursor', string | null>> &
    Partial<Record<DimensionName, readonly string[] | null>>
>

export type ReadQuestion =
  | { readonly ok: true; readonly question: RequestQuestion }
  | { readonly ok: false; readonly message: string }

const maxIdLength = 256

/**
 * The question that an address asks. Without a period it is the month so far, and all of time where an id is looked for.
 *
 * @param today the day in the reporting zone.
 * @returns what is wrong and how to mend it, as a sentence, where there is no such question.
 */
export function readQuestion(address: RequestAddress, today: CalendarDate): ReadQuestion {
  const faults: string[] = []
  const refuse = (name: string, message: string) => faults.push(`“${name}” ${message}.`)
  const requestId = readId(address.request_id, 'request_id', refuse)
  const traceId = readId(address.trace_id, 'trace_id', refuse)
  const given = Object.fromEntries(
    Object.keys(address)
      .filter(isDimensionName)
      .flatMap((name) => {
        const values = address[name]
        return values && values.length > 0 ? [[name, values]] : []
      }),
  )
  const filters = readFilters(given, refuse)
  const period = readPeriod(address, today, requestId !== null || traceId !== null)
  if (period !== null) checkPeriod(period, filters, refuse)
  else if (filters.hour !== undefined) refuse('hour', 'needs a period: give from and to')
  const [fault] = faults
  if (fault !== undefined) return { ok: false, message: fault }
  return { ok: true, question: { period, filters, requestId, traceId, after: readCursor(address.cursor) } }
}

type Refuse = (name: string, message: string) => void

function readId(text: string | null | undefined, name: string, refuse: Refuse): string | null {
  const id = text?.trim() ?? ''
  if (id.length > maxIdLength) refuse(name, `is at most ${maxIdLength} characters`)
  if (id.includes('\0')) refuse(name, 'holds a character that no id has')
  return id === '' ? null : id
}

function readPeriod({ from, to }: RequestAddress, today: CalendarDate, hasId: boolean): Period | null {
  if (!from && !to && hasId) return null
  const end = to ?? addDays(today, 1)
  // The last day in the period says which month was meant.
  return { from: from ?? `${addDays(end, -1).slice(0, 7)}-01`, to: end }
}

function checkPeriod(period: Period, filters: SpendParams['filters'], refuse: Refuse): void {
  if (period.to <= period.from) {
    refuse('to', `lies after from: it is the first day that does not count, ${addDays(period.from, 1)} or later`)
    return
  }
  const days = countDays(period)
  if (days > maxPeriodDays) refuse('to', `is at most ${maxPeriodDays} days after from`)
  if (filters.hour !== undefined && days > maxHourlyDays) {
    refuse('to', `is at most ${maxHourlyDays} days after from where hours are asked for`)
  }
}

function readCursor(text: string | null | undefined): RequestCursor | null {
  const [, atMs, eventKey] = cursorPattern.exec(text ?? '') ?? []
  return atMs === undefined || eventKey === undefined ? null : { occurredAtMs: Number(atMs), eventKey }
}

/** The cursor for the page after this request, as an address holds it. */
export function writeCursor({ at, eventKey }: { readonly at: string; readonly eventKey: string }): string {
  return `${Date.parse(at)}.${eventKey}`
}
