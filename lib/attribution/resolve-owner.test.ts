import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { DatedSpan } from '@/lib/registry/dated-spans'
import type { OwnerFacts, RuleFact } from '@/lib/registry/owner-facts'
import { addDays, listDays } from '@/lib/time/calendar'
import { createOwnerResolver, type OwnerHints, type OwnershipSpan } from './resolve-owner'
import { makeFacts, ruleFact, statedDimensions, teamFact } from './testing/facts'

const resolveOwner = (hints: OwnerHints, facts: OwnerFacts) => createOwnerResolver(facts).resolve(hints)
const toTeam = (slug: string) => ({ kind: 'team', id: `id-of-${slug}` }) as const
const toPool = { kind: 'pool', id: 'id-of-platform' } as const
const toProject = (slug: string) => ({ kind: 'project', id: `id-of-${slug}` }) as const
const always = (value: string) => [{ from: null, to: null, value }]

/** `from..to: owner`, as short as a table needs it. */
const tell = (spans: readonly OwnershipSpan[]) =>
  spans.map(({ from, to, owner, project, hasConflict }) => {
    const by = owner.kind === 'none' ? '' : `${owner.basis}${owner.ruleId === null ? '' : ` ${owner.ruleId}`}`
    const who =
      owner.kind === 'team'
        ? `${owner.team.slug} by ${by}`
        : owner.kind === 'pool'
          ? `pool ${owner.pool.slug} by ${by}`
          : `nobody, ${owner.reason}`
    return `${from ?? ''}..${to ?? ''}: ${who}${project ? ` in ${project.id} by ${project.ruleId}` : ''}${hasConflict ? ', conflict' : ''}`
  })

const teams = [teamFact('support'), teamFact('search'), teamFact('gone', '2026-05-01'), teamFact('left', '2026-08-01')]
const registry = makeFacts({
  teams,
  pools: new Map([['id-of-platform', { id: 'id-of-platform', slug: 'platform', name: 'Platform' }]]),
  projects: new Map([
    ['id-of-apollo', 'apollo'],
    ['id-of-zephyr', 'zephyr'],
  ]),
  aliases: {
    team: new Map([
      ['assist', 'support'],
      ['gone', 'search'],
      ['x', 'y'],
      ['y', 'x'],
    ]),
    cost_center: new Map(),
    project: new Map([['apollo-2', 'apollo']]),
    service: new Map([['help-bot', 'helpdesk']]),
    environment: new Map([['prod', 'production']]),
  },
  keyTeams: new Map<string, DatedSpan<string>[]>([
    ['key-1', always('support')],
    [
      'key-2',
      [
        { from: null, to: '2026-03-15', value: 'support' },
        { from: '2026-03-15', to: '2026-04-01', value: 'search' },
      ],
    ],
  ]),
  serviceTeams: new Map([['helpdesk', always('search')]]),
  projectTeams: new Map([
    ['apollo', always('search')],
    ['zephyr', always('left')],
  ]),
  labels: new Map([['customer_tier', 2]]),
})
const withRules = (...rules: RuleFact[]): OwnerFacts => ({ ...registry, rules })
const says = statedDimensions
const where = (dimension: string, operator: 'equals' | 'one_of' | 'prefix' | 'present' | 'absent', ...values: string[]) => ({
  conditions: [{ dimension, operator, values }],
})

