import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import type { ModelDetail, ModelPrice } from '@/lib/pricing/queries/get-model'
import { buildHistoryChart } from './history-points'
import { isInForce } from './rate-rows'
import { RateTable } from './rate-table'

const at = '2026-10-15T12:00:00Z'

const price = (facts: Partial<ModelPrice>): ModelPrice => ({
  id: 1,
  tier: 'standard',
  from: null,
  to: null,
  window: '',
  dailyUtc: null,
  weekdays: null,
  weekdayZone: null,
  sources: null,
  firstVersion: 1,
  untilVersion: null,
  isCurrent: true,
  rates: { input: '2.5', output: '15' },
  bands: [],
  minimums: {},
  ...facts,
})

const agreed = (facts: Partial<ModelDetail['contract'][number]>): ModelDetail['contract'][number] => ({
  rateSetId: 1,
  tier: 'standard',
  from: null,
  to: null,
  bandOver: null,
  uplift: null,
  billingAccount: 'eu-account',
  terms: ['t'],
  meter: 'input',
  per: '1000000',
  list: '2.5',
  contract: '2.2',
  ...facts,
})

const show = (prices: ModelPrice[], contract: ModelDetail['contract'] = []) =>
  renderInTheme(<RateTable prices={prices} contract={contract} at={at} />)
const cells = (name: RegExp) =>
  within(screen.getByRole('row', { name }))
    .getAllByRole('cell')
    .map((cell) => cell.textContent)
const headers = () => screen.getAllByRole('columnheader').map((cell) => cell.textContent)

describe('the rates in force', () => {
  it('has a column for each tier and each band, in exact figures', () => {
    show([
      price({
        rates: { input: '2.5', cached_input: '0.075' },
        bands: [{ over: 272_000, inclusive: false, rates: { input: '5' } }],
      }),
      price({ id: 2, tier: 'batch', rates: { input: '1.25' } }),
    ])
    expect(headers()).toEqual(['Class', 'standard', 'standard, above 272,000 input tokens', 'batch'])
    expect(cells(/^Input/)).toEqual(['$2.50', '$5.00', '$1.25'])
    expect(cells(/^Cached input/)).toEqual(['$0.075', 'no rate of its own', 'no rate of its own'])
  })

  it('leaves out what has ended, what is yet to come and what is no longer believed', () => {
    show([
      price({ id: 1, to: at, rates: { input: '9' } }),
      price({ id: 2, from: at, rates: { input: '3' } }),
      price({ id: 3, from: '2026-10-16T00:00:00Z', rates: { input: '1' } }),
      price({ id: 4, isCurrent: false, untilVersion: 2, rates: { input: '8' } }),
    ])
    expect(cells(/^Input/)).toEqual(['$3.00'])
  })

  it('shows a contract rate beside the list rate that it replaces, with its account, and nowhere else', () => {
    show(
      [price({}), price({ id: 2, tier: 'batch', rates: { input: '1.25', output: '7.5' } })],
      [
        agreed({}),
        agreed({ rateSetId: 2, contract: '2.0', billingAccount: null }),
        agreed({ rateSetId: 3, contract: '1.0', to: '2026-10-01T00:00:00Z' }),
        agreed({ rateSetId: 4, contract: '1.1', bandOver: 272_000 }),
      ],
    )
    expect(cells(/^Input/)).toEqual(['$2.50contract $2.20, eu-accountcontract $2.00', '$1.25'])
    expect(cells(/^Output/)).toEqual(['$15.00', '$7.50'])
  })

  it('says so where nothing is in force', () => {
    show([price({ to: '2026-01-01T00:00:00Z' })])
    expect(screen.getByText('No price is in force now.')).toBeTruthy()
  })

  it('holds from its first instant to just before its last', () => {
    expect(isInForce({ from: at, to: null }, at)).toBe(true)
    expect(isInForce({ from: null, to: at }, at)).toBe(false)
  })
})

describe('the history of rates', () => {
  const line = (points: { from: string | null; to: string | null; rate: string }[], meter = 'input') => ({
    tier: 'standard',
    window: '',
    meter,
    points,
  })

  it('steps on the day of a change and holds the rate until the next', () => {
    const { data } = buildHistoryChart(
      [
        line([
          { from: null, to: '2026-10-05T00:00:00Z', rate: '3' },
          { from: '2026-10-05T00:00:00Z', to: null, rate: '2' },
        ]),
      ],
      'standard',
      '2026-10-20',
    )
    const rateOn = (day: string) => data.points.find((point) => point.at === day)?.values.input
    expect([rateOn('2026-10-04'), rateOn('2026-10-05'), rateOn('2026-10-20')]).toEqual(['3', '2', '2'])
  })

  it('leaves a gap where no price was in force, never a zero', () => {
    const { data } = buildHistoryChart(
      [line([{ from: '2026-10-05T00:00:00Z', to: '2026-10-08T00:00:00Z', rate: '3' }])],
      'standard',
      '2026-10-20',
    )
    expect(data.points.find((point) => point.at === '2026-10-09')?.values.input).toBeNull()
  })

  it('reaches what is announced, in at most as many positions as one can read', () => {
    const { data, period } = buildHistoryChart(
      [line([{ from: '2023-01-01T00:00:00Z', to: '2027-03-01T00:00:00Z', rate: '3' }])],
      'standard',
      '2026-10-20',
    )
    expect(period.to > '2027-03-01').toBe(true)
    expect(data.points.length).toBeLessThanOrEqual(122)
  })

  it('draws no more than six lines, because rates do not add up to an "Other"', () => {
    const meters = ['input', 'cached_input', 'cache_write_5m', 'cache_write_1h', 'output', 'reasoning', 'audio_input']
    const { data } = buildHistoryChart(
      meters.map((meter) => line([{ from: null, to: null, rate: '1' }], meter)),
      'standard',
      '2026-10-20',
    )
    expect(data.series).toHaveLength(6)
  })
})
