import { createSourceReader } from '../adapters/adapt-source'
import { findAdapter } from '../adapters/find-adapter'
import { createPromptHasher } from '../adapters/prompt-hash'
import { splitSource } from '../adapters/split-source'
import { createNormaliser, type NormalisedRecord } from '../normalise'
import type { BodyParser, IgnoredRecord, ParseOptions, SourceFormat } from './parse-body'

/**
 * Opens a body of a source's own format: its records without their prompts, each through the adapter.
 * @throws AppError as `splitSource` does.
 */
export function openSourceBody(bytes: Uint8Array, options: ParseOptions, { format, promptKey }: SourceFormat): BodyParser {
  const adapter = findAdapter(format)
  if (adapter === null) throw new Error(`there is no adapter for ${format}`)
  const split = splitSource(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
    dropped: new Set(adapter.dropped),
    packed: new Set(adapter.packed),
    promptKey,
    maxRecords: options.maxRecords,
    isLineByLine: options.isLineByLine,
  })
  const normaliser = createNormaliser(options.normalise)
  const { contract, nowMs } = options.normalise
  const read = createSourceReader(adapter, normaliser, { contract, nowMs, hashPrompt: createPromptHasher(promptKey) })
  const places: number[] = []
  const ignored: IgnoredRecord[] = []
  let at = 0
  return {
    recordCount: split.length,
    unknownFields: normaliser.unknownFields,
    places,
    ignored,
    next: (count) => {
      const records: NormalisedRecord[] = []
      for (const record of split.slice(at, at + count)) {
        const index = at++
        if (!record.ok) {
          records.push(normaliser.refuse(record.line, [{ path: '', message: record.message }]))
          places.push(index)
          continue
        }
        const one = read(record.value)
        if (one.ignored !== null) ignored.push({ index, reason: one.ignored })
        for (const part of one.records) {
          records.push(part)
          places.push(index)
        }
      }
      return records
    },
  }
}
