import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { AppError } from '@/lib/errors'
import { createSourceReader } from './adapters/adapt-source'
import { findAdapter } from './adapters/find-adapter'
import { createPromptHasher } from './adapters/prompt-hash'
import { splitSource } from './adapters/split-source'
import { createNormaliser, type NormalisedRecord, type NormaliseOptions, type Normaliser } from './normalise'
import { normaliseSplit, type SourceFormat } from './parse/parse-body'
import { type SplitRecord, splitRecords } from './parse/split-records'
import { isRecord } from './read-record'

/** A record of a file and where it stands: the number of its line, or of its place in the array, from 1. */
export interface ImportedRecord {
  readonly place: number
  readonly record: NormalisedRecord
}

/** Some records of a file. */
export interface ImportedBatch {
  readonly batch: ImportedRecord[]
  /** How many records before and in this batch were no calls of a model. */
  readonly ignored: number
  readonly normaliser: Normaliser
}

/** A file of one JSON document is read as a whole; beyond this it should be one event a line. */
const maxDocumentCharacters = 256_000_000
const maxLineCharacters = 20_000_000

/**
 * Reads the records of a file, one a line as it streams, or one JSON document, gzip or not, in batches: canonical events, or those
 * of a source's own format. One normaliser serves the whole file, so that equal records without ids are told apart wherever they
 * stand in it.
 *
 * @throws AppError `unreadable` for a file that is none of these.
 */
export async function* readImport(
  input: Readable,
  options: NormaliseOptions,
  batchSize: number,
  source?: SourceFormat,
): AsyncGenerator<ImportedBatch> {
  const normaliser = createNormaliser(options)
  const reader = source === undefined ? null : openReader(source, normaliser, options)
  let batch: ImportedRecord[] = []
  let ignored = 0
  for await (const { place, split } of readRecords(readText(input), reader?.split ?? splitCanonical)) {
    if (reader === null || !split.ok) batch.push({ place, record: normaliseSplit(normaliser, split) })
    else {
      const read = reader.read(split.value)
      if (read.ignored !== null) ignored++
      for (const record of read.records) batch.push({ place, record })
    }
    if (batch.length < batchSize) continue
    yield { batch, ignored, normaliser }
    batch = []
  }
  if (batch.length > 0 || ignored > 0) yield { batch, ignored, normaliser }
}

/** How the text of a line or document becomes records. */
type Split = (text: string, isLine: boolean) => SplitRecord[]

const splitCanonical: Split = (text, isLine) =>
  splitRecords(text, { maxRecords: isLine ? 1 : Number.POSITIVE_INFINITY, isLineByLine: isLine })

function openReader({ format, promptKey }: SourceFormat, normaliser: Normaliser, { contract, nowMs }: NormaliseOptions) {
  const adapter = findAdapter(format)
  if (adapter === null) throw new Error(`there is no adapter for ${format}`)
  const [dropped, packed] = [new Set(adapter.dropped), new Set(adapter.packed)]
  const split: Split = (text, isLine) => {
    const maxRecords = Number.POSITIVE_INFINITY
    return splitSource(Buffer.from(text), { dropped, packed, promptKey, maxRecords, isLineByLine: isLine })
  }
  const context = { contract, nowMs, hashPrompt: createPromptHasher(promptKey) }
  return { split, read: createSourceReader(adapter, normaliser, context) }
}

interface PlacedRecord {
  readonly place: number
  readonly split: SplitRecord
}

/** Line by line where the first line is a JSON object of its own that is no envelope, else as one document. */
async function* readRecords(chunks: AsyncIterable<string>, split: Split): AsyncGenerator<PlacedRecord> {
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
      for (const one of split(text, true)) {
        yield { place: line, split: one.ok ? one : { ...one, message: one.message.replace('line 1', `line ${line}`) } }
      }
      continue
    }
    documentCharacters += text.length
    if (documentCharacters > maxDocumentCharacters) {
      throw new AppError('too_large', 'A JSON document of more than 256 MB: write one event a line, which is read as it streams.')
    }
    document.push(text)
  }
  if (document === null) return
  for (const [index, one] of split(document.join('\n'), false).entries()) yield { place: index + 1, split: one }
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
