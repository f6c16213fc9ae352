import { type ChartData, otherKey } from '@/components/charts/chart-data'
import { formatInstant, formatOffset } from '@/components/ui/format-date'
import type { SpendParams } from '@/lib/reports/spend/schema'
import { addMonths, listDays, monthOf, monthPeriod } from '@/lib/time/calendar'
import { dateInZone, startOfDate } from '@/lib/time/instant'
import { type SpendChartAnswer, totalKey } from './chart-question'
import { seriesHref } from './drill'
import { valueText } from './value-text'

const hourMs = 3_600_000

/** The answer as a chart takes it: every step of the period that has begun, also those without usage, and names for people. */
export function toChartData(answer: SpendChartAnswer, table: SpendParams): ChartData {
  const { dimension, keys, otherCount, names, zone } = answer
  const named = keys.map((key) => ({
    key,
    label: dimension === null ? key : valueText(dimension, key, { names, zone }),
    href: dimension === null ? undefined : seriesHref(table, dimension, key),
  }))
  const other = otherCount > 0 ? [{ key: otherKey, label: `Other (${otherCount})` }] : []
  const series = dimension === null ? [{ key: totalKey, label: 'Total' }] : [...named, ...other]
  if (answer.steps.length === 0) return { series: [], points: [] }
  const steps = new Map(answer.steps.map((step) => [step.at, step]))
  const label = stepLabels(answer)
  const points = listSteps(answer).map((at) => ({
    at: label(at),
    values: steps.get(at)?.values ?? {},
    atLeast: steps.get(at)?.atLeast ?? [],
  }))
  return { series, points }
}

/** What is known of the steps of a chart. */
export type ChartSteps = Pick<SpendChartAnswer, 'grain' | 'period' | 'zone' | 'asOf'> & {
  readonly steps: readonly { readonly at: string }[]
}

/** The steps of the period up to the instant of the figures, as the report writes them. */
export function listSteps({ grain, period, zone, asOf, steps }: ChartSteps): string[] {
  const begun = grain === 'hour' ? asOf : dateInZone(new Date(asOf), zone)
  const last = steps.at(-1)?.at ?? ''
  // A source whose clock runs ahead may have usage in a step that has not begun here.
  const isShown = (at: string) => at <= begun || at <= last
  if (grain === 'day') return listDays(period).filter(isShown)
  if (grain === 'month') return listMonths(period).filter(isShown)
  return listHours(period, zone).filter(isShown)
}

/** What the chart ends with, where that has begun and is not over. Hours are too short to matter. */
export function findOpenStep(answer: ChartSteps): 'day' | 'month' | undefined {
  const { grain, asOf, zone, period, steps } = answer
  if (grain === 'hour' || steps.length === 0) return undefined
  const today = dateInZone(new Date(asOf), zone)
  if (today < period.from || today >= period.to) return undefined
  return grain
}

function listMonths({ from, to }: SpendChartAnswer['period']): string[] {
  const months: string[] = []
  for (let first = monthPeriod(monthOf(from)).from; first < to; first = addMonths(first, 1)) months.push(monthOf(first))
  return months
}

/** Hours are UTC, so a zone a quarter of an hour off begins its days within one. */
function listHours({ from, to }: SpendChartAnswer['period'], zone: string): string[] {
  const first = Math.floor(startOfDate(from, zone).getTime() / hourMs)
  const count = Math.ceil(startOfDate(to, zone).getTime() / hourMs) - first
  return Array.from({ length: count }, (_, index) => new Date((first + index) * hourMs).toISOString().replace('.000', ''))
}

/** How a step reads on the axis. Hours that read the same, where clocks are set back, are told apart by their offset. */
export function stepLabels({ grain, zone }: Pick<ChartSteps, 'grain' | 'zone'>): (at: string) => string {
  if (grain !== 'hour') return (at) => at
  const seen = new Set<string>()
  return (at) => {
    const text = formatInstant(at, zone).replace(/, \d{4},/, ',')
    const label = seen.has(text) ? `${text} ${formatOffset(at, zone)}` : text
    seen.add(label)
    return label
  }
}
