import { formatDecimal, parseDecimal } from '@/lib/money/decimal'

/** One line, band or colour of a chart. The key is the thing's own id: it decides the colour, everywhere the same. */
export interface ChartSeries {
  key: string
  label: string
  /** The rows behind it. */
  href?: string
}

/** One position on the axis, usually a day. */
export interface ChartPoint {
  /** Calendar date, `YYYY-MM-DD`, or any other label. */
  at: string
  /** Decimal strings by series key. Null is unknown; an absent key means that there was no usage, which is 0. */
  values: Readonly<Record<string, string | null>>
  /** Keys whose value is a lower bound, because something in the sum is unknown. */
  atLeast?: readonly string[]
}

export interface ChartData {
  series: readonly ChartSeries[]
  points: readonly ChartPoint[]
}

/** Fewer steps than this are bars: an area between two points says nothing. */
const fewestAreaSteps = 4

/** How amounts over time that add up are stacked. */
export const stackedKind = ({ points }: ChartData): 'bar' | 'area' => (points.length < fewestAreaSteps ? 'bar' : 'area')

/**
 * What is drawn of stacked amounts whose last step is not over: without it an area would fall at its end, as if spend had
 * stopped. Where nothing came before, it stays.
 */
export function withoutOpenStep(data: ChartData): ChartData {
  const over = data.points.slice(0, -1)
  return over.some(({ values }) => Object.keys(values).length > 0) ? { ...data, points: over } : data
}

/** Key of what is left after the largest series. */
export const otherKey = '~other'

/** More colours than this cannot be told apart. */
export const seriesLimit = 6

/** The value at a point, with absent usage as zero and unknown as null. */
export function valueAt(point: ChartPoint, key: string): string | null {
  const value = point.values[key]
  return value === undefined ? '0' : value
}

/** Exact sum of the known values, and whether any was unknown or itself a lower bound. */
function sumKeys(point: ChartPoint, keys: readonly string[]): { sum: bigint; partial: boolean; known: boolean } {
  const values = keys.map((key) => valueAt(point, key))
  const known = values.filter((value) => value !== null)
  return {
    sum: known.reduce((sum, value) => sum + parseDecimal(value), 0n),
    partial: known.length < values.length || keys.some((key) => point.atLeast?.includes(key)),
    known: known.length > 0 || keys.length === 0,
  }
}

/** Total of a point over its series: null where nothing is known, a lower bound where something is not. */
export function totalAt(point: ChartPoint, series: readonly ChartSeries[]): { amount: string | null; atLeast: boolean } {
  const { sum, partial, known } = sumKeys(
    point,
    series.map(({ key }) => key),
  )
  return { amount: known ? formatDecimal(sum) : null, atLeast: partial }
}

/**
 * The largest series by exact sum, the rest added up as "Other". Points keep their totals to the last digit. Data with no
 * more than `limit` series comes back as it is.
 */
export function foldSeries(data: ChartData, limit = seriesLimit): ChartData {
  const named = data.series.filter(({ key }) => key !== otherKey)
  if (named.length <= limit) return data
  const sums = new Map(named.map(({ key }) => [key, data.points.reduce((sum, point) => sum + sumKeys(point, [key]).sum, 0n)]))
  const bySize = named.toSorted((a, b) => compareBigInts(sums.get(b.key) ?? 0n, sums.get(a.key) ?? 0n))
  const kept = new Set(bySize.slice(0, limit).map(({ key }) => key))
  const folded = data.series.filter(({ key }) => !kept.has(key)).map(({ key }) => key)
  const count = folded.filter((key) => key !== otherKey).length
  return {
    series: [...named.filter(({ key }) => kept.has(key)), { key: otherKey, label: `Other (${count})` }],
    points: data.points.map((point) => foldPoint(point, kept, folded)),
  }
}

function foldPoint(point: ChartPoint, kept: ReadonlySet<string>, folded: readonly string[]): ChartPoint {
  const { sum, partial, known } = sumKeys(point, folded)
  const values = Object.fromEntries(Object.entries(point.values).filter(([key]) => kept.has(key)))
  const atLeast = (point.atLeast ?? []).filter((key) => kept.has(key))
  return {
    ...point,
    values: { ...values, [otherKey]: known ? formatDecimal(sum) : null },
    atLeast: partial && known ? [...atLeast, otherKey] : atLeast,
  }
}

/** Whether anything in the chart is unknown, so that what is drawn is a lower bound. */
export function hasUnknown({ series, points }: ChartData): boolean {
  return points.some((point) => totalAt(point, series).atLeast)
}

const compareBigInts = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)