describe('the owner of a series', () => {
  test.each<[string, Parameters<typeof says>[0], string[]]>([
    ['is nobody where no team is named', {}, ['..: nobody, missing_team']],
    ['is the team of an exclusive key', { keyTeam: 'support' }, ['..: support by key']],
    [
      'is the key’s team, whatever a tag says',
      { keyTeam: 'support', tagTeam: 'search', tagBasis: 'metadata' },
      ['..: support by key, conflict'],
    ],
    ['is the team of trusted metadata', { tagTeam: 'search', tagBasis: 'metadata' }, ['..: search by metadata']],
    ['is the team of a tag', { tagTeam: 'search', tagBasis: 'tag' }, ['..: search by tag']],
    ['is the team of the user string', { tagTeam: 'search', tagBasis: 'user' }, ['..: search by user']],
    ['is the team of a resource attribute', { tagTeam: 'search', tagBasis: 'resource' }, ['..: search by resource']],
    ['is named by a tag where the place is not known', { tagTeam: 'search', tagBasis: 'elsewhere' }, ['..: search by tag']],
    ['is nobody where the name is not registered', { tagTeam: 'ml-research', tagBasis: 'tag' }, ['..: nobody, unknown_team']],
    ['is not found by a name in other letters', { tagTeam: 'Support', tagBasis: 'tag' }, ['..: nobody, unknown_team']],
    ['is found by an alias, in any letters and with blanks', { tagTeam: ' Assist ', tagBasis: 'tag' }, ['..: support by tag']],
    ['is nobody where aliases go in a circle', { tagTeam: 'x', tagBasis: 'tag' }, ['..: nobody, unknown_team']],
    ['is nobody for what was capped', { tagTeam: '~other', tagBasis: 'tag' }, ['..: nobody, unknown_team']],
    [
      'is the tag’s team where the key’s is not registered',
      { keyTeam: 'nowhere', tagTeam: 'search', tagBasis: 'tag' },
      ['..: search by tag'],
    ],
    ['ends when the team is archived', { keyTeam: 'left' }, ['..2026-08-01: left by key', '2026-08-01..: nobody, archived_team']],
    [
      'is the registered team while it is in use, and what its alias names after that',
      { tagTeam: 'gone', tagBasis: 'tag' },
      ['..2026-05-01: gone by tag', '2026-05-01..: search by tag'],
    ],
    [
      'passes to the tag’s team when the key’s is archived',
      { keyTeam: 'left', tagTeam: 'search', tagBasis: 'tag' },
      ['..2026-08-01: left by key, conflict', '2026-08-01..: search by tag'],
    ],
    [
      'is nobody for the reason of the level trusted most',
      { keyTeam: 'nowhere', tagTeam: 'left', tagBasis: 'tag' },
      ['..2026-08-01: left by tag', '2026-08-01..: nobody, unknown_team'],
    ],
    ['is the holder of an exclusive provider key', { apiKey: 'key-1' }, ['..: support by key']],
    ['is no holder of a key that is shared or not mapped', { apiKey: 'key-9' }, ['..: nobody, missing_team']],
    [
      'moves with a provider key on its day, and is nobody where the mapping ends',
      { apiKey: 'key-2' },
      ['..2026-03-15: support by key', '2026-03-15..2026-04-01: search by key', '2026-04-01..: nobody, missing_team'],
    ],
    [
      'is the provider key’s holder before the authenticated key’s team',
      { apiKey: 'key-2', keyTeam: 'search' },
      ['..2026-03-15: support by key, conflict', '2026-03-15..: search by key'],
    ],
    ['is the team that runs the service, by its alias too', { service: 'help-bot' }, ['..: search by mapping']],
    [
      'is the service’s team before the project’s',
      { service: 'helpdesk', project: 'zephyr' },
      ['..2026-08-01: search by mapping, conflict', '2026-08-01..: search by mapping'],
    ],
    ['is the team of the project, by its alias too', { project: 'Apollo-2' }, ['..: search by mapping']],
    [
      'is nobody where the mapped team was archived',
      { project: 'zephyr' },
      ['..2026-08-01: left by mapping', '2026-08-01..: nobody, archived_team'],
    ],
    [
      'is the tag’s team before a mapping’s',
      { tagTeam: 'support', tagBasis: 'tag', service: 'helpdesk' },
      ['..: support by tag, conflict'],
    ],
    ['is not disputed by levels that agree', { tagTeam: 'search', tagBasis: 'tag', service: 'helpdesk' }, ['..: search by tag']],
  ])('%s', (_what, said, expected) => expect(tell(resolveOwner(says(said), registry))).toEqual(expected))
})

