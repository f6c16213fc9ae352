import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { type ChartData, foldSeries, otherKey, totalAt, withoutOpenStep } from './chart-data'
import { ChartFrame } from './chart-frame'

const data: ChartData = {
  series: [
    { key: 'openai', label: 'OpenAI' },
    { key: 'gpt-5.2', label: 'gpt-5.2' },
  ],
  points: [
    { at: '2026-10-01', values: { openai: '0.1', 'gpt-5.2': '0.2' } },
    { at: '2026-10-02', values: { openai: null, 'gpt-5.2': '7' } },
    { at: '2026-10-03', values: {} },
  ],
}
const frame = {
  title: 'Daily spend',
  kind: 'area',
  unit: 'usd',
  period: { from: '2026-10-01', to: '2026-10-04' },
  asOf: '2026-10-04T00:10:00Z',
  zone: 'UTC',
} as const

const cellsOf = (row: HTMLElement) =>
  within(row)
    .getAllByRole('cell')
    .map((cell) => cell.textContent)

describe('ChartFrame', () => {
  it('holds the same numbers, exact, in the table behind the chart', async () => {
    renderInTheme(<ChartFrame {...frame} data={data} />)
    expect(screen.queryByRole('table')).toBeNull()
    await userEvent.click(screen.getByText('Table'))
    expect(cellsOf(screen.getByRole('row', { name: /2026-10-01/ }))).toEqual(['$0.10', '$0.20', '$0.30'])
    expect(cellsOf(screen.getByRole('row', { name: /2026-10-02/ }))).toEqual([
      expect.stringMatching(/^unknown/),
      '$7.00',
      '≥ $7.00',
    ])
    expect(cellsOf(screen.getByRole('row', { name: /2026-10-03/ }))).toEqual(['$0.00', '$0.00', '$0.00'])
    await userEvent.click(screen.getByText('Chart'))
    expect(screen.queryByRole('table')).toBeNull()
  })

  it('says unit, period and as-of time, and that an unknown day makes it a lower bound', () => {
    renderInTheme(<ChartFrame {...frame} data={data} />)
    const panel = screen.getByRole('region', { name: 'Daily spend' })
    expect(panel.textContent).toContain('US dollars · Oct 1, 2026 – Oct 3, 2026 · as of Oct 4, 2026, 00:10 UTC')
    expect(panel.textContent).toContain('at least what was spent')
  })

  it('does not let an area fall to a day that is not over, says so, and keeps the day in the table', async () => {
    renderInTheme(<ChartFrame {...frame} data={data} openStep="day" />)
    expect(screen.getByText('The last day is not over and is left out here: the table has it so far.')).toBeDefined()
    await userEvent.click(screen.getByText('Table'))
    expect(screen.getByRole('row', { name: /2026-10-03/ })).toBeDefined()
    expect(withoutOpenStep(data).points.map(({ at }) => at)).toEqual(['2026-10-01', '2026-10-02'])
  })

  it('draws a day that is not over where it is all there is, and in bars', () => {
    const first = {
      ...data,
      points: [...data.points.map(({ at }) => ({ at, values: {} })), { at: '2026-10-04', values: { openai: '1' } }],
    }
    expect(withoutOpenStep(first)).toBe(first)
    renderInTheme(<ChartFrame {...frame} kind="bar" data={data} openStep="month" />)
    expect(screen.getByText('The last month is not over: its figure is of the days so far.')).toBeDefined()
  })

  it('says so instead of drawing where there is nothing, or where it failed', () => {
    const nothing = { series: [], points: [] }
    const { rerender } = renderInTheme(<ChartFrame {...frame} data={nothing} />)
    expect(screen.getByText('No data in this period')).toBeDefined()
    rerender(<ChartFrame {...frame} data={nothing} error={{ message: 'Not read', requestId: 'req_1' }} />)
    expect(screen.getByRole('alert').textContent).toContain('req_1')
  })
})

describe('foldSeries', () => {
  const keys = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  const many: ChartData = {
    series: keys.map((key) => ({ key, label: key })),
    points: [{ at: '2026-10-01', values: Object.fromEntries(keys.map((key, index) => [key, `${index}.1`])) }],
  }

  it('keeps the six largest in their order, and the total to the last digit', () => {
    const folded = foldSeries(many)
    expect(folded.series.map(({ key }) => key)).toEqual(['c', 'd', 'e', 'f', 'g', 'h', otherKey])
    expect(folded.series.at(-1)?.label).toBe('Other (2)')
    const [before] = many.points
    const [after] = folded.points
    if (!before || !after) throw new Error('the sample has one point')
    expect(after.values[otherKey]).toBe('1.2')
    expect(totalAt(after, folded.series)).toEqual(totalAt(before, many.series))
  })

  it('adds an Other that the source sent to its own', () => {
    const sent: ChartData = {
      series: [...many.series, { key: otherKey, label: 'Other' }],
      points: many.points.map((point) => ({ ...point, values: { ...point.values, [otherKey]: '100' } })),
    }
    expect(foldSeries(sent).points[0]?.values[otherKey]).toBe('101.2')
  })

  it('makes Other a lower bound where a folded value is unknown, and unknown where all are', () => {
    const withUnknown = (values: Record<string, null>): ChartData => ({
      ...many,
      points: many.points.map((point) => ({ ...point, values: { ...point.values, ...values } })),
    })
    const partly = foldSeries(withUnknown({ a: null })).points[0]
    expect(partly?.values[otherKey]).toBe('1.1')
    expect(partly?.atLeast).toContain(otherKey)
    expect(foldSeries(withUnknown({ a: null, b: null })).points[0]?.values[otherKey]).toBeNull()
  })
})
