import type { IngestContract } from '@/lib/attribution/contract/ingest-contract'
import type { FieldError } from '@/lib/errors'
import type { SourceHints } from '../normalise'

/** What an adapter may know beside the record itself. */
export interface AdapterContext {
  readonly contract: IngestContract
  readonly nowMs: number
  /**
   * What is kept of a prompt: see `createPromptHasher`. Takes the prompt itself or what `dropPrompts` left in its place; null where
   * there is none.
   */
  hashPrompt(prompt: unknown): string | null
}

/** The fields of a canonical event as `POST /api/v1/events` takes them, values still unchecked: the normaliser reads them. */
export type CanonicalFields = Record<string, unknown>

/** What one part of a source record is. */
export type AdaptedRecord =
  | { readonly kind: 'event'; readonly event: CanonicalFields; readonly hints: SourceHints }
  /** No call of a model: an aggregate, a parent span, a health ping. It is neither booked nor refused. */
  | { readonly kind: 'ignored'; readonly reason: string }
  /** Cannot be read; `path` is of the source record. */
  | { readonly kind: 'refused'; readonly errors: readonly FieldError[]; readonly requestId?: string | null }

/** How one format is read: data, and a pure function. */
export interface Adapter {
  /** As in `POST /api/v1/ingest/{format}` and `ascribe import --format`. */
  readonly format: string
  /** For people. */
  readonly name: string
  /** Of a source of this format: gateway 40, response body 30, SDK 20, span 10. The higher one wins where two saw a call. */
  readonly rank: number
  /** Names of fields whose values are dropped before anything is parsed, wherever they stand: prompts, answers, images. */
  readonly dropped: readonly string[]
  /**
   * The allow-list of what is kept of a record in the archive and where it is refused, see `readAllowList`. Of everything else path,
   * type and length are kept.
   */
  readonly kept: readonly string[]
  /** Names of fields whose long texts are themselves records, as JSON or as a stream of events: they are not cut. */
  readonly packed?: readonly string[]
  /** Puts what is packed into texts in its place, so that `read` and the allow-list see one shape. Doing it twice changes nothing. */
  unpack?(record: unknown): unknown
  /** The parts of one record: none, one, or several. Never throws, whatever the record. */
  read(record: unknown, context: AdapterContext): AdaptedRecord[]
}

/** Ranks by what saw the call, see `Adapter.rank`. */
export const captureRanks = { gateway: 40, responseBody: 30, sdk: 20, span: 10 } as const

/** One event without hints of its own. */
export const eventOf = (event: CanonicalFields, hints: SourceHints = {}): AdaptedRecord[] => [{ kind: 'event', event, hints }]

/** A record that is no call. */
export const ignored = (reason: string): AdaptedRecord[] => [{ kind: 'ignored', reason }]

/** A record that cannot be read. */
export const refused = (path: string, message: string, requestId: string | null = null): AdaptedRecord[] => [
  { kind: 'refused', errors: [{ path, message }], requestId },
]
