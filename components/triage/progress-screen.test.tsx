import { describe, expect, it } from 'vitest'
import type { BurnDownDay } from '@/lib/triage/burn-down'
import { burnDownData } from './burn-down'
import { shareOf, stackOf } from './coverage-chart'
import { initialValues, toPreview, toRequest } from './fix-request'
import { sharedKinds } from './task-form'
import { adminMeans, coverage, finding } from './test-findings'

const held = (day: string, lane: BurnDownDay['lane'], costUsd: string): BurnDownDay => ({
  ...{ day, lane, groups: 1, costUsd, isAtLeast: false },
})

describe('the burn-down', () => {
  it('is zero where a lane was empty on a noted day, and unknown on a day that nobody noted', () => {
    const { data, noted } = burnDownData(
      [held('2026-11-01', 'no_owner', '20'), held('2026-11-01', 'unpriced', '5'), held('2026-11-03', 'no_owner', '10')],
      { from: '2026-10-01', to: '2026-11-22' },
    )
    expect(noted).toEqual(['2026-11-01', '2026-11-03'])
    expect(data.points.map(({ at, values }) => [at, values.no_owner, values.unpriced])).toEqual([
      ['2026-11-01', '20', '5'],
      ['2026-11-02', null, null],
      ['2026-11-03', '10', '0'],
    ])
  })

  it('shows six lanes and counts the rest, whose dollars overlap and are never added up', () => {
    const lanes = [
      'no_owner',
      'unknown_team',
      'owner_conflict',
      'no_cost_center',
      'unpriced',
      'cost_variance',
      'missing_tokens',
    ] as const
    const { data, left } = burnDownData(
      lanes.map((lane, index) => held('2026-11-01', lane, String(100 - index))),
      { from: '2026-11-01', to: '2026-11-02' },
    )
    expect(data.series).toHaveLength(6)
    expect(left).toBe(1)
  })
})

describe('coverage', () => {
  const [day] = coverage.days.map((one) => ({ ...one, at: one.day }))
  const steps = day ? [day] : []

  it('stacks parts that add up to the whole, and leaves out those that are nowhere', () => {
    const { series, points } = stackOf(steps, ['2026-11-19', '2026-11-20'])
    expect(series.map(({ key }) => key)).toEqual(['attributed', 'unattributed'])
    expect(points.map(({ values }) => values)).toEqual([{}, { attributed: '82', unattributed: '18' }])
  })

  it('as a share has a gap where nothing was spent', () => {
    expect(shareOf(steps, ['2026-11-19', '2026-11-20']).points.map(({ values }) => values.attributed)).toEqual([null, '82.00'])
  })
})

describe('what mends several findings', () => {
  it('is what mends each of them', () => {
    const unknown = finding(2, { lane: 'unknown_team', key: { reported_team: 'serach', source: 'gateway' } })
    expect(sharedKinds([finding(1), unknown], adminMeans)).toEqual(['owner', 'accept'])
    expect(sharedKinds([unknown], { kinds: ['owner', 'accept'] })).toEqual(['owner', 'accept'])
  })
})

describe('the form of a fix', () => {
  const values = initialValues([finding(1)], adminMeans)

  it('begins with the first day of the open period and a month of acceptance', () => {
    expect([values.from, values.until]).toEqual(['2026-10-01', '2026-12-21'])
  })

  it('asks for a preview of what moves, and for none of what moves nothing', () => {
    expect(toPreview(toRequest('owner', [finding(1)], { ...values, team: 'search' }))).toMatchObject({
      kind: 'owner',
      team: 'search',
    })
    expect(toPreview(toRequest('accept', [finding(1)], values))).toBeNull()
  })

  it('names one owner, of the kind that was chosen', () => {
    const request = toRequest('owner', [finding(1)], { ...values, ownerKind: 'pool', team: 'search', pool: 'platform' })
    expect(request.input).toMatchObject({ pool: 'platform' })
    expect(request.input).not.toHaveProperty('team')
  })
})
