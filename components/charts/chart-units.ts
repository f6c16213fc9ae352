import { formatCount } from '@/components/ui/format-count'
import { formatUsd } from '@/lib/money/format'

/** What a chart's values are. `usdPerMillion`: a published rate, shown with all its digits. `percent` is in points: `"12.5"` is 12.5 %.
 * `ratio` is a plain quotient. */
export type ChartUnit = 'usd' | 'usdPerMillion' | 'count' | 'percent' | 'ratio' | 'milliseconds'

export const unitNames: Record<ChartUnit, string> = {
  usd: 'US dollars',
  usdPerMillion: 'US dollars per 1M tokens',
  count: 'count',
  percent: 'percent',
  ratio: 'ratio',
  milliseconds: 'ms',
}

/** A value as it is read in a table or tooltip: exact cents, whole counts. */
export function formatValue(value: string, unit: ChartUnit): string {
  if (unit === 'usd') return formatUsd(value)
  if (unit === 'usdPerMillion') return formatUsd(value, { digits: 'exact' })
  if (unit === 'percent') return `${value}%`
  if (unit === 'ratio') return value
  return unit === 'milliseconds' ? `${formatCount(value)} ms` : formatCount(value)
}

/** A tick of the value axis. Ticks are round positions that the chart chose, not amounts, so a number will do. */
export function formatTick(tick: number, unit: ChartUnit): string {
  if (unit === 'milliseconds' && Math.abs(tick) >= 1_000) return `${formatTick(tick / 1_000, 'ratio')} s`
  const compact = Math.abs(tick) >= 10_000
  const text = new Intl.NumberFormat('en-US', {
    notation: compact ? 'compact' : 'standard',
    maximumFractionDigits: compact ? 1 : undefined,
    maximumSignificantDigits: compact ? undefined : 4,
    ...(unit === 'usd' || unit === 'usdPerMillion' ? { style: 'currency', currency: 'USD', minimumFractionDigits: 0 } : {}),
  }).format(tick)
  if (unit === 'percent') return `${text}%`
  return unit === 'milliseconds' ? `${text} ms` : text
}
