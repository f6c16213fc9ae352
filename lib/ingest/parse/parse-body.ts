import { AppError } from '@/lib/errors'
import { createNormaliser, type NormalisedRecord, type NormaliseOptions, type Normaliser } from '../normalise'
import { openTraces, type TraceFacts, type TraceFormat } from '../otlp/parse-traces'
import { openSourceBody } from './parse-source-body'
import { type SplitRecord, splitRecords } from './split-records'

/** How a body is to be read. Plain data, so that it can be sent to a worker thread. */
export interface ParseOptions {
  readonly normalise: NormaliseOptions
  readonly maxRecords: number
  readonly isLineByLine: boolean
  /** Of a source's own format: how its records are read. */
  readonly source?: SourceFormat
  /** Of OTLP traces: their encoding. */
  readonly traces?: TraceFormat
}

export interface SourceFormat {
  /** One of `adapterFormats`. */
  readonly format: string
  /** Of `derivePromptKey`. */
  readonly promptKey: string
}

/** A record that is no call of a model. */
export interface IgnoredRecord {
  /** Its place in the body, from 0. */
  readonly index: number
  readonly reason: string
}

export interface ParsedBody {
  /** In the order of the body. */
  readonly records: NormalisedRecord[]
  /** Names of fields that were dropped. */
  readonly unknownFields: readonly string[]
  /** For each of `records`, the place in the body that it comes from; absent where the two are the same. */
  readonly places?: readonly number[]
  readonly ignored?: readonly IgnoredRecord[]
  /** Of OTLP traces. */
  readonly traces?: TraceFacts
}

/** A body that is being parsed, some records at a time. */
export interface BodyParser {
  readonly recordCount: number
  /** The next records, at most so many; none at the end. */
  next(count: number): NormalisedRecord[]
  readonly unknownFields: ReadonlySet<string>
  /** As in `ParsedBody`, of the records so far. */
  readonly places?: readonly number[]
  readonly ignored?: readonly IgnoredRecord[]
  readonly traces?: TraceFacts
}

/**
 * Opens a body.
 * @throws AppError as `splitRecords` does, and `unreadable` where the bytes are not UTF-8.
 */
export function openBody(bytes: Uint8Array, options: ParseOptions): BodyParser {
  if (options.traces !== undefined) return openTraces(bytes, options, options.traces)
  if (options.source !== undefined) return openSourceBody(bytes, options, options.source)
  const split = splitRecords(decode(bytes), options)
  const normaliser = createNormaliser(options.normalise)
  let at = 0
  return {
    recordCount: split.length,
    unknownFields: normaliser.unknownFields,
    next: (count) => {
      const records = split.slice(at, at + count).map((record) => normaliseSplit(normaliser, record))
      at += count
      return records
    },
  }
}

/** Parses and normalises a whole body. Throws as `openBody`. */
export function parseBody(bytes: Uint8Array, options: ParseOptions): ParsedBody {
  const parser = openBody(bytes, options)
  const records = parser.next(parser.recordCount)
  const { places, ignored, traces } = parser
  return { records, unknownFields: [...parser.unknownFields], places, ignored, traces }
}

/** Normalises a record that was split off; of a line that is not JSON, says so. */
export function normaliseSplit(normaliser: Normaliser, record: SplitRecord): NormalisedRecord {
  return record.ok ? normaliser.normalise(record.value) : normaliser.refuse(record.line, [{ path: '', message: record.message }])
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new AppError('unreadable', 'The body is not UTF-8 text.', { cause: error })
  }
}
