import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { totalAt } from '@/components/charts/chart-data'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { SpendReport, SpendRow } from '@/lib/reports/spend/report-schema'
import type { SpendParams } from '@/lib/reports/spend/schema'
import { makeSpendParams } from '@/lib/reports/spend/search-params'
import { toChartData } from './chart-data'
import { readSpendChart, totalKey } from './chart-question'
import { spendReport, spendRow } from './test-reports'

interface Usage {
  day: string
  team: string | null
  cost: bigint
  isOpen: boolean
}

/** Answers as the API does, from a list of usage: grouped, filtered, the most expensive first, cut to the limit. */
function answerFrom(usage: readonly Usage[], params: SpendParams): SpendReport {
  const groups = new Map<string, SpendRow>()
  for (const { day, team, cost, isOpen } of usage) {
    if (params.filters.team && !params.filters.team.includes(team ?? '~none')) continue
    const key = { ...(params.groupBy.includes('day') && { day }), ...(params.groupBy.includes('team') && { team }) }
    const before = groups.get(JSON.stringify(key)) ?? spendRow({ ...key, cost_usd: '0' })
    const open = before.unpriced_requests + Number(isOpen)
    const sum = formatDecimal(parseDecimal(before.cost_usd) + cost)
    groups.set(JSON.stringify(key), { ...before, cost_usd: sum, unpriced_requests: open, is_at_least: open > 0 })
  }
  const rows = [...groups.values()].toSorted((a, b) => Number(parseDecimal(b.cost_usd) - parseDecimal(a.cost_usd)))
  return spendReport({ from: params.from, to: params.to, rows: rows.slice(0, params.limit), row_count: rows.length })
}

const table = makeSpendParams({ from: '2026-11-01', to: '2026-11-05', groupBy: ['team', 'model'] })
const usageArbitrary = fc.record({
  day: fc.constantFrom('2026-11-01', '2026-11-02', '2026-11-04'),
  team: fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')),
  cost: fc.bigInt(0n, 10n ** 22n),
  isOpen: fc.boolean(),
})

describe('the chart of Spend', () => {
  it('adds up to the exact cost of every day, however many teams are in Other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(usageArbitrary, { minLength: 1, maxLength: 60 }), async (usage) => {
        const answer = await readSpendChart(async (params) => answerFrom(usage, params), { table, grain: 'day', pins: [] })
        const { series, points } = toChartData(answer, table)
        expect(series.length).toBeLessThanOrEqual(7)
        for (const point of points) {
          const ofDay = usage.filter(({ day }) => day === point.at)
          const sum = ofDay.reduce((total, { cost }) => total + cost, 0n)
          expect(totalAt(point, series)).toEqual({ amount: formatDecimal(sum), atLeast: ofDay.some(({ isOpen }) => isOpen) })
        }
      }),
    )
  })

  it('shows days without usage as nothing, and no day that has not begun', async () => {
    const usage = [{ day: '2026-11-01', team: 'a', cost: 10n ** 18n, isOpen: false }]
    const read = async (params: SpendParams) => ({ ...answerFrom(usage, params), as_of: '2026-11-03T08:00:00.000Z' })
    const answer = await readSpendChart(read, { table, grain: 'day', pins: [] })
    expect(toChartData(answer, table).points.map(({ at, values }) => [at, values.a])).toEqual([
      ['2026-11-01', '1'],
      ['2026-11-02', undefined],
      ['2026-11-03', undefined],
    ])
  })

  it('draws the total alone where the rows are days', async () => {
    const byDay = makeSpendParams({ from: '2026-11-01', to: '2026-11-05', groupBy: ['day'] })
    const usage = [{ day: '2026-11-01', team: 'a', cost: 5n, isOpen: true }]
    const { series, points } = toChartData(
      await readSpendChart(async (params) => answerFrom(usage, params), { table: byDay, grain: 'day', pins: [] }),
      byDay,
    )
    expect(series.map(({ key }) => key)).toEqual([totalKey])
    expect(points[0]).toMatchObject({ values: { [totalKey]: '0.000000000000000005' }, atLeast: [totalKey] })
  })

  it('gives both hours of a night when clocks are set back a name of their own', async () => {
    const night = makeSpendParams({ from: '2026-11-01', to: '2026-11-02', groupBy: ['team'] })
    const row = spendRow({ hour: '2026-11-01T05:00:00Z', team: 'a', cost_usd: '1' })
    const answer = await readSpendChart(async () => spendReport({ rows: [row], row_count: 1, zone: 'America/New_York' }), {
      table: night,
      grain: 'hour',
      pins: [],
    })
    const labels = toChartData(answer, night).points.map(({ at }) => at)
    expect(labels).toHaveLength(25)
    expect(new Set(labels).size).toBe(25)
    expect(labels.slice(1, 3)).toEqual(['Nov 1, 01:00', 'Nov 1, 01:00 GMT-5'])
  })
})