describe('a rule', () => {
  const tagged = { tagTeam: 'search', tagBasis: 'metadata' }
  test.each<[string, OwnerFacts, Parameters<typeof says>[0], string[]]>([
    [
      'decides before anything that the series says',
      withRules(ruleFact('r', toTeam('support'))),
      { ...tagged, apiKey: 'key-1' },
      ['..: support by rule r'],
    ],
    [
      'settles a conflict',
      withRules(ruleFact('r', toTeam('support'), { from: '2026-02-01' })),
      { ...tagged, keyTeam: 'support' },
      ['..2026-02-01: support by key, conflict', '2026-02-01..: support by rule r'],
    ],
    [
      'gives way to one before it',
      withRules(ruleFact('first', toTeam('search')), ruleFact('r', toTeam('support'))),
      {},
      ['..: search by rule first'],
    ],
    ['assigns a pool', withRules(ruleFact('r', toPool)), tagged, ['..: pool platform by rule r']],
    [
      'that is a decision says so',
      withRules(ruleFact('d', toPool, { kind: 'decision' })),
      tagged,
      ['..: pool platform by decision d'],
    ],
    [
      'holds on the days of its period',
      withRules(ruleFact('r', toTeam('support'), { from: '2026-03-01', to: '2026-04-01' })),
      tagged,
      ['..2026-03-01: search by metadata', '2026-03-01..2026-04-01: support by rule r', '2026-04-01..: search by metadata'],
    ],
    [
      'decides nothing once its team is archived',
      withRules(ruleFact('r', toTeam('left'))),
      tagged,
      ['..2026-08-01: left by rule r', '2026-08-01..: search by metadata'],
    ],
    [
      'goes on under what its team was merged into',
      withRules(ruleFact('r', toTeam('gone'))),
      { tagTeam: 'support', tagBasis: 'tag' },
      ['..2026-05-01: gone by rule r', '2026-05-01..: search by rule r'],
    ],
    [
      'that assigns a project leaves the owner',
      withRules(ruleFact('p', toProject('zephyr'))),
      tagged,
      [
        '..2026-08-01: search by metadata in id-of-zephyr by p, conflict',
        '2026-08-01..: search by metadata in id-of-zephyr by p',
      ],
    ],
    [
      'that assigns a project has its team own what nothing else names',
      withRules(ruleFact('p', toProject('apollo'), { from: '2026-02-01' })),
      { project: 'zephyr' },
      ['..2026-02-01: left by mapping', '2026-02-01..: search by mapping in id-of-apollo by p'],
    ],
    [
      'needs a value equal',
      withRules(ruleFact('r', toTeam('support'), where('route', 'equals', '/chat'))),
      { route: '/chat/x' },
      ['..: nobody, missing_team'],
    ],
    [
      'takes one of several values',
      withRules(ruleFact('r', toTeam('support'), where('route', 'one_of', '/a', '/chat'))),
      { route: '/chat' },
      ['..: support by rule r'],
    ],
    [
      'takes a beginning',
      withRules(ruleFact('r', toTeam('support'), where('route', 'prefix', '/chat'))),
      { route: '/chat/x' },
      ['..: support by rule r'],
    ],
    [
      'takes any value that is present',
      withRules(ruleFact('r', toTeam('support'), where('feature', 'present'))),
      { feature: 'f' },
      ['..: support by rule r'],
    ],
    [
      'takes an absent value',
      withRules(ruleFact('r', toTeam('support'), where('feature', 'absent'))),
      {},
      ['..: support by rule r'],
    ],
    [
      'finds nothing absent that is there',
      withRules(ruleFact('r', toTeam('support'), where('feature', 'absent'))),
      { feature: 'f' },
      ['..: nobody, missing_team'],
    ],
    [
      'knows a source by its slug',
      withRules(ruleFact('r', toTeam('support'), where('source', 'equals', 'gateway'))),
      {},
      ['..: support by rule r'],
    ],
    [
      'knows a declared label',
      withRules(ruleFact('r', toTeam('support'), where('label:customer_tier', 'equals', 'free'))),
      { labels: [null, 'free'] },
      ['..: support by rule r'],
    ],
    [
      'sees no label that is not declared',
      withRules(ruleFact('r', toTeam('support'), where('label:other', 'present'))),
      { labels: ['a', 'b'] },
      ['..: nobody, missing_team'],
    ],
    [
      'takes names for what they stand for',
      withRules(ruleFact('r', toTeam('support'), where('environment', 'equals', 'production'))),
      { environment: 'Prod' },
      ['..: support by rule r'],
    ],
    [
      'may name an alias itself',
      withRules(ruleFact('r', toTeam('support'), where('environment', 'one_of', 'prod'))),
      { environment: 'production' },
      ['..: support by rule r'],
    ],
    [
      'of a dimension that nobody knows decides nothing',
      withRules(ruleFact('r', toTeam('support'), where('conversation_id', 'absent'))),
      {},
      ['..: nobody, missing_team'],
    ],
    [
      'needs all of its conditions',
      withRules(
        ruleFact('r', toTeam('support'), {
          conditions: [...where('route', 'equals', '/chat').conditions, ...where('environment', 'present').conditions],
        }),
      ),
      { route: '/chat' },
      ['..: nobody, missing_team'],
    ],
  ])('%s', (_what, facts, said, expected) => expect(tell(resolveOwner(says(said), facts))).toEqual(expected))
})

