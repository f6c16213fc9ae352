import { describe, expect, it } from 'vitest'
import { parseDecimal } from '@/lib/money/decimal'
import { testException, testLine, testStatement } from '../testing/test-statement'
import { makeQuestions } from './make-questions'
import { rankAllocation } from './rank-allocation'
import { isCostCenterLine, isTeamLine, rankGrowth, totalsOf } from './rank-growth'
import { rankProportion } from './rank-proportion'
import { rankUnattributed } from './rank-unattributed'

const idsOf = (rows: readonly { line_id: string }[]) => rows.map(({ line_id }) => line_id)

describe('what grows fastest', () => {
  const lines = [
    testLine('retail/4100/team:search', { total_usd: '1500', prior_total_usd: '1000' }),
    testLine('retail/4100/team:tiny', { total_usd: '9', prior_total_usd: '0.01' }),
    testLine('retail/4100/team:new', { total_usd: '700.000000000000000001' }),
    testLine('retail/4100/team:shrunk', { total_usd: '1', prior_total_usd: '900' }),
    testLine('retail/4100/team:same', { total_usd: '50', prior_total_usd: '50' }),
  ]

  it('is ranked by dollars, new lines by all of theirs, and leaves out what did not grow', () => {
    const rows = rankGrowth(lines, totalsOf)
    expect(idsOf(rows)).toEqual(['retail/4100/team:new', 'retail/4100/team:search', 'retail/4100/team:tiny'])
    expect(rows.map(({ growth_usd }) => growth_usd)).toEqual(['700.000000000000000001', '500', '8.99'])
    expect(rows[0]?.prior_usd).toBeNull()
  })

  it('compares what it is told to, and skips what cannot be compared', () => {
    const rows = rankGrowth(lines, ({ code }) =>
      code === 'same' ? { current_usd: '30', prior_usd: '10', is_at_least: true } : null,
    )
    expect(rows).toMatchObject([{ code: 'same', growth_usd: '20', is_at_least: true }])
  })

  it('counts a fall of a credit towards nothing as growth', () => {
    const [row] = rankGrowth([testLine('a/b/team:c', { total_usd: '-1', prior_total_usd: '-4' })], totalsOf)
    expect(row?.growth_usd).toBe('3')
  })

  it('knows teams from pools and nobody, and cost centres from what has none', () => {
    const owner = testLine('a/b/team:c')
    expect(
      [owner, { ...owner, owner_kind: 'pool' as const }, { ...owner, owner_kind: 'nobody' as const }].map(isTeamLine),
    ).toEqual([true, false, false])
    expect(isCostCenterLine(testLine('a/b'))).toBe(true)
    expect(isCostCenterLine(testLine('a/b', { code: null }))).toBe(false)
  })
})

describe('a team that moved to another cost centre', () => {
  const moved = [
    testLine('retail/4100/team:search', { total_usd: '60', prior_total_usd: '90', requests: 6 }),
    testLine('bank/5200/team:search', { total_usd: '40', requests: 4 }),
    testLine('bank/5200/pool:gateway', { total_usd: '5', owner_kind: 'pool' }),
    testLine('bank/5200', { total_usd: '45', prior_total_usd: '0' }),
  ]
  const priorPeriod = { from: '2026-04-01', to: '2026-05-01' }

  it('grew by what it grew in both places together', () => {
    const { growth } = makeQuestions(testStatement(moved, { total: { direct_usd: '105', requests: 10 } }), priorPeriod, null)
    expect(growth.teams).toMatchObject([
      {
        line_id: 'retail/4100/team:search',
        current_usd: '100',
        prior_usd: '90',
        growth_usd: '10',
        filters: { team: ['search'] },
      },
    ])
    expect(growth.cost_centers).toMatchObject([{ code: '5200', growth_usd: '45' }])
  })

  it('is compared by days in both places together', () => {
    const amountsOf = ({ id }: { id: string }) =>
      id.startsWith('bank')
        ? { current_usd: '8', prior_usd: null, is_at_least: true }
        : { current_usd: '1', prior_usd: '6', is_at_least: false }
    const { growth } = makeQuestions(testStatement(moved, { is_running: true }), priorPeriod, {
      ...{ period: priorPeriod, priorPeriod, amountsOf },
    })
    expect(growth.teams).toMatchObject([{ current_usd: '9', prior_usd: '6', growth_usd: '3', is_at_least: true }])
  })
})

