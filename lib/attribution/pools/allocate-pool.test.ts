import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { allocatePool, findPolicyInForce, type PolicyTerms, type PoolTeam } from './allocate-pool'
import { poolMethods } from './pool-methods'

const usd = parseDecimal
const team = (slug: string, direct = '0', requests = 0n, archivedFrom: string | null = null): PoolTeam => ({
  slug,
  directCost: usd(direct),
  requests,
  archivedFrom,
})
const teams = [team('search', '10', 90n), team('checkout', '30', 10n), team('growth')]
const share = (policy: PolicyTerms | null, { cost = '100', of = teams as readonly PoolTeam[], month = '2026-05' } = {}) => {
  const { received, kept, keptReason } = allocatePool({ cost: usd(cost), month, policy, teams: of })
  return {
    received: Object.fromEntries(received.map(({ team: slug, amount }) => [slug, formatDecimal(amount)])),
    kept: formatDecimal(kept),
    keptReason,
  }
}
const named = (...slugs: string[]) => slugs.map((slug) => ({ team: slug, percent: null }))
const percents = (of: Record<string, string>) => Object.entries(of).map(([slug, percent]) => ({ team: slug, percent }))

describe('allocatePool', () => {
  test.each<[string, PolicyTerms | null, Record<string, string>, string, string | null]>([
    ['nothing without an approved policy', null, {}, '100', 'no_policy'],
    ['nothing where the policy keeps it central', { method: 'central', shares: [] }, {}, '100', 'central'],
    [
      'by what each spent by itself',
      { method: 'direct_spend', shares: [] },
      { checkout: '75', growth: '0', search: '25' },
      '0',
      null,
    ],
    ['by requests', { method: 'requests', shares: [] }, { checkout: '10', growth: '0', search: '90' }, '0', null],
    ['evenly among the named', { method: 'even', shares: named('growth', 'search') }, { growth: '50', search: '50' }, '0', null],
    [
      'by fixed shares',
      { method: 'fixed', shares: percents({ growth: '12.5', search: '87.5' }) },
      { growth: '12.5', search: '87.5' },
      '0',
      null,
    ],
    [
      'nothing by the spend of teams that have none',
      { method: 'direct_spend', shares: named('growth') },
      {},
      '100',
      'no_direct_spend',
    ],
    [
      'nothing by the requests of teams that have none',
      { method: 'requests', shares: named('growth') },
      {},
      '100',
      'no_requests',
    ],
  ])('shares %s', (_what, policy, received, kept, keptReason) => {
    expect(share(policy)).toEqual({ received, kept, keptReason })
  })

  it('gives what is left of a division to the slug that comes first', () => {
    expect(share({ method: 'even', shares: [] })).toEqual({
      received: { checkout: '33.333333333333333334', growth: '33.333333333333333333', search: '33.333333333333333333' },
      kept: '0',
      keptReason: null,
    })
  })

  it('gives nothing to a team archived by the first day, and its usual share to one archived later in the month', () => {
    const of = [team('gone', '50', 5n, '2026-05-01'), team('going', '50', 5n, '2026-05-02')]
    expect(share({ method: 'direct_spend', shares: [] }, { of }).received).toEqual({ going: '100' })
    expect(share({ method: 'even', shares: named('gone') }, { of })).toEqual({
      received: {},
      kept: '100',
      keptReason: 'no_teams',
    })
  })

  it('keeps the fixed share of an archived team central, because the others agreed to theirs only', () => {
    const of = [team('gone', '0', 0n, '2026-04-30'), team('search')]
    expect(share({ method: 'fixed', shares: percents({ gone: '40', search: '60' }) }, { of })).toEqual({
      received: { search: '60' },
      kept: '40',
      keptReason: 'archived_team',
    })
  })

  it('pays nobody for a team whose credits exceed its charges', () => {
    const of = [team('credited', '-5'), team('search', '5')]
    expect(share({ method: 'direct_spend', shares: [] }, { of }).received).toEqual({ credited: '0', search: '100' })
  })

  const policies = fc.record({
    method: fc.constantFrom(...poolMethods),
    named: fc.subarray(['a', 'b', 'c', 'd']),
    weights: fc.array(fc.bigInt(1n, 10n ** 8n), { minLength: 4, maxLength: 4 }),
  })
  const members = fc.tuple(
    ...['a', 'b', 'c', 'd'].map((slug) =>
      fc.record({
        slug: fc.constant(slug),
        directCost: fc.bigInt(-(10n ** 20n), 10n ** 24n),
        requests: fc.bigInt(0n, 10n ** 9n),
        archivedFrom: fc.constantFrom(null, '2026-04-01', '2026-05-15'),
      }),
    ),
  )

  it('always adds up to the pool’s cost, whatever the policy, and gives archived teams nothing', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 22n), 10n ** 24n), policies, members, (cost, { method, named: slugs, weights }, of) => {
        const shares = slugs.map((slug, index) => ({
          team: slug,
          percent: method === 'fixed' ? formatDecimal((weights[index] ?? 1n) * 10n ** 12n) : null,
        }))
        const { received, kept } = allocatePool({ cost, month: '2026-05', policy: { method, shares }, teams: of })
        const sum = received.reduce((total, { amount }) => total + amount, kept)
        const gone = of.filter(({ archivedFrom }) => archivedFrom === '2026-04-01').map(({ slug }) => slug)
        return sum === cost && received.every(({ team: slug }) => !gone.includes(slug))
      }),
    )
  })

  it('does not depend on the order in which teams come', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 24n), policies, members, (cost, { method, named: slugs }, of) => {
        const policy = { method: method === 'fixed' ? ('even' as const) : method, shares: named(...slugs) }
        const forward = allocatePool({ cost, month: '2026-05', policy, teams: of })
        const backward = allocatePool({ cost, month: '2026-05', policy, teams: of.toReversed() })
        expect(backward).toEqual(forward)
      }),
    )
  })
})

describe('findPolicyInForce', () => {
  const policy = (effectiveFrom: string, decision: string | null, decidedAt: string | null, name = effectiveFrom) => ({
    name,
    effectiveFrom,
    decision,
    decidedAt: decidedAt === null ? null : new Date(decidedAt),
  })
  const all = [
    policy('2026-01-01', 'approved', '2026-01-05'),
    policy('2026-04-01', 'approved', '2026-04-02', 'first of April'),
    policy('2026-04-01', 'approved', '2026-04-20', 'second of April'),
    policy('2026-05-01', 'refused', '2026-05-01'),
    policy('2026-05-01', null, null, 'not decided'),
  ]
  test.each([
    ['2025-12', undefined],
    ['2026-01', '2026-01-01'],
    ['2026-03', '2026-01-01'],
    ['2026-04', 'second of April'],
    ['2026-09', 'second of April'],
  ])('in %s it is %s', (month, expected) => {
    expect(findPolicyInForce(all, month)?.name).toBe(expected)
  })
})
