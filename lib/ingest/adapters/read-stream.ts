import { isSourceRecord, type SourceRecord } from './source-values'

/** The JSON payloads of a stream of server-sent events, in order; what is none is passed over. */
export function readStreamData(text: string): SourceRecord[] {
  const payloads: SourceRecord[] = []
  for (const line of text.split('\n')) {
    if (!line.startsWith('data:')) continue
    const payload = line.slice('data:'.length).trim()
    if (!payload.startsWith('{')) continue
    try {
      const value: unknown = JSON.parse(payload)
      if (isSourceRecord(value)) payloads.push(value)
    } catch {
      // Cut off in the middle: what came before it counts.
    }
  }
  return payloads
}

/**
 * Puts what a stream amounts to in the place of an answer: `{stream: "data: …"}` becomes `{response: …}`. Records without a stream
 * stay as they are.
 */
export function unpackStream(record: unknown, assemble: (payloads: readonly SourceRecord[]) => SourceRecord): unknown {
  if (!isSourceRecord(record) || typeof record.stream !== 'string' || !record.stream.includes('data:')) return record
  const { stream, ...rest } = record
  return { ...rest, response: assemble(readStreamData(stream)) }
}
