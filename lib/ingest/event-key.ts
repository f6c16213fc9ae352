import { hash } from 'node:crypto'
import type { Outcome } from '@/lib/usage/normalized-event'

/*
 * The key of an event never changes its meaning: an event that is sent again in ten years has the same key. Texts are joined by
 * NUL, which no accepted text holds, so that two lists of texts never read the same.
 */
const namespace = 'ascribe event 1'

/** Providers' own prefixes, and at least 16 letters or digits of chance; ids of local servers (`chatcmpl-417`) are shorter. */
const strongId = /^(?:chatcmpl-|cmpl-|resp_|msg_|gen-)(?=[A-Za-z0-9_-]*[A-Za-z])(?:[_-]*[A-Za-z0-9]){16,}[_-]*$/

/** What says which call a record is about. */
export interface EventIdentity {
  readonly sourceId: number
  readonly requestId: string | null
  readonly responseId: string | null
  readonly traceId: string | null
  readonly spanId: string | null
  readonly outcome: Outcome
  /** Where one response makes several priced parts: which one. Empty: the whole. */
  readonly part: string
}

/**
 * Whether a response id names one call of the whole world: only a success has one of its own, and a gateway's cache answers
 * with the id of the call that filled it.
 */
export function isStrongResponseId(responseId: string, outcome: Outcome): boolean {
  return outcome === 'success' && responseId.length <= 256 && strongId.test(responseId)
}

/**
 * The key of a record that carries an identity: (response id, part) where that id is strong, whatever the source, so that gateway
 * and SDK share it; else (source, request id, part); else (source, trace, span, part).
 *
 * @returns null where the record carries none: `keyOfRecord` is for that.
 */
export function keyOfIdentity(identity: EventIdentity): string | null {
  const { sourceId, requestId, responseId, traceId, spanId, part } = identity
  if (responseId !== null && isStrongResponseId(responseId, identity.outcome)) {
    return toUuid(`${namespace}\0response\0${responseId}\0${part}`)
  }
  if (requestId !== null) return toUuid(`${namespace}\0request\0${sourceId}\0${requestId}\0${part}`)
  if (traceId !== null && spanId !== null) return toUuid(`${namespace}\0span\0${sourceId}\0${traceId}\0${spanId}\0${part}`)
  return null
}

/**
 * The key of a record without any identity: its content, and its place among equal ones in the body.
 * @param salt the request's `Idempotency-Key`, so that equal bodies under different keys are different calls; empty: none.
 */
export function keyOfRecord(sourceId: number, salt: string, contentHash: string, ordinal: number): string {
  return toUuid(`${namespace}\0record\0${sourceId}\0${salt}\0${contentHash}\0${ordinal}`)
}

/** How deep a record is looked into; what lies deeper is not part of any canonical event. */
const maxDepth = 32

/** SHA-256 of a JSON value, in hexadecimal, whatever the order of its fields. */
export function hashContent(value: unknown): string {
  const parts: string[] = []
  appendContent(value, 0, parts)
  return hash('sha256', parts.join(''), 'hex')
}

function appendContent(value: unknown, depth: number, parts: string[]): void {
  if (value === null || typeof value !== 'object') {
    parts.push(typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? 'undefined'))
    return
  }
  if (depth >= maxDepth) {
    parts.push('"…"')
    return
  }
  const isList = Array.isArray(value)
  const entries = isList ? Array.from(value, (item: unknown) => ['', item] as const) : Object.entries(value)
  if (!isList) entries.sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
  parts.push(isList ? '[' : '{')
  for (const [name, item] of entries) {
    if (!isList) parts.push(JSON.stringify(name), ':')
    appendContent(item, depth + 1, parts)
    parts.push(',')
  }
  parts.push(isList ? ']' : '}')
}

/** SHA-256, the first 16 bytes as a UUID of version 8 (RFC 9562: made by the application's own rule). */
export function toUuid(text: string): string {
  const digits = hash('sha256', text, 'hex')
  const variant = ((Number.parseInt(digits.charAt(16), 16) & 0x3) | 0x8).toString(16)
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-8${digits.slice(13, 16)}-${variant}${digits.slice(17, 20)}-${digits.slice(20, 32)}`
}
