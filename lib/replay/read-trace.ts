import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip as gunzipWithCallback } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { AppError } from '@/lib/errors'

const gunzip = promisify(gunzipWithCallback)

/** A line of a request trace, with its values as they stand in the file. */
export interface TraceRow {
  /** The line of the file, from 1; the header is the first. */
  readonly line: number
  readonly offset: string
  readonly input: string
  readonly output: string
  /** Absent where the trace has no such column. */
  readonly cached: string | undefined
  /** What is wrong with the line as such; null where its columns can be told. */
  readonly fault: string | null
}

/** A request trace, read whole. */
export interface Trace {
  /** SHA-256 of the decompressed content, so that the same trace is the same however it is compressed or named. */
  readonly contentHash: string
  readonly rows: readonly TraceRow[]
}

const requiredColumns = ['offset_ms', 'input_tokens', 'output_tokens'] as const
const cachedColumn = 'cached_input_tokens'
const gzipMagic = [0x1f, 0x8b]

const parsedSchema = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.number() }) }))

/**
 * Reads a trace, gzip or not: CSV with a header that names `offset_ms`, `input_tokens` and `output_tokens`, and
 * `cached_input_tokens` where there is one. Rows with bad values are kept as they are; whoever reads them says so.
 *
 * @throws AppError `unreadable` naming the file, and the columns that are missing.
 */
export async function readTrace(file: string): Promise<Trace> {
  const content = await readContent(file)
  const lines = parseCsv(file, content)
  const [header, ...rest] = lines
  const columns = header?.record.map((name) => name.trim()) ?? []
  const missing = requiredColumns.filter((name) => !columns.includes(name))
  if (missing.length > 0) {
    throw new AppError('unreadable', `${file}: the first line must name the columns ${missing.join(', ')}.`)
  }
  const [offsetAt, inputAt, outputAt] = requiredColumns.map((name) => columns.indexOf(name))
  const cachedAt = columns.indexOf(cachedColumn)
  return {
    contentHash: createHash('sha256').update(content).digest('hex'),
    rows: rest.map(({ record, info }) => ({
      line: info.lines,
      offset: record[offsetAt ?? -1]?.trim() ?? '',
      input: record[inputAt ?? -1]?.trim() ?? '',
      output: record[outputAt ?? -1]?.trim() ?? '',
      cached: cachedAt === -1 ? undefined : record[cachedAt]?.trim(),
      fault: record.length === columns.length ? null : `has ${record.length} columns, the header ${columns.length}`,
    })),
  }
}

async function readContent(file: string): Promise<Buffer> {
  const bytes = await readFile(file).catch((error: unknown) => {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    throw new AppError('unreadable', `${file}: ${isMissing ? 'there is no such file' : describe(error)}.`, { cause: error })
  })
  if (bytes[0] !== gzipMagic[0] || bytes[1] !== gzipMagic[1]) return bytes
  return gunzip(bytes).catch((error: unknown) => {
    throw new AppError('unreadable', `${file}: is not whole gzip (${describe(error)}): copy it again.`, { cause: error })
  })
}

function parseCsv(file: string, content: Buffer) {
  try {
    return parsedSchema.parse(parse(content, { info: true, relax_column_count: true, skip_empty_lines: true, bom: true }))
  } catch (error) {
    throw new AppError('unreadable', `${file}: is not CSV: ${describe(error)}.`, { cause: error })
  }
}

const describe = (error: unknown) => (error instanceof Error ? error.message : String(error))
