import { rowKey } from './derived-figures'
import { type DimensionName, isTimeDimension, noneValue } from './dimension-names'
import type { SpendRow } from './report-schema'
import { maxPins, type SpendParams } from './schema'

/** A row that stays on top, by its values in the order of the grouping; null is "none". */
export type Pin = readonly (string | null)[]

/** How an address writes a pin: values between slashes, `~none` for none. */
export function writePin(pin: Pin): string {
  return pin.map((value) => encodeURIComponent(value ?? noneValue)).join('/')
}

/** The pins of an address that fit the grouping, each once; what does not fit was pinned in another view. */
export function readPins(texts: readonly string[], groupBy: readonly DimensionName[]): Pin[] {
  return [...new Set(texts)]
    .flatMap((text) => {
      const values = text.split('/').map(decode)
      const isPin = values.length === groupBy.length && values.every((value) => value !== null && value !== '')
      return isPin ? [values.map((value) => (value === noneValue ? null : value))] : []
    })
    .slice(0, maxPins)
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** What a row would be pinned by. */
export function pinOf(row: SpendRow, groupBy: readonly DimensionName[]): Pin {
  return groupBy.map((name) => row[name] ?? null)
}

/**
 * The question whose rows hold those that are pinned; null where none can be: nothing is pinned, or the filters leave them out.
 * Values are asked for dimension by dimension, so that there may be rows beside the pinned ones.
 */
export function askForPins(params: SpendParams, pins: readonly Pin[]): Pick<SpendParams, 'filters'> | null {
  if (pins.length === 0) return null
  const filters: Partial<Record<DimensionName, readonly string[]>> = { ...params.filters }
  for (const [index, name] of params.groupBy.entries()) {
    const wanted = [...new Set(pins.map((pin) => pin[index] ?? noneValue))]
    // A time has a value in every row, and a filter by "none" would be refused.
    const asked = wanted.filter(
      (value) => (params.filters[name]?.includes(value) ?? true) && !(isTimeDimension(name) && value === noneValue),
    )
    if (asked.length === 0) return null
    filters[name] = asked
  }
  return { filters }
}

/** The pinned rows in the order in which they were pinned, then the others in theirs. */
export function putPinsFirst(
  rows: readonly SpendRow[],
  { pinned, pins, groupBy }: { pinned: readonly SpendRow[]; pins: readonly Pin[]; groupBy: readonly DimensionName[] },
): SpendRow[] {
  const found = new Map(pinned.map((row) => [rowKey(groupBy, row), row]))
  const first = pins.flatMap((pin) => found.get(JSON.stringify(pin)) ?? [])
  const keys = new Set(pins.map((pin) => JSON.stringify(pin)))
  return [...first, ...rows.filter((row) => !keys.has(rowKey(groupBy, row)))]
}
