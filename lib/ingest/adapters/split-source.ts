import { AppError } from '@/lib/errors'
import type { SplitRecord } from '../parse/split-records'
import { copyWithoutPrompts, type DropOptions, skipBlanks } from './drop-prompts'
import { isSourceRecord, type SourceRecord } from './source-values'

export interface SplitSourceOptions extends DropOptions {
  readonly maxRecords: number
  /** Whether the sender says that each line is a record of its own; else the content tells. */
  readonly isLineByLine: boolean
}

/**
 * The records of a body of some source, without their prompts: an array, one object, several in a row, one a line whatever the
 * content type says, or `{"events" | "records" | "data" | "logEvents": […]}`; and a stream of events (SSE) as one record. A record
 * that is cut off or broken costs only itself.
 *
 * @throws AppError `unreadable` where the body is none of these, `too_large` beyond `maxRecords`.
 */
export function splitSource(bytes: Buffer, options: SplitSourceOptions): SplitRecord[] {
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  const start = skipBlanks(bytes, hasMark ? 3 : 0, bytes.length)
  if (start === bytes.length)
    throw new AppError('unreadable', 'The body is empty: send one record, an array of them or one a line.')
  const head = bytes.toString('latin1', start, start + 6)
  if (/^(?:event|data|id): ?/.test(head) || head.startsWith('data:') || head.startsWith('event:')) {
    return [{ ok: true, value: { stream: bytes.toString('utf8', start) } }]
  }
  const records: SplitRecord[] = []
  const add = (record: SplitRecord) => {
    if (records.length >= options.maxRecords) throw tooMany(options.maxRecords)
    records.push(record)
  }
  const addText = (text: string, what: string) => {
    const value = parse(text)
    if (value === undefined) add({ ok: false, line: text, message: `${what} is not JSON` })
    else for (const one of unwrap(value)) add({ ok: true, value: one })
  }
  if (options.isLineByLine || (head.startsWith('{') && standsOneALine(bytes, start))) {
    splitLines(bytes, start, options, add, addText)
  } else if (head.startsWith('{') || head.startsWith('[')) {
    splitDocument(bytes, start, options, add, addText)
  } else {
    throw new AppError('unreadable', 'The body is not JSON: send one record, an array of them or one a line.')
  }
  return records
}

type Add = (record: SplitRecord) => void
type AddText = (text: string, what: string) => void

function splitDocument(bytes: Buffer, start: number, options: SplitSourceOptions, add: Add, addText: AddText): void {
  const isList = bytes[start] === 0x5b
  let at = skipBlanks(bytes, isList ? start + 1 : start, bytes.length)
  let count = 0
  while (at < bytes.length && !(isList && bytes[at] === 0x5d)) {
    const what = isList || count > 0 ? `record ${count + 1} of the body` : 'the body'
    const slim = copyWithoutPrompts(bytes, at, bytes.length, options)
    if (!slim.ok) {
      add({ ok: false, line: hashable(bytes, at, bytes.length), message: `${what} ${slim.message}` })
      return
    }
    addText(slim.text, what)
    count++
    at = skipBlanks(bytes, slim.end, bytes.length)
    if (bytes[at] === 0x2c) at = skipBlanks(bytes, at + 1, bytes.length)
    else if (isList && at < bytes.length && bytes[at] !== 0x5d) {
      add({ ok: false, line: hashable(bytes, at, bytes.length), message: `what follows record ${count} of the body is not JSON` })
      return
    }
  }
}

function splitLines(bytes: Buffer, start: number, options: SplitSourceOptions, add: Add, addText: AddText): void {
  let line = 0
  for (let from = start; from < bytes.length; ) {
    const found = bytes.indexOf(0x0a, from)
    const end = found < 0 ? bytes.length : found
    line++
    const at = skipBlanks(bytes, from, end)
    if (at < end) {
      const slim = copyWithoutPrompts(bytes, at, end, options)
      if (!slim.ok) add({ ok: false, line: hashable(bytes, at, end), message: `line ${line} ${slim.message}` })
      else if (skipBlanks(bytes, slim.end, end) < end) {
        add({ ok: false, line: hashable(bytes, at, end), message: `line ${line} is not JSON: something follows its record` })
      } else addText(slim.text, `line ${line}`)
    }
    from = end + 1
  }
}

/** What stands for a broken record: it is only measured and hashed, never kept. */
const hashable = (bytes: Buffer, from: number, to: number) => bytes.toString('latin1', from, to)

/** Several lines, most of which begin like an object; in an object that is indented over lines only the first one does. */
function standsOneALine(bytes: Buffer, start: number): boolean {
  let [lines, objects] = [0, 0]
  for (let from = start; from < bytes.length; ) {
    const found = bytes.indexOf(0x0a, from)
    const end = found < 0 ? bytes.length : found
    const at = skipBlanks(bytes, from, end)
    if (at < end) {
      lines++
      if (bytes[at] === 0x7b && skipBlanks(bytes, at + 1, end) < end) objects++
    }
    from = end + 1
  }
  return lines > 1 && objects * 2 > lines
}

const wrapperNames = ['events', 'records', 'data', 'logEvents'] as const
/** Fields of a body that has such a list of its own, as the answer to an embeddings request has. */
const bodyNames = ['usage', 'object', 'model', 'id', 'created', 'usageMetadata', 'timestamp']

function unwrap(value: unknown): readonly unknown[] {
  if (!isSourceRecord(value) || bodyNames.some((name) => Object.hasOwn(value, name))) return [value]
  const name = wrapperNames.find((one) => Object.hasOwn(value, one) && Array.isArray((value as SourceRecord)[one]))
  const list = name === undefined ? undefined : value[name]
  return Array.isArray(list) ? list : [value]
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function tooMany(maxRecords: number): AppError {
  const limit = maxRecords.toLocaleString('en-US')
  return new AppError('too_large', `The body holds more than ${limit} records: split it into several requests.`)
}
