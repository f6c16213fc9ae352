import { screen, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { WaterfallFrame } from './waterfall-frame'
import { findAxis, placeSteps, type WaterfallStep } from './waterfall-steps'

const steps: readonly WaterfallStep[] = [
  { key: 'prior', label: 'September', kind: 'level', amount: '100.000000000000000001' },
  { key: 'new', label: 'New', kind: 'step', amount: '20' },
  { key: 'price', label: 'Price', kind: 'step', amount: '-50.000000000000000002' },
  { key: 'current', label: 'October', kind: 'level', amount: '69.999999999999999999' },
]

describe('the waterfall', () => {
  it('lets each step begin where the one before it ends, to the last digit', () => {
    expect(placeSteps(steps).map(({ from, to }) => [from, to])).toEqual([
      ['0', '100.000000000000000001'],
      ['100.000000000000000001', '120.000000000000000001'],
      ['120.000000000000000001', '69.999999999999999999'],
      ['0', '69.999999999999999999'],
    ])
  })

  it.each([
    ['at zero where some level is less than half of the largest', [100, 40, 90], [0, 50, 100]],
    ['below a credit', [100, -20, 80], [-50, 0, 50, 100]],
    ['at zero where there is nothing', [0, 0], [0, 1]],
    [
      'at a round amount below the smallest where all are close to each other',
      [55_200, 57_900, 54_100],
      [52_000, 54_000, 56_000],
    ],
    ['at a round amount where nothing changed', [500, 500], [490, 495, 500]],
    ['below zero where all are credits', [-300, -280], [-300, -200, -100, 0]],
  ])('begins its axis %s', (_what, levels, ticks) => {
    expect(findAxis(levels).ticks).toEqual(ticks)
    expect(findAxis(levels).start).toBe(ticks[0])
  })

  it('holds the same numbers, exact, in the table behind the chart', async () => {
    renderInTheme(<WaterfallFrame title="From month to month" note="some days" steps={steps} />)
    expect(screen.getByRole('region', { name: 'From month to month' }).textContent).toContain('US dollars · some days')
    await userEvent.click(screen.getByText('Table'))
    const price = screen.getByRole('row', { name: /Price/ })
    expect(
      within(price)
        .getAllByRole('cell')
        .slice(0, 2)
        .map((cell) => cell.querySelector('data')?.getAttribute('value')),
    ).toEqual(['-50.000000000000000002', '69.999999999999999999'])
  })
})
