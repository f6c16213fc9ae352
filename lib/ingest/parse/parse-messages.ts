import type { ErrorCode, FieldError } from '@/lib/errors'
import type { TraceFacts } from '../otlp/parse-traces'
import type { PackedRecords } from './pack-records'
import type { IgnoredRecord, ParseOptions } from './parse-body'

/** What the server asks of the worker thread. The bytes change hands, they are not copied. */
export interface ParseRequest {
  readonly id: number
  readonly bytes: Uint8Array
  readonly options: ParseOptions
}

/** What the worker answers: records in order, some at a time, then the end; or why the body is refused. */
export type ParseReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'records'; readonly id: number; readonly records: PackedRecords }
  | {
      readonly kind: 'end'
      readonly id: number
      readonly unknownFields: readonly string[]
      readonly places?: readonly number[]
      readonly ignored?: readonly IgnoredRecord[]
      readonly traces?: TraceFacts
    }
  | {
      readonly kind: 'refused'
      readonly id: number
      readonly code: ErrorCode
      readonly message: string
      readonly errors: readonly FieldError[]
    }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
