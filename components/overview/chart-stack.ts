import { type ChartData, otherKey } from '@/components/charts/chart-data'
import { only, spendHref } from '@/components/spend/spend-href'
import type { StackedMonth } from '@/lib/reports/overview/daily-stack'
import { noneValue, sharedValue } from '@/lib/reports/spend/dimension-names'
import { listDays } from '@/lib/time/calendar'

/** What the parts of a day are called, and what stands for those without a name. */
export const stackWords = { provider: { one: 'Provider', none: 'No provider' }, team: { one: 'Team', none: 'Nobody' } } as const

/** Every day of the month so far; one without usage is zero, not left out. */
export function chartStack({ stack, period, names }: Pick<StackedMonth, 'stack' | 'period' | 'names'>): ChartData {
  const { by, cells, keyCount } = stack
  if (cells.length === 0) return { series: [], points: [] }
  const keys = [...new Set(cells.map(({ key }) => key))]
  const named = keys.filter((key) => key !== otherKey)
  const label = (key: string) => {
    if (key === otherKey) return `Other (${keyCount - named.length})`
    if (key === noneValue) return stackWords[by].none
    if (key === sharedValue) return 'Shared pools'
    return (by === 'team' ? names.team[key] : undefined) ?? key
  }
  const href = (key: string) => spendHref({ period, groupBy: ['model'], filters: { [by]: only(key) } })
  return {
    series: keys.map((key) => ({ key, label: label(key), href: key === otherKey ? undefined : href(key) })),
    points: listDays(period).map((day) => {
      const parts = cells.filter((cell) => cell.day === day)
      return {
        at: day,
        values: Object.fromEntries(parts.map(({ key, costUsd }) => [key, costUsd])),
        atLeast: parts.filter(({ isAtLeast }) => isAtLeast).map(({ key }) => key),
      }
    }),
  }
}