describe('any registry', () => {
  const firstDay = '2026-01-01'
  const days = listDays({ from: addDays(firstDay, -1), to: addDays(firstDay, 23) })
  const slugs = ['a', 'b', 'c', 'd']
  const day = fc.integer({ min: 0, max: 20 }).map((count) => addDays(firstDay, count))
  const slug = fc.constantFrom(...slugs)
  const period = fc
    .tuple(fc.option(day), fc.option(day))
    .filter(([from, to]) => from === null || to === null || from < to)
    .map(([from, to]) => ({ from, to }))
  const spans = fc.array(fc.record({ at: day, value: fc.option(slug) }), { maxLength: 3 }).map((cuts) => {
    const ordered = [...new Map(cuts.map((cut) => [cut.at, cut])).values()].toSorted((one, other) => (one.at < other.at ? -1 : 1))
    return ordered.flatMap(({ at, value }, index) =>
      value === null ? [] : [{ from: at, to: ordered[index + 1]?.at ?? null, value }],
    )
  })
  const target = fc.oneof(slug.map(toTeam), fc.constant(toPool), fc.constantFrom('apollo', 'zephyr').map(toProject))
  const someRule = fc.record({ period, target, route: fc.constantFrom('/x', '/y', null) })
  const someFacts = fc
    .record({
      teams: fc.uniqueArray(fc.record({ slug, archivedFrom: fc.option(day) }), { selector: (one) => one.slug }),
      key: spans,
      service: spans,
      apollo: spans,
      zephyr: spans,
      rules: fc.array(someRule, { maxLength: 4 }),
    })
    .map((given) =>
      makeFacts({
        teams: given.teams.map((one) => teamFact(one.slug, one.archivedFrom)),
        pools: registry.pools,
        projects: registry.projects,
        keyTeams: new Map([['k', given.key]]),
        serviceTeams: new Map([['s', given.service]]),
        projectTeams: new Map([
          ['apollo', given.apollo],
          ['zephyr', given.zephyr],
        ]),
        // A rule for a team that was never registered cannot be stored.
        rules: given.rules
          .filter((rule) => rule.target.kind !== 'team' || given.teams.some((one) => `id-of-${one.slug}` === rule.target.id))
          .map((rule, index) =>
            ruleFact(`rule-${index}`, rule.target, {
              ...rule.period,
              ...(rule.route === null ? {} : where('route', 'equals', rule.route)),
            }),
          ),
      }),
    )
  const someHints = fc.record({
    keyTeam: fc.option(slug),
    tagTeam: fc.option(slug),
    tagBasis: fc.constantFrom('metadata', 'tag'),
    apiKey: fc.option(fc.constant('k')),
    service: fc.option(fc.constant('s')),
    project: fc.option(fc.constantFrom('apollo', 'zephyr')),
    route: fc.option(fc.constantFrom('/x', '/y')),
  })
  const holds = (span: { from: string | null; to: string | null }, date: string) =>
    (span.from === null || span.from <= date) && (span.to === null || date < span.to)

  it('gives each day one owner or one reason: spans cover all of time, in order, touch, and differ', () => {
    fc.assert(
      fc.property(someFacts, someHints, (facts, said) => {
        const found = resolveOwner(says(said), facts)
        expect(found[0]?.from).toBeNull()
        expect(found.at(-1)?.to).toBeNull()
        for (const [index, span] of found.slice(1).entries()) expect(span.from).toBe(found[index]?.to)
        const told = found.map((span) => tell([{ ...span, from: null, to: null }])[0])
        for (const [index, text] of told.slice(1).entries()) expect(text).not.toBe(told[index])
      }),
    )
  })

  it('gives each day the owner that the order of trust names, told day by day in its plainest form', () => {
    fc.assert(
      fc.property(someFacts, someHints, (facts, said) => {
        const found = resolveOwner(says(said), facts)
        for (const date of days) {
          const inUse = (name: string | null | undefined) => {
            const known = facts.teams.get(name ?? '')
            return known && (known.archivedFrom === null || date < known.archivedFrom) ? known.slug : null
          }
          const mapped = (list: readonly { from: string | null; to: string | null; value: string }[] | undefined) =>
            list?.find((span) => holds(span, date))?.value ?? null
          const applying = facts.rules.filter(
            (rule) => holds(rule, date) && (rule.conditions[0]?.values[0] ?? said.route) === said.route,
          )
          const byRule = applying.flatMap(({ target: { kind, id } }) =>
            kind === 'pool' ? ['pool'] : kind === 'team' ? (inUse(id.slice('id-of-'.length)) ?? []) : [],
          )[0]
          const ruled = applying.find((rule) => rule.target.kind === 'project')
          const project = ruled ? ruled.target.id.slice('id-of-'.length) : said.project
          const levels = [
            said.apiKey === null ? null : mapped(facts.keyTeams.get('k')),
            said.keyTeam,
            said.tagTeam,
            said.service === null ? null : mapped(facts.serviceTeams.get('s')),
            mapped(facts.projectTeams.get(project ?? '')),
          ]
          const held = levels.map(inUse).filter((name) => name !== null)
          const expected = {
            owner: byRule ?? held[0] ?? null,
            project: ruled?.target.id ?? null,
            hasConflict: byRule === undefined && new Set(held).size > 1,
          }
          const [span] = found.filter((one) => holds(one, date))
          const owner = span?.owner
          expect({
            owner: owner?.kind === 'team' ? owner.team.slug : owner?.kind === 'pool' ? 'pool' : null,
            project: span?.project?.id ?? null,
            hasConflict: span?.hasConflict,
          }).toEqual(expected)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('gives the same answer whether it resolved others before or not', () => {
    fc.assert(
      fc.property(someFacts, fc.array(someHints, { minLength: 1, maxLength: 6 }), (facts, all) => {
        const { resolve } = createOwnerResolver(facts)
        for (const said of all) expect(resolve(says(said))).toEqual(resolveOwner(says(said), facts))
      }),
    )
  })
})
