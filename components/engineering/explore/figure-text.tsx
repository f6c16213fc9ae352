import type { ReactNode } from 'react'
import type { ChartUnit } from '@/components/charts/chart-units'
import { formatCount } from '@/components/ui/format-count'
import { Money } from '@/components/ui/money'
import { type ExploreMeasure, type MeasureUnit, measures } from '@/lib/engineering/explore/measures'
import type { ExploreFigures } from '@/lib/engineering/explore/schema'
import { divideHalfEven, formatDecimal, parseDecimal } from '@/lib/money/decimal'

/** How charts draw each kind of measure. */
export const chartUnits: Readonly<Record<MeasureUnit, ChartUnit>> = {
  usd: 'usd',
  count: 'count',
  ratio: 'ratio',
  share: 'percent',
  milliseconds: 'milliseconds',
}

/** Rounded half to even at so many places. */
function roundTo(exact: bigint, decimals: number): string {
  const unit = 10n ** BigInt(18 - decimals)
  return formatDecimal(divideHalfEven(exact, unit) * unit)
}

/** A value as a chart takes it: parts of 1 become points of a percent with two places, quotients have three; the rest is exact. */
export function chartValue(text: string | null, unit: MeasureUnit): string | null {
  if (text === null) return null
  if (unit === 'share') return roundTo(parseDecimal(text) * 100n, 2)
  return unit === 'ratio' ? roundTo(parseDecimal(text), 3) : text
}

/** Why a figure is a lower bound. */
const boundReason = 'Some requests have no price, no known tokens or an unknown cache: the figure is at least so much'

/** A figure of the table; a dash where there is no base. */
export function figureCell({ measures: values, at_least }: ExploreFigures, name: ExploreMeasure): ReactNode {
  const { unit } = measures[name]
  const value = values[name]
  const isAtLeast = at_least.includes(name)
  if (value === null) return '—'
  if (unit === 'usd') return <Money amount={value} atLeast={isAtLeast} reason={isAtLeast ? boundReason : undefined} />
  return (
    <data value={value} title={isAtLeast ? boundReason : undefined}>
      {isAtLeast && '≥ '}
      {plainText(value, unit)}
    </data>
  )
}

function plainText(value: string, unit: MeasureUnit): string {
  const shown = chartValue(value, unit) ?? ''
  if (unit === 'share') return `${shown}%`
  return unit === 'milliseconds' ? `${formatCount(shown)} ms` : formatCount(shown)
}
