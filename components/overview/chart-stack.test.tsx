import { describe, expect, it } from 'vitest'
import { chartStack } from './chart-stack'

const period = { from: '2026-05-01', to: '2026-05-04' }
const names = { team: { search: 'Search' }, pool: {}, cost_center: {}, business_unit: {}, product_line: {} }
const cell = (day: string, key: string, costUsd: string, isAtLeast = false) => ({ day, key, costUsd, isAtLeast })

describe('the chart of a month', () => {
  it('has every day, named series, and the lower bounds', () => {
    const cells = [cell('2026-05-01', 'search', '1.5'), cell('2026-05-03', '~none', '2', true), cell('2026-05-03', '~other', '3')]
    const { series, points } = chartStack({ stack: { by: 'team', keyCount: 9, cells }, period, names })
    expect(series.map(({ label }) => label)).toEqual(['Search', 'Nobody', 'Other (7)'])
    expect(series[1]?.href).toContain('team=~none')
    expect(series[2]?.href).toBeUndefined()
    expect(points).toEqual([
      { at: '2026-05-01', values: { search: '1.5' }, atLeast: [] },
      { at: '2026-05-02', values: {}, atLeast: [] },
      { at: '2026-05-03', values: { '~none': '2', '~other': '3' }, atLeast: ['~none'] },
    ])
  })

  it('of a month without usage is empty, so that its panel says so', () => {
    expect(chartStack({ stack: { by: 'provider', keyCount: 0, cells: [] }, period, names })).toEqual({ series: [], points: [] })
  })
})