describe('who is over or under allocation', () => {
  it('puts the furthest over first, the furthest under last, and leaves out what has no budget', () => {
    const rows = rankAllocation([
      testLine('a/1/team:none', { total_usd: '9999' }),
      testLine('a/1/team:under', { total_usd: '10', budget_usd: '500' }),
      testLine('a/1/team:over', { total_usd: '600.5', budget_usd: '500' }),
      testLine('a/1', { total_usd: '1200', budget_usd: '1000' }),
      testLine('a/1/team:exact', { total_usd: '500', budget_usd: '500' }),
    ])
    expect(rows.map(({ code, variance_usd }) => [code, variance_usd])).toEqual([
      ['1', '200'],
      ['over', '100.5'],
      ['exact', '0'],
      ['under', '-490'],
    ])
  })

  it('takes a budget of nothing for a budget', () => {
    expect(rankAllocation([testLine('a/1', { total_usd: '3', budget_usd: '0' })])[0]?.variance_usd).toBe('3')
  })
})

describe('where cost is out of proportion to usage', () => {
  const lines = [
    testLine('a/1/team:dear', { direct_usd: '80', requests: 10 }),
    testLine('a/1/team:cheap', { direct_usd: '10', requests: 80 }),
    testLine('a/1/pool:even', { direct_usd: '10', requests: 10, owner_kind: 'pool' }),
    testLine('a/1', { direct_usd: '100', requests: 100 }),
  ]

  it('is the dollars above the share of requests, of owners alone', () => {
    const rows = rankProportion(lines, { direct_usd: '100', requests: 100 })
    expect(rows).toMatchObject([{ code: 'dear', proportional_usd: '10', excess_usd: '70' }])
  })

  it('leaves shares of pools out, which bring money and no requests', () => {
    const rich = testLine('a/1/team:rich', { direct_usd: '10', shared_received_usd: '90', total_usd: '100', requests: 10 })
    expect(rankProportion([rich], { direct_usd: '10', requests: 10 })).toEqual([])
  })

  it('has no answer where there was no request', () => {
    expect(rankProportion(lines, { direct_usd: '0', requests: 0 })).toEqual([])
  })

  it('is exact where a share does not come out even', () => {
    const [row] = rankProportion([testLine('a/1/team:third', { direct_usd: '1', requests: 1 })], { direct_usd: '1', requests: 3 })
    expect(row?.proportional_usd).toBe('0.333333333333333333')
    expect(row?.excess_usd).toBe('0.666666666666666667')
  })
})

describe('what is not attributed, and with whom it lies', () => {
  const exceptions = [
    testException('5', { reason: 'unknown_team', assignee: 'Dana Reyes' }),
    testException('30.5', { is_at_least: true }),
    testException('20', { reason: 'unapproved_pool', assignee: 'Dana Reyes' }),
  ]

  it('puts the largest first', () => {
    expect(rankUnattributed(exceptions).exceptions.map(({ amount_usd }) => amount_usd)).toEqual(['30.5', '20', '5'])
  })

  it('adds up by assignee to what it adds up to by reason', () => {
    const { total_usd, assignees } = rankUnattributed(exceptions)
    expect(total_usd).toBe('55.5')
    expect(assignees).toEqual([
      { assignee: null, amount_usd: '30.5', requests: 100, is_at_least: true },
      { assignee: 'Dana Reyes', amount_usd: '25', requests: 200, is_at_least: false },
    ])
    expect(assignees.reduce((sum, { amount_usd }) => sum + parseDecimal(amount_usd), 0n)).toBe(parseDecimal(total_usd))
  })

  it('is nothing where everything has an owner', () => {
    expect(rankUnattributed(testStatement([]).exceptions)).toEqual({ total_usd: '0', exceptions: [], assignees: [] })
  })
})
