import { describe, expect, it, test } from 'vitest'
import type { RegistrySnapshot, TeamFact } from '@/lib/registry/snapshot'
import { createOwnershipLookup, type OwnedDimensions } from './findings-hook'

const team = (slug: string, archivedFrom: string | null = null): [string, TeamFact] => [
  slug,
  { id: slug, slug, name: `Team ${slug}`, archivedFrom },
]

const snapshot: RegistrySnapshot = {
  version: 1,
  zone: 'America/New_York',
  teams: new Map([team('support'), team('search'), team('lost'), team('gone', '2026-05-01')]),
  costCenters: new Map([
    [
      'support',
      [
        { from: null, to: '2026-06-01', value: 'CC-1' },
        { from: '2026-06-01', to: null, value: 'CC-2' },
      ],
    ],
    ['search', [{ from: '2026-03-01', to: null, value: 'CC-1' }]],
    ['gone', [{ from: null, to: null, value: 'CC-1' }]],
  ]),
}
const lookup = createOwnershipLookup(snapshot)
const dimensions = (change: Partial<OwnedDimensions>): OwnedDimensions => ({
  keyTeam: null,
  tagTeam: null,
  tagBasis: null,
  costCenter: null,
  ...change,
})
const at = (instant: string) => Date.parse(instant)

describe('an event', () => {
  test.each<[string, Partial<OwnedDimensions>, string, string, string | null, string[]]>([
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
    expect(facts.owner.kind === 'team' ? `${facts.owner.slug} by ${facts.basis}` : `nobody, ${facts.owner.reason}`).toBe(owner)
    expect([facts.costCenter, facts.findings]).toEqual([costCenter, findings])
  })

  it('falls on a day of the reporting zone, not of UTC', () => {
    const support = dimensions({ tagTeam: 'support' })
    expect(lookup(support, at('2026-06-01T03:59:59.999Z')).costCenter).toBe('CC-1')
    expect(lookup(support, at('2026-06-01T04:00:00.000Z')).costCenter).toBe('CC-2')
  })
})
