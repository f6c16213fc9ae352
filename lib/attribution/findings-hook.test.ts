import { describe, expect, it, test } from 'vitest'
import type { RegistrySnapshot } from '@/lib/registry/snapshot'
import { createOwnershipLookup } from './findings-hook'
import { makeFacts, ruleFact, statedDimensions, teamFact } from './testing/facts'

const snapshot: RegistrySnapshot = {
  ...makeFacts({
    teams: [teamFact('support'), teamFact('search'), teamFact('lost'), teamFact('gone', '2026-05-01')],
    pools: new Map([['id-of-platform', { id: 'id-of-platform', slug: 'platform', name: 'Platform' }]]),
    aliases: { ...makeFacts().aliases, cost_center: new Map([['commerce', 'CC-1']]) },
    rules: [
      ruleFact(
        'shared',
        { kind: 'pool', id: 'id-of-platform' },
        {
          conditions: [{ dimension: 'route', operator: 'prefix', values: ['/shared'] }],
        },
      ),
      ruleFact(
        'of-source',
        { kind: 'team', id: 'id-of-search' },
        {
          conditions: [{ dimension: 'source', operator: 'equals', values: ['notebooks'] }],
        },
      ),
    ],
  }),
  version: 1,
  zone: 'America/New_York',
  costCenters: new Map([
    [
      'id-of-support',
      [
        { from: null, to: '2026-06-01', value: 'CC-1' },
        { from: '2026-06-01', to: null, value: 'CC-2' },
      ],
    ],
    ['id-of-search', [{ from: '2026-03-01', to: null, value: 'CC-1' }]],
    ['id-of-gone', [{ from: null, to: null, value: 'CC-1' }]],
  ]),
}
const lookup = createOwnershipLookup(snapshot)
const dimensions = statedDimensions
type Said = Parameters<typeof dimensions>[0]
const at = (instant: string) => Date.parse(instant)

describe('an event', () => {
  test.each<[string, Said, string, string, string | null, string[]]>([
    ['of a team with a cost centre needs nothing', { tagTeam: 'support' }, '2026-04-01T12:00:00Z', 'support by tag', 'CC-1', []],
    ['is booked where the team belongs on its day', { tagTeam: 'support' }, '2026-06-01T12:00:00Z', 'support by tag', 'CC-2', []],
    ['that names no team', {}, '2026-04-01T12:00:00Z', 'nobody, missing_team', null, ['missing_team']],
    [
      'that names an unregistered team',
      { tagTeam: 'ml-research' },
      '2026-04-01T12:00:00Z',
      'nobody, unknown_team',
      null,
      ['unknown_team'],
    ],
    [
      'that names what cannot be a slug',
      { tagTeam: 'ML Research' },
      '2026-04-01T12:00:00Z',
      'nobody, unknown_team',
      null,
      ['unknown_team', 'bad_slug'],
    ],
    ['whose team was capped', { tagTeam: '~other' }, '2026-04-01T12:00:00Z', 'nobody, unknown_team', null, ['unknown_team']],
    ['of a team before it was archived', { keyTeam: 'gone' }, '2026-04-30T12:00:00Z', 'gone by key', 'CC-1', []],
    [
      'of a team after it was archived',
      { keyTeam: 'gone' },
      '2026-05-01T12:00:00Z',
      'nobody, archived_team',
      null,
      ['unknown_team'],
    ],
    ['of a team that belongs nowhere', { tagTeam: 'lost' }, '2026-04-01T12:00:00Z', 'lost by tag', null, ['missing_cost_center']],
    [
      'of a team that belongs nowhere yet',
      { tagTeam: 'search' },
      '2026-02-28T12:00:00Z',
      'search by tag',
      null,
      ['missing_cost_center'],
    ],
    [
      'that reports another cost centre',
      { tagTeam: 'support', costCenter: 'CC-9' },
      '2026-04-01T12:00:00Z',
      'support by tag',
      'CC-1',
      ['cost_center_mismatch'],
    ],
    [
      'that reports the right cost centre',
      { tagTeam: 'support', costCenter: 'CC-1' },
      '2026-04-01T12:00:00Z',
      'support by tag',
      'CC-1',
      [],
    ],
    [
      'that still reports the old cost centre',
      { tagTeam: 'support', costCenter: 'CC-1' },
      '2026-07-01T12:00:00Z',
      'support by tag',
      'CC-2',
      ['cost_center_mismatch'],
    ],
    [
      'that reports a cost centre where there is none to compare',
      { tagTeam: 'lost', costCenter: 'CC-1' },
      '2026-04-01T12:00:00Z',
      'lost by tag',
      null,
      ['missing_cost_center'],
    ],
    [
      'that reports an alias of the right cost centre',
      { tagTeam: 'support', costCenter: ' Commerce' },
      '2026-04-01T12:00:00Z',
      'support by tag',
      'CC-1',
      [],
    ],
    [
      'that a rule gives to a pool without a cost centre',
      { tagTeam: 'support', route: '/shared/x' },
      '2026-04-01T12:00:00Z',
      'platform by rule',
      null,
      ['missing_cost_center'],
    ],
    [
      'whose key and tag disagree',
      { keyTeam: 'support', tagTeam: 'search' },
      '2026-04-01T12:00:00Z',
      'support by key',
      'CC-1',
      ['owner_conflict'],
    ],
    [
      'whose key and tag disagree no more',
      { keyTeam: 'support', tagTeam: 'gone' },
      '2026-05-02T12:00:00Z',
      'support by key',
      'CC-1',
      [],
    ],
  ])('%s', (_what, said, instant, owner, costCenter, findings) => {
    const facts = lookup(dimensions(said), at(instant))
    expect(facts.owner.kind !== 'none' ? `${facts.owner.slug} by ${facts.basis}` : `nobody, ${facts.owner.reason}`).toBe(owner)
    expect([facts.costCenter, facts.findings]).toEqual([costCenter, findings])
  })

  it('falls on a day of the reporting zone, not of UTC', () => {
    const support = dimensions({ tagTeam: 'support' })
    expect(lookup(support, at('2026-06-01T03:59:59.999Z')).costCenter).toBe('CC-1')
    expect(lookup(support, at('2026-06-01T04:00:00.000Z')).costCenter).toBe('CC-2')
  })
})

describe('a source that was made after the registry was read', () => {
  it('has the registry read again, once for what it says, because a rule may name it', () => {
    let asked = 0
    const ofLater = createOwnershipLookup(snapshot, () => {
      asked += 1
    })
    const later = dimensions({ sourceId: 7 })
    for (const _ of [1, 2, 3]) ofLater(later, at('2026-06-01T00:00:00Z'))
    ofLater(dimensions(), at('2026-06-01T00:00:00Z'))
    expect(asked).toBe(1)
  })
})
