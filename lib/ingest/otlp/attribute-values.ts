import { isSourceRecord, parseRecord, readNumber, type SourceRecord } from '../adapters/source-values'
import type { Attributes } from './span'

/** The value of an attribute; undefined where there is none. Names have dots and are no paths. */
export const attributeOf = (attributes: Attributes, name: string): unknown =>
  Object.hasOwn(attributes, name) ? (attributes[name] ?? undefined) : undefined

/** The first text among the names that says something, trimmed. */
export function firstText(attributes: Attributes, names: readonly string[]): string | null {
  for (const name of names) {
    const value = attributeOf(attributes, name)
    const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
    if (text !== '' && text.toLowerCase() !== 'none' && text.toLowerCase() !== 'null') return text
  }
  return null
}

/** The first count that is there, whatever it is, so that a bad one is refused and not overlooked. */
export function firstCount(attributes: Attributes, names: readonly string[]): unknown {
  for (const name of names) {
    const value = attributeOf(attributes, name)
    if (value !== undefined && value !== '' && !isSourceRecord(value)) return readNumber(value)
  }
  return undefined
}

/** The object that an attribute holds, as it is or as JSON; null where it holds none. */
export function recordOf(attributes: Attributes, name: string): SourceRecord | null {
  const value = attributeOf(attributes, name)
  return value === undefined ? null : parseRecord(value)
}

/** A whole number as counts are read; one that a double cannot hold stays text, so that nothing takes it for another. */
export const toNumber = (value: bigint): number | string =>
  value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : String(value)

/** Sets an own property whatever its name: `__proto__` is a name like any other. */
export function defineAttribute(attributes: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__')
    Object.defineProperty(attributes, name, { value, enumerable: true, configurable: true, writable: true })
  else attributes[name] = value
}
