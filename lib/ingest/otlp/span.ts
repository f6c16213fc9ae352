/** Attributes by name, values as JavaScript has them. Of several of one name the last counts, as in the SDKs. */
export type Attributes = Readonly<Record<string, unknown>>

/** Something that happened within a span. */
export interface SpanEvent {
  readonly name: string
  readonly attributes: Attributes
}

/** A span that could be read. */
export interface Span {
  /** 32 and 16 hexadecimal digits in lower case. */
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | null
  readonly name: string
  /** Nanoseconds since 1970; 0 where it is not set. */
  readonly startNano: bigint
  readonly endNano: bigint
  readonly attributes: Attributes
  readonly events: readonly SpanEvent[]
  /** 0 unset, 1 ok, 2 error. */
  readonly statusCode: number
  readonly statusMessage: string
}

/** A span with what it shares with others. */
export interface PlacedSpan {
  readonly span: Span
  readonly resource: Attributes
  /** The library that made it; empty where it does not say. */
  readonly scope: string
}

/** A span that cannot be read, and why. */
export interface BadSpan {
  /** Where in the request, as in JSON. */
  readonly path: string
  readonly message: string
}

/** What a request holds. */
export interface DecodedTraces {
  readonly spans: readonly PlacedSpan[]
  readonly bad: readonly BadSpan[]
}

/** As the specification has it: not all zero. */
const traceIdForm = /^(?!0+$)[0-9a-f]{32}$/
const spanIdForm = /^(?!0+$)[0-9a-f]{16}$/

export const isTraceId = (id: string): boolean => traceIdForm.test(id)
export const isSpanId = (id: string): boolean => spanIdForm.test(id)
