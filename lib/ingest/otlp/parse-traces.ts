import { createPromptHasher } from '../adapters/prompt-hash'
import { createNormaliser, type NormalisedRecord } from '../normalise'
import type { BodyParser, ParseOptions } from '../parse/parse-body'
import { classifySpan } from './classify-span'
import { decodeJson } from './decode-json'
import { decodeProtobuf } from './decode-protobuf'
import { readCall } from './read-call'
import type { BadSpan, Span } from './span'
import type { SpanLink } from './span-graph'

/** The two encodings of OTLP/HTTP. */
export type TraceEncoding = 'protobuf' | 'json'

/** How a request of traces is to be read. */
export interface TraceFormat {
  readonly encoding: TraceEncoding
  /** Of `derivePromptKey`. */
  readonly promptKey: string
}

/** What a request says beside its calls. Plain data, so that it can come back from a worker thread. */
export interface TraceFacts {
  /** Of each call, in the order of the records: where its span is. */
  readonly links: readonly SpanLink[]
  /** All spans that could be read and are no calls: they may stand between a call and what sums it up. */
  readonly between: readonly SpanLink[]
  /** Spans that could not be read. */
  readonly bad: readonly BadSpan[]
}

/**
 * Opens a request: its records are its calls. Spans of anything else than calls of models are nobody's business here but for
 * where they stand.
 * @throws AppError `unreadable` where the body is no trace export of that encoding.
 */
export function openTraces(
  bytes: Uint8Array,
  { normalise }: Pick<ParseOptions, 'normalise'>,
  { encoding, promptKey }: TraceFormat,
): BodyParser & { readonly traces: TraceFacts } {
  const { spans, bad } = encoding === 'json' ? decodeJson(bytes) : decodeProtobuf(bytes)
  const normaliser = createNormaliser(normalise)
  const context = { contract: normalise.contract, hashPrompt: createPromptHasher(promptKey) }
  const calls = spans.filter(({ span }) => classifySpan(span) === 'call')
  const isCall = new Set(calls)
  const links: SpanLink[] = []
  let at = 0
  return {
    recordCount: calls.length,
    unknownFields: normaliser.unknownFields,
    traces: { links, bad, between: spans.filter((placed) => !isCall.has(placed)).map(({ span }) => toLink(span)) },
    next: (count) => {
      const records = calls.slice(at, at + count).map((placed) => {
        const { event, hints } = readCall(placed, context)
        const record = normaliser.normalise(event, hints)
        links.push({ ...toLink(placed.span), call: record.ok ? describeCall(record) : null })
        return record
      })
      at += count
      return records
    },
  }
}

const toLink = ({ traceId, spanId, parentSpanId }: Span): SpanLink => ({ traceId, spanId, parentSpanId, call: null })

function describeCall({ event }: Extract<NormalisedRecord, { ok: true }>): NonNullable<SpanLink['call']> {
  const { input_tokens: input, output_tokens: output } = event.usage
  const hasTokens = typeof input === 'bigint' || typeof output === 'bigint'
  return {
    eventKey: event.eventKey,
    month: `${new Date(event.occurredAtMs).toISOString().slice(0, 7)}-01`,
    tokens: hasTokens ? `${input ?? ''}/${output ?? ''}` : null,
    sourceId: event.dimensions.sourceId,
  }
}
