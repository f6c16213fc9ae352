/** A value that was dropped before the record was parsed. */
export interface DroppedValue {
  readonly type: 'string' | 'array' | 'object'
  /** In bytes of JSON. */
  readonly length: number
  /** Of a prompt; null for all else. */
  readonly hash: string | null
}

/**
 * What stands in the place of a dropped value. Whatever a sender writes under such a name is dropped itself, so that nobody else's
 * text can stand there.
 */
export const writeDropped = ({ type, length, hash }: DroppedValue): string =>
  JSON.stringify(`${mark}${type}:${length}:${hash ?? ''}`)

// Not a character that a text of a person or a program holds.
const mark = '\u{F0000}dropped:'

/** Reads such a place; null for any other value. */
export function readDropped(value: unknown): DroppedValue | null {
  if (typeof value !== 'string' || !value.startsWith(mark)) return null
  const [type, length, hash = ''] = value.slice(mark.length).split(':')
  if (type !== 'string' && type !== 'array' && type !== 'object') return null
  return { type, length: Number(length), hash: /^[\w-]{43}\.[\w-]{43}$/.test(hash) ? hash : null }
}
