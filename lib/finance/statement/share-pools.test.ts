import { describe, expect, it } from 'vitest'
import type { PolicyRow } from '@/lib/attribution/pools/queries'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { Place } from './place'
import { listApprovedPools, type OwnSpend, type PoolTerms, sharePools } from './share-pools'

const policy = (change: Partial<PolicyRow> = {}): PolicyRow => ({
  ...{ id: '1', pool: 'platform', effectiveFrom: '2026-05-01', method: 'direct_spend', shares: [], proposedBy: 'a', note: null },
  ...{ proposedAt: new Date(0), decidedBy: 'b', decidedAt: new Date(0), decision: 'approved' },
  ...change,
})
const team = (slug: string, costCenter: string | null) => ({ slug, costCenter, businessUnit: 'unit', archivedFrom: null })
const terms = (policies: readonly PolicyRow[]): PoolTerms => ({
  month: '2026-05',
  teams: [team('search', 'CC-1'), team('support', 'CC-9')],
  pools: [{ slug: 'platform', name: 'Platform', approver: 'a@b.test', costCenter: 'CC-3', businessUnit: 'unit' }],
  policies,
})
const place = (costCenter: string, owner: Place['owner']): Place => ({ businessUnit: 'unit', costCenter, owner })
const spent = (at: Place, cost: string): OwnSpend => ({ place: at, cost: parseDecimal(cost), requests: 1n, isAtLeast: false })
const pool = (costCenter: string) => place(costCenter, { kind: 'pool', slug: 'platform' })
const ofTeam = (slug: string, costCenter: string) => place(costCenter, { kind: 'team', slug })
const share = (policies: readonly PolicyRow[], spend: readonly OwnSpend[]) =>
  sharePools(terms(policies), spend).map(({ place: { costCenter, owner }, amount }) => [
    owner.slug,
    costCenter,
    formatDecimal(amount),
  ])

describe('sharePools', () => {
  const teams = [
    spent(ofTeam('search', 'CC-1'), '30'),
    spent(ofTeam('support', 'CC-1'), '5'),
    spent(ofTeam('support', 'CC-9'), '5'),
  ]

  it('gives a team its share where the team is booked on the last day, wherever it spent before', () => {
    expect(share([policy()], [...teams, spent(pool('CC-3'), '8')])).toEqual([
      ['search', 'CC-1', '6'],
      ['support', 'CC-9', '2'],
      ['platform', 'CC-3', '-8'],
    ])
  })

  it('takes what a pool gives off both cost centres of one that moved, in proportion', () => {
    const moved = [spent(pool('CC-3'), '6'), spent(pool('CC-4'), '2')]
    expect(share([policy()], [...teams, ...moved]).slice(2)).toEqual([
      ['platform', 'CC-3', '-6'],
      ['platform', 'CC-4', '-2'],
    ])
    const fixed = policy({
      method: 'fixed',
      shares: [
        { team: 'search', percent: '50' },
        { team: 'gone', percent: '50' },
      ],
    })
    // Half of it is of a team that is none any more, and stays.
    expect(share([fixed], [...teams, ...moved])).toContainEqual(['search', 'CC-1', '8'])
  })

  it('shares nothing by a policy that nobody approved, that was refused, or that begins later', () => {
    for (const change of [{ decision: null }, { decision: 'refused' }, { effectiveFrom: '2026-06-01' }]) {
      expect(share([policy(change)], [...teams, spent(pool('CC-3'), '8')])).toEqual([])
      expect([...listApprovedPools(terms([policy(change)]))]).toEqual([])
    }
    expect([...listApprovedPools(terms([policy({ method: 'central' })]))]).toEqual(['platform'])
  })

  it('leaves nothing over, and nothing missing, of a pool that costs less than can be divided', () => {
    const amounts = sharePools(terms([policy({ method: 'even' })]), [...teams, spent(pool('CC-3'), '0.000000000000000003')])
    expect(amounts.map(({ amount }) => amount)).toEqual([2n, 1n, -3n])
  })
})
