import { type ChartData, otherKey } from '@/components/charts/chart-data'
import { type ChartSteps, listSteps, stepLabels } from '@/components/spend/chart-data'
import { valueText } from '@/components/spend/value-text'
import { measures } from '@/lib/engineering/explore/measures'
import type { ExploreReport } from '@/lib/engineering/explore/schema'
import { noneValue } from '@/lib/reports/spend/dimension-names'
import { writePin } from '@/lib/reports/spend/pins'
import { addDays, addMonths, type Period } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { chartValue } from './figure-text'

/** One position of the chart: as the report writes it, and as the axis does. */
export interface DrawnStep {
  readonly at: string
  readonly label: string
}

/** The report's steps as the charts of Spend know them. */
export const stepsOf = ({ grain, from, to, zone, as_of: asOf, steps }: ExploreReport): ChartSteps => ({
  ...{ grain, zone, asOf, steps },
  period: { from, to },
})

/** Every step of the period that has begun, also those without usage. */
export function listDrawnSteps(report: ExploreReport): DrawnStep[] {
  const label = stepLabels(report)
  return listSteps(stepsOf(report)).map((at) => ({ at, label: label(at) }))
}

/** `Search · gpt-5.4`: a group in words. */
export function groupName(
  values: readonly (string | null)[],
  report: Pick<ExploreReport, 'group_by' | 'names' | 'zone'>,
): string {
  return report.group_by.map((name, index) => valueText(name, values[index] ?? null, report)).join(' · ')
}

/** What decides a group's colour: of one dimension the value itself, as on every other screen. */
function keyOf(values: readonly (string | null)[] | null): string {
  if (values === null) return otherKey
  const [first] = values
  return values.length === 1 ? (first ?? noneValue) : values.length === 0 ? totalKey : writePin(values)
}

const totalKey = '~total'

/** The report as a chart takes it, each name leading to where `href` says. */
export function toChartData(
  report: ExploreReport,
  steps: readonly DrawnStep[],
  href: (values: readonly (string | null)[]) => string,
): ChartData {
  const { unit, isAdditive } = measures[report.measure]
  const keys = report.series.map(({ values }) => keyOf(values))
  const series = report.series.map(({ values }, index) => ({
    key: keys[index] ?? '',
    label: values === null ? `Other (${report.other_count})` : values.length === 0 ? 'Total' : groupName(values, report),
    href: values === null || values.length === 0 ? undefined : href(values),
  }))
  if (report.steps.length === 0) return { series: [], points: [] }
  const found = new Map(report.steps.map((step) => [step.at, step]))
  const points = steps.map(({ at, label }) => {
    const step = found.get(at)
    // A step without any usage has 0 of what adds up, and no base for anything else.
    const values = keys.map((key, index) => [key, step ? chartValue(step.values[index] ?? null, unit) : isAdditive ? '0' : null])
    return {
      at: label,
      values: Object.fromEntries(values),
      atLeast: (step?.at_least ?? []).flatMap((index) => keys[index] ?? []),
    }
  })
  return { series, points }
}

/** The days that a stretch of steps covers, within the period. */
export function zoomPeriod(first: string, last: string, report: Pick<ExploreReport, 'from' | 'to' | 'grain' | 'zone'>): Period {
  const dayOf = (at: string) => (report.grain === 'hour' ? dateInZone(new Date(at), report.zone) : at)
  const from = report.grain === 'month' ? `${first}-01` : dayOf(first)
  const to = report.grain === 'month' ? addMonths(`${last}-01`, 1) : addDays(dayOf(last), 1)
  return { from: from > report.from ? from : report.from, to: to < report.to ? to : report.to }
}
