import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { AppError } from '@/lib/errors'
import { createNormaliser, type NormalisedRecord, type NormaliseOptions, type Normaliser } from './normalise'
import { normaliseSplit } from './parse/parse-body'
import { type SplitRecord, splitRecords } from './parse/split-records'
import { isRecord } from './read-record'

/** A record of a file and where it stands: the number of its line, or of its place in the array, from 1. */
export interface ImportedRecord {
  readonly place: number
  readonly record: NormalisedRecord
}

/** A file of one JSON document is read as a whole; beyond this it should be one event a line. */
const maxDocumentCharacters = 256_000_000
const maxLineCharacters = 20_000_000

/**
 * Reads the canonical events of a file, one a line as it streams, or one JSON document, gzip or not, in batches. One normaliser
 * serves the whole file, so that equal records without ids are told apart wherever they stand in it.
 *
 * @throws AppError `unreadable` for a file that is none of these.
 */
export async function* readImport(
  input: Readable,
  options: NormaliseOptions,
  batchSize: number,
): AsyncGenerator<{ batch: ImportedRecord[]; normaliser: Normaliser }> {
  const normaliser = createNormaliser(options)
  let batch: ImportedRecord[] = []
  for await (const { place, split } of readRecords(readText(input))) {
    batch.push({ place, record: normaliseSplit(normaliser, split) })
    if (batch.length < batchSize) continue
    yield { batch, normaliser }
    batch = []
  }
  if (batch.length > 0) yield { batch, normaliser }
}

interface PlacedRecord {
  readonly place: number
  readonly split: SplitRecord
}

/** Line by line where the first line is a JSON object of its own that is no envelope, else as one document. */
async function* readRecords(chunks: AsyncIterable<string>): AsyncGenerator<PlacedRecord> {
  let line = 0
  let document: string[] | null = null
  let documentCharacters = 0
  let isDecided = false
  for await (const text of readLines(chunks)) {
    line++
    if (document === null && text.trim() === '') continue
    if (!isDecided) {
      isDecided = true
      if (!isEventLine(text)) document = []
    }
    if (document === null) {
      const [split] = splitRecords(text, { maxRecords: 1, isLineByLine: true })
      if (split)
        yield { place: line, split: split.ok ? split : { ...split, message: split.message.replace('line 1', `line ${line}`) } }
      continue
    }
    documentCharacters += text.length
    if (documentCharacters > maxDocumentCharacters) {
      throw new AppError('too_large', 'A JSON document of more than 256 MB: write one event a line, which is read as it streams.')
    }
    document.push(text)
  }
  if (document === null) return
  const records = splitRecords(document.join('\n'), { maxRecords: Number.POSITIVE_INFINITY, isLineByLine: false })
  for (const [index, split] of records.entries()) yield { place: index + 1, split }
}

function isEventLine(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return isRecord(value) && !Object.hasOwn(value, 'events')
  } catch {
    return false
  }
}

async function* readLines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    if (rest.length > maxLineCharacters && rest.trimStart().startsWith('{')) {
      throw new AppError('too_large', 'A line of more than 20 MB: write one event a line.')
    }
    yield* lines
  }
  if (rest !== '') yield rest
}

async function* readText(input: Readable): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const chunk of inflateIfPacked(input)) yield decoder.decode(chunk, { stream: true })
    yield decoder.decode()
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code.startsWith('Z_')) throw new AppError('unreadable', 'The gzip file is cut off or damaged.', { cause: error })
    if (error instanceof TypeError) throw new AppError('unreadable', 'The file is not UTF-8 text.', { cause: error })
    throw error
  }
}

/** Gzip is told by its first two bytes, not by a file's name: standard input has none. */
async function* inflateIfPacked(input: Readable): AsyncGenerator<Uint8Array> {
  let first: Buffer = Buffer.alloc(0)
  const chunks = input[Symbol.asyncIterator]()
  while (first.length < 2) {
    const { done, value } = await chunks.next()
    if (done) break
    first = Buffer.concat([first, value])
  }
  const all = async function* () {
    if (first.length > 0) yield first
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value as Buffer
  }
  if (first[0] !== 0x1f || first[1] !== 0x8b) {
    yield* all()
    return
  }
  const gunzip = createGunzip()
  const source = Readable.from(all())
  source.once('error', (error) => gunzip.destroy(error))
  yield* source.pipe(gunzip)
}
