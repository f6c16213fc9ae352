import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { cappedKey, foldFeatures, maxFeatureRows, type TeamCell } from './fold-features'

const cell = (key: string | null, cost: bigint, more: Partial<TeamCell> = {}): TeamCell => ({
  ...{ key, team: 'search', cost, requests: 1n, open: 0n },
  ...more,
})
const nothing = { trends: [], steps: ['2026-05-01', '2026-05-02'], previous: new Map(), earlier: new Set<string>() }

describe('foldFeatures', () => {
  it('ranks what names something, and leaves usage without a name and names beyond the cap outside the ranking', () => {
    const { ranked, rows } = foldFeatures({
      ...nothing,
      cells: [cell('chat', 60n), cell('digest', 40n), cell(null, 900n), cell(cappedKey, 50n)],
    })
    expect(ranked).toMatchObject({ count: 2, vital_count: 2, cost_usd: formatDecimal(100n) })
    expect(rows.map(({ key, kind, rank, is_vital, cumulative_usd }) => [key, kind, rank, is_vital, cumulative_usd])).toEqual([
      ['chat', 'named', 1, true, formatDecimal(60n)],
      ['digest', 'named', 2, true, formatDecimal(100n)],
      [null, 'none', null, false, null],
      [cappedKey, 'capped', null, false, null],
    ])
  })

  it('adds teams and steps up, the team that pays most first', () => {
    const { rows } = foldFeatures({
      ...nothing,
      cells: [cell('chat', 5n, { team: 'support', requests: 3n }), cell('chat', 7n), cell('chat', 1n, { team: null, open: 2n })],
      trends: [{ key: 'chat', step: '2026-05-02', cost: 13n }],
    })
    expect(rows).toMatchObject([
      { teams: ['search', 'support', null], team_count: 3, requests: 5, is_at_least: true, trend: [0n, 13n].map(formatDecimal) },
    ])
  })

  it('tells new from back after a pause and from what was there before', () => {
    const { rows, ranked } = foldFeatures({
      ...nothing,
      cells: [cell('new', 3n), cell('back', 2n), cell('known', 1n), cell(null, 9n)],
      previous: new Map([['known', 4n]]),
      earlier: new Set(['back']),
    })
    expect(rows.map(({ key, appearance }) => [key, appearance])).toEqual([
      ['new', 'new'],
      ['back', 'back'],
      ['known', 'known'],
      [null, 'known'],
    ])
    expect(ranked).toMatchObject({ new_count: 1, new_cost_usd: formatDecimal(3n) })
  })

  it('has rows and a rest that add up to the total, with shares of 100 %, however many there are', () => {
    const cells = fc.array(
      fc
        .tuple(fc.option(fc.nat(400).map(String)), fc.bigInt(0n, 10n ** 20n), fc.nat(9), fc.constantFrom('a', 'b', null))
        .map(([key, cost, requests, team]) => cell(key, cost, { requests: BigInt(requests), team })),
      { maxLength: 500 },
    )
    fc.assert(
      fc.property(cells, (given) => {
        const { total, rows, rest, ranked } = foldFeatures({ ...nothing, cells: given })
        const parts = rest === null ? rows : [...rows, rest]
        const sum = (of: (part: (typeof parts)[number]) => string | null) =>
          parts.reduce((all, part) => all + parseDecimal(of(part) ?? '0'), 0n)
        expect(sum(({ cost_usd }) => cost_usd)).toBe(parseDecimal(total.cost_usd))
        expect(parts.reduce((all, { requests }) => all + requests, 0)).toBe(total.requests)
        expect(sum(({ cost_share }) => cost_share)).toBe(total.cost_usd === '0' ? 0n : parseDecimal('100'))
        expect(sum(({ request_share }) => request_share)).toBe(total.requests === 0 ? 0n : parseDecimal('100'))
        expect(rows.filter(({ kind }) => kind === 'named').length + (rest?.count ?? 0)).toBe(ranked.count)
        expect(rows.length).toBeLessThanOrEqual(maxFeatureRows + 2)
      }),
      { numRuns: 50 },
    )
  })
})
