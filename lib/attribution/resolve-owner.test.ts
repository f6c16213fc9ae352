import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { TeamFact } from '@/lib/registry/snapshot'
import { addDays, listDays } from '@/lib/time/calendar'
import { hasOwnerConflict, type OwnerHints, type OwnershipSpan, resolveOwner } from './resolve-owner'

const team = (slug: string, archivedFrom: string | null = null): TeamFact => ({
  id: `id-of-${slug}`,
  slug,
  name: slug,
  archivedFrom,
})
const directory = (...teams: TeamFact[]) => new Map(teams.map((one) => [one.slug, one]))
const hints = (change: Partial<OwnerHints> = {}): OwnerHints => ({ keyTeam: null, tagTeam: null, tagBasis: null, ...change })

/** `from..to: owner`, as short as a table needs it. */
const tell = (spans: readonly OwnershipSpan[]) =>
  spans.map(({ from, to, owner }) => {
    const who = owner.kind === 'team' ? `${owner.team.slug} by ${owner.basis}` : `nobody, ${owner.reason}`
    return `${from ?? ''}..${to ?? ''}: ${who}`
  })

describe('the owner of a series', () => {
  const teams = directory(team('support'), team('search'), team('gone', '2026-05-01'), team('left', '2026-08-01'))
  test.each<[string, OwnerHints, string[]]>([
    ['is nobody where no team is named', hints(), ['..: nobody, missing_team']],
    ['is the team of an exclusive key', hints({ keyTeam: 'support' }), ['..: support by key']],
    [
      'is the key’s team, whatever a tag says',
      hints({ keyTeam: 'support', tagTeam: 'search', tagBasis: 'metadata' }),
      ['..: support by key'],
    ],
    ['is the team of trusted metadata', hints({ tagTeam: 'search', tagBasis: 'metadata' }), ['..: search by metadata']],
    ['is the team of a tag', hints({ tagTeam: 'search', tagBasis: 'tag' }), ['..: search by tag']],
    ['is the team of the user string', hints({ tagTeam: 'search', tagBasis: 'user' }), ['..: search by user']],
    ['is the team of a resource attribute', hints({ tagTeam: 'search', tagBasis: 'resource' }), ['..: search by resource']],
    [
      'is named by a tag where the place is not known',
      hints({ tagTeam: 'search', tagBasis: 'elsewhere' }),
      ['..: search by tag'],
    ],
    [
      'is nobody where the name is not registered',
      hints({ tagTeam: 'ml-research', tagBasis: 'tag' }),
      ['..: nobody, unknown_team'],
    ],
    ['is not found by a name in other letters', hints({ tagTeam: 'Support', tagBasis: 'tag' }), ['..: nobody, unknown_team']],
    ['is nobody for what was capped', hints({ tagTeam: '~other', tagBasis: 'tag' }), ['..: nobody, unknown_team']],
    [
      'is the tag’s team where the key’s is not registered',
      hints({ keyTeam: 'nowhere', tagTeam: 'search', tagBasis: 'tag' }),
      ['..: search by tag'],
    ],
    [
      'ends when the team is archived',
      hints({ keyTeam: 'gone' }),
      ['..2026-05-01: gone by key', '2026-05-01..: nobody, archived_team'],
    ],
    [
      'passes to the tag’s team when the key’s is archived',
      hints({ keyTeam: 'gone', tagTeam: 'search', tagBasis: 'tag' }),
      ['..2026-05-01: gone by key', '2026-05-01..: search by tag'],
    ],
    [
      'changes twice where both are archived',
      hints({ keyTeam: 'gone', tagTeam: 'left', tagBasis: 'user' }),
      ['..2026-05-01: gone by key', '2026-05-01..2026-08-01: left by user', '2026-08-01..: nobody, archived_team'],
    ],
    [
      'does not change where only the lower level is archived',
      hints({ keyTeam: 'support', tagTeam: 'gone', tagBasis: 'tag' }),
      ['..: support by key'],
    ],
    [
      'is nobody for the reason of the level trusted most',
      hints({ keyTeam: 'nowhere', tagTeam: 'gone', tagBasis: 'tag' }),
      ['..2026-05-01: gone by tag', '2026-05-01..: nobody, unknown_team'],
    ],
  ])('%s', (_what, named, expected) => expect(tell(resolveOwner(named, teams))).toEqual(expected))

  it('is one or nobody on each day, in any registry: spans cover all of time, in order, and touch', () => {
    const firstDay = '2026-01-01'
    const day = fc.integer({ min: 0, max: 20 }).map((days) => addDays(firstDay, days))
    const slug = fc.constantFrom('a', 'b', 'c', 'd')
    const someTeams = fc.uniqueArray(fc.record({ slug, archivedFrom: fc.option(day) }), { selector: (one) => one.slug })
    const someHints = fc.record({
      keyTeam: fc.option(slug),
      tagTeam: fc.option(slug),
      tagBasis: fc.option(fc.constantFrom('metadata', 'tag', 'user', 'resource')),
    })
    const days = listDays({ from: addDays(firstDay, -1), to: addDays(firstDay, 23) })
    fc.assert(
      fc.property(someTeams, someHints, (registered, named) => {
        const known = directory(...registered.map((one) => team(one.slug, one.archivedFrom)))
        const spans = resolveOwner(named, known)
        expect(spans[0]?.from).toBeNull()
        expect(spans.at(-1)?.to).toBeNull()
        for (const [index, span] of spans.slice(1).entries()) expect(span.from).toBe(spans[index]?.to)
        // Day by day, by the rule in its plainest form.
        for (const date of days) {
          const active = (name: string | null) => {
            const found = known.get(name ?? '')
            return found && (found.archivedFrom === null || date < found.archivedFrom) ? found.slug : null
          }
          const holding = spans.filter(({ from, to }) => (from === null || from <= date) && (to === null || date < to))
          expect(holding).toHaveLength(1)
          const owner = holding[0]?.owner
          expect(owner?.kind === 'team' ? owner.team.slug : null).toBe(active(named.keyTeam) ?? active(named.tagTeam))
        }
      }),
    )
  })
})

describe('a conflict', () => {
  const teams = directory(team('support'), team('search'), team('gone', '2026-05-01'))
  const before = { from: null, to: '2026-05-01' }
  const after = { from: '2026-05-01', to: null }
  test.each([
    ['two registered teams disagree', hints({ keyTeam: 'support', tagTeam: 'search' }), before, true],
    ['both levels say the same', hints({ keyTeam: 'support', tagTeam: 'support' }), before, false],
    ['one of them is not registered', hints({ keyTeam: 'support', tagTeam: 'nowhere' }), before, false],
    ['only one level speaks', hints({ tagTeam: 'support' }), before, false],
    ['one is archived later', hints({ keyTeam: 'support', tagTeam: 'gone' }), before, true],
    ['one is archived by then', hints({ keyTeam: 'support', tagTeam: 'gone' }), after, false],
  ])('where %s', (_where, named, bounds, expected) => expect(hasOwnerConflict(named, teams, bounds)).toBe(expected))
})
