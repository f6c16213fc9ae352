import type { ChartData, ChartPoint } from '@/components/charts/chart-data'
import type { RateHistory } from '@/lib/pricing/queries/get-rate-history'
import { addDays, addMonths, type CalendarDate, countDays, type Period } from '@/lib/time/calendar'
import { labelMeter, sortMeters } from './meter-labels'

/** Token classes whose rates share one axis, the common ones first; a chart tells six lines apart. */
const charted = new Set([
  'input',
  'cached_input',
  'cache_write_5m',
  'cache_write_1h',
  'output',
  'reasoning',
  'audio_input',
  'audio_output',
  'image_output',
])
const lineLimit = 6

/** Positions on the axis: enough for a step to look like one, few enough to read as a table. */
const positionLimit = 120

/** The tiers that a chart can be drawn for: those with a token price at all times of day. */
export function listChartTiers(history: readonly RateHistory[]): string[] {
  return [...new Set(history.filter(({ window, meter }) => window === '' && charted.has(meter)).map(({ tier }) => tier))]
}

/**
 * The rates of a tier over valid time, in steps: every position holds what is in force at its start (UTC), a time without a
 * price is a gap, and each day of a change is a position of its own.
 *
 * @param today where "now" is; the chart goes a month beyond, or as far as prices that are announced.
 */
export function buildHistoryChart(
  history: readonly RateHistory[],
  tier: string,
  today: CalendarDate,
): { data: ChartData; period: Period } {
  const lines = history.filter((line) => line.tier === tier && line.window === '' && charted.has(line.meter))
  const shown = sortMeters(lines.map(({ meter }) => meter)).slice(0, lineLimit)
  const changes = lines.flatMap(({ points }) => points.flatMap(({ from, to }) => [from, to]))
  const days = changes.flatMap((instant) => (instant === null ? [] : [instant.slice(0, 10)])).sort()
  const first = days[0] ?? addMonths(today, -12)
  const last = days.at(-1) ?? today
  const from = addDays(first < addMonths(today, -1) ? first : addMonths(today, -1), -7)
  const to = addDays(last > today ? last : today, 31)
  const stepDays = Math.max(1, Math.ceil(countDays({ from, to }) / positionLimit))
  const points: ChartPoint[] = []
  const grid = new Set(days.filter((day) => from < day && day < to))
  for (let day = from; day < to; day = addDays(day, stepDays)) grid.add(day)
  for (const day of [...grid].sort()) {
    const atMs = Date.parse(`${day}T00:00:00Z`)
    const values = Object.fromEntries(
      shown.map((meter) => {
        const line = lines.find((one) => one.meter === meter)
        const point = line?.points.find(
          (one) => (one.from === null || Date.parse(one.from) <= atMs) && (one.to === null || atMs < Date.parse(one.to)),
        )
        return [meter, point?.rate ?? null]
      }),
    )
    points.push({ at: day, values })
  }
  return { data: { series: shown.map((key) => ({ key, label: labelMeter(key) })), points }, period: { from, to } }
}
