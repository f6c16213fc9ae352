import { parseInstant } from '@/lib/time/instant'

const minuteMs = 60_000
const dayMs = 86_400_000

/** How far ahead of our clock an event may be: the clocks of senders are not all right. */
const aheadMs = 10 * minuteMs

/** The instants that an event may have. */
export interface AcceptedSpan {
  readonly earliestMs: number
  readonly latestMs: number
  readonly monthsBack: number
}

/** The span that is accepted now: from `monthsBack` calendar months ago to ten minutes ahead. */
export function acceptedSpan(nowMs: number, monthsBack: number): AcceptedSpan {
  const earliest = new Date(nowMs)
  earliest.setUTCMonth(earliest.getUTCMonth() - monthsBack)
  return { earliestMs: earliest.getTime(), latestMs: nowMs + aheadMs, monthsBack }
}

const example = 'write RFC 3339 with an offset, such as 2026-06-01T09:00:00Z, or epoch seconds or milliseconds as a number'

/** Reads when a call began, in epoch milliseconds, or says what is wrong with it. */
export function readTimestamp(value: unknown, span: AcceptedSpan): number | string {
  const atMs = typeof value === 'string' ? readText(value) : (parseInstant(value)?.getTime() ?? null)
  if (atMs === null) return explain(value)
  if (atMs < span.earliestMs) return `lies more than ${span.monthsBack} months back: older usage is not taken`
  if (atMs > span.latestMs)
    return 'lies more than 10 minutes ahead: check the clock of the sender, and the unit of an epoch number'
  return atMs
}

function explain(value: unknown): string {
  if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(value.trim())) {
    return 'has no offset from UTC: add Z or one such as +02:00'
  }
  if (typeof value === 'string' && /^\d+(\.\d+)?$/.test(value.trim()))
    return 'must be a number where it is an epoch: send it without quotes'
  return `is not an instant: ${example}`
}

/** What to say where there is none. */
export const timestampMissing = `is required, the start of the call: ${example}`

/** Days by their text: nearly all events of a body fall on one or two. */
const knownDays = new Map<string, number>()
const maxKnownDays = 2_000

/** The usual form, `2026-06-01T09:00:00.123Z`, without the cost of a pattern; any other goes to `parseInstant`. */
function readText(text: string): number | null {
  const isUsual =
    (text.length === 20 || text.length === 24) && text.charCodeAt(10) === 84 && text.charCodeAt(text.length - 1) === 90
  const dayStartMs = isUsual ? readDay(text.slice(0, 10)) : null
  if (dayStartMs === null) return parseInstant(text)?.getTime() ?? null
  const hours = readDigits(text, 11, 2)
  const minutes = readDigits(text, 14, 2)
  const seconds = readDigits(text, 17, 2)
  const milliseconds = text.length === 24 ? readDigits(text, 20, 3) : 0
  const isSound =
    text.charCodeAt(13) === 58 &&
    text.charCodeAt(16) === 58 &&
    (text.length === 20 || text.charCodeAt(19) === 46) &&
    hours >= 0 &&
    hours < 24 &&
    minutes >= 0 &&
    minutes < 60 &&
    seconds >= 0 &&
    seconds < 60 &&
    milliseconds >= 0
  if (!isSound) return parseInstant(text)?.getTime() ?? null
  return dayStartMs + hours * 3_600_000 + minutes * minuteMs + seconds * 1_000 + milliseconds
}

/** The digits as a number; -1 where one of them is none. */
function readDigits(text: string, from: number, count: number): number {
  let number = 0
  for (let at = from; at < from + count; at++) {
    const digit = text.charCodeAt(at) - 48
    if (digit < 0 || digit > 9) return -1
    number = number * 10 + digit
  }
  return number
}

function readDay(text: string): number | null {
  const known = knownDays.get(text)
  if (known !== undefined) return known
  const startMs = parseInstant(`${text}T00:00:00Z`)?.getTime() ?? null
  if (startMs === null || startMs % dayMs !== 0) return null
  if (knownDays.size >= maxKnownDays) knownDays.clear()
  knownDays.set(text, startMs)
  return startMs
}
