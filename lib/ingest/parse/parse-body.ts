import { AppError } from '@/lib/errors'
import { createNormaliser, type NormalisedRecord, type NormaliseOptions, type Normaliser } from '../normalise'
import { type SplitRecord, splitRecords } from './split-records'

/** How a body is to be read. Plain data, so that it can be sent to a worker thread. */
export interface ParseOptions {
  readonly normalise: NormaliseOptions
  readonly maxRecords: number
  readonly isLineByLine: boolean
}

export interface ParsedBody {
  /** In the order of the body. */
  readonly records: NormalisedRecord[]
  /** Names of fields that were dropped. */
  readonly unknownFields: readonly string[]
}

/** A body that is being parsed, some records at a time. */
export interface BodyParser {
  readonly recordCount: number
  /** The next records, at most so many; none at the end. */
  next(count: number): NormalisedRecord[]
  readonly unknownFields: ReadonlySet<string>
}

/**
 * Opens a body.
 * @throws AppError as `splitRecords` does, and `unreadable` where the bytes are not UTF-8.
 */
export function openBody(bytes: Uint8Array, options: ParseOptions): BodyParser {
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
  return { records, unknownFields: [...parser.unknownFields] }
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
