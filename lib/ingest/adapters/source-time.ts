import { readNumber } from './source-values'

const naive = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)(\d*)$/
const spaced = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:?\d{2})?)$/
const withoutColon = /([+-]\d{2})(\d{2})$/
const secondsMost = 1e11
const millisecondsMost = 1e14
const microsecondsMost = 1e17

/**
 * An instant as sources write it, as the canonical `timestamp`: epoch seconds, milli-, micro- or nanoseconds, as a number or in
 * quotes; RFC 3339; and without an offset, which of all sources here means UTC. What cannot be read is handed on as it is, so that
 * the normaliser says why. Undefined where there is none; zero means that it was never set.
 */
export function readSourceTime(value: unknown): unknown {
  const number = readNumber(value)
  if (typeof number === 'number') return readEpoch(number)
  if (typeof value !== 'string') return value ?? undefined
  const text = value.trim()
  if (text === '') return undefined
  const local = naive.exec(text)
  if (local) return `${local[1]}T${local[2]}Z`
  const apart = spaced.exec(text)
  const joined = apart ? `${apart[1]}T${apart[2]}` : text
  return /[Tt]/.test(joined)
    ? joined.replace(withoutColon, (all, hours, minutes) => (all.includes(':') ? all : `${hours}:${minutes}`))
    : text
}

function readEpoch(number: number): unknown {
  if (number === 0) return undefined
  if (!Number.isFinite(number) || number < 0) return number
  return toText(readEpochMs(number)) ?? number
}

/** Epoch milliseconds of an epoch in whatever unit its size tells: seconds until the year 5138, and so on. */
function readEpochMs(number: number): number {
  if (number < secondsMost) return number * 1_000
  if (number < millisecondsMost) return number
  return number < microsecondsMost ? number / 1_000 : number / 1_000_000
}

function toText(milliseconds: number): string | null {
  const instant = new Date(Math.round(milliseconds))
  return Number.isNaN(instant.getTime()) ? null : instant.toISOString()
}

/** The first time among values that was set; undefined where none was. */
export function firstTime(...values: readonly unknown[]): unknown {
  for (const value of values) {
    const time = readSourceTime(value)
    if (time !== undefined) return time
  }
  return undefined
}

/** Milliseconds between two times as sources write them; undefined where either is unknown or they stand the wrong way round. */
export function spanMs(start: unknown, end: unknown): number | undefined {
  const [from, to] = [toMs(start), toMs(end)]
  return from === null || to === null || to < from ? undefined : to - from
}

function toMs(value: unknown): number | null {
  const time = readSourceTime(value)
  if (typeof time !== 'string') return null
  const ms = Date.parse(time)
  return Number.isNaN(ms) ? null : ms
}
