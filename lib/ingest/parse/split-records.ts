import { AppError } from '@/lib/errors'
import { findJsonFault } from '@/lib/http/find-json-fault'
import { isRecord } from '../read-record'

/** One record of a body: its value, or the line that is none and why. */
export type SplitRecord =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly line: string; readonly message: string }

export interface SplitOptions {
  readonly maxRecords: number
  /** Whether the sender says that each line is a record of its own; else the content tells. */
  readonly isLineByLine: boolean
}

/**
 * The records of a body: one object, an array, `{"events": […]}`, or one object a line (NDJSON). Of NDJSON a line that is not
 * JSON costs only itself.
 *
 * @throws AppError `unreadable` where it is none of these, `too_large` beyond `maxRecords`.
 */
export function splitRecords(text: string, options: SplitOptions): SplitRecord[] {
  const start = findStart(text)
  if (start === text.length)
    throw new AppError('unreadable', 'The body is empty: send one event, an array of them or one a line.')
  const exact = quoteLongCosts(text.charCodeAt(0) === byteOrderMark ? ` ${text.slice(1)}` : text)
  if (options.isLineByLine) return splitLines(exact, options)
  const first = exact[start]
  if (first !== '{' && first !== '[') throw unreadable(text)
  const whole = parse(exact)
  if (whole !== undefined) return listRecords(whole, options)
  if (first === '{' && looksLineByLine(exact)) return splitLines(exact, options)
  throw unreadable(text)
}

function listRecords(whole: unknown, { maxRecords }: SplitOptions): SplitRecord[] {
  const isEnvelope = isRecord(whole) && Object.hasOwn(whole, 'events')
  const list = isEnvelope ? whole.events : whole
  if (!Array.isArray(list)) {
    if (isEnvelope) {
      const error = { path: 'events', message: 'must be an array of events' }
      throw new AppError('invalid', 'The field "events" must be an array of events.', { errors: [error] })
    }
    return [{ ok: true, value: whole }]
  }
  if (list.length > maxRecords) throw tooMany(list.length, maxRecords)
  return list.map((value: unknown) => ({ ok: true, value }))
}

/** Several lines, each of which begins like an object: no other JSON reads so, an indented object does not. */
function looksLineByLine(text: string): boolean {
  let lines = 0
  for (const line of text.split('\n')) {
    const start = findStart(line)
    if (start === line.length) continue
    if (line[start] !== '{' || line.trim() === '{') return false
    lines++
  }
  return lines > 1
}

function splitLines(text: string, { maxRecords }: SplitOptions): SplitRecord[] {
  const records: SplitRecord[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (findStart(line) === line.length) continue
    if (records.length >= maxRecords) throw tooMany(countLines(text), maxRecords)
    const value = parse(line)
    if (value !== undefined) records.push({ ok: true, value })
    else {
      const message = `line ${index + 1} is not JSON: it breaks at its character ${findJsonFault(line)}`
      records.push({ ok: false, line, message })
    }
  }
  return records
}

const countLines = (text: string) => text.split('\n').filter((line) => line.trim() !== '').length

const byteOrderMark = 0xfeff

/** The first character that is not blank; the length where there is none. */
function findStart(text: string): number {
  let at = 0
  while (at < text.length && (text.charCodeAt(at) <= 32 || text.charCodeAt(at) === byteOrderMark)) at++
  return at
}

/** Undefined where the text is not JSON, which has no such value. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const costName = '"(?:reported_cost_usd|request_cost_usd|estimated_cost_usd)"\\s*:\\s*'
const longCost = new RegExp(`${costName}-?[\\d.]{17}`)
const anyCost = new RegExp(`(${costName})(-?\\d[\\d.eE+-]*)`, 'g')

/**
 * Puts costs of more than 15 digits in quotes before the JSON is parsed. `JSON.parse` makes doubles of numbers, and those hold
 * 15 digits of any decimal and not always more; how a number was written can be asked of the parser only from Node 22 on. Bodies
 * with such costs are rare, so others pay one search and no copy. The name stands between plain quotes, which within a text would
 * be escaped: nothing but a number that is a value can match.
 */
export function quoteLongCosts(text: string): string {
  return longCost.test(text) ? text.replace(anyCost, '$1"$2"') : text
}

function unreadable(text: string): AppError {
  return new AppError('unreadable', `The body is not JSON: it breaks at character ${findJsonFault(text)}.`)
}

function tooMany(count: number, maxRecords: number): AppError {
  const [held, limit] = [count.toLocaleString('en-US'), maxRecords.toLocaleString('en-US')]
  return new AppError('too_large', `The body holds ${held} events, ${limit} is the most: split it into several requests.`)
}
