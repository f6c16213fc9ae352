import { stringify } from 'csv-stringify/sync'
import { describe, expect, it, test } from 'vitest'
import type { DatedSpan } from '../dated-spans'
import type { FileKind } from './columns'
import { findColumn } from './columns'
import { fingerprintOf } from './plan'
import { planImport } from './plan-import'
import { readFile } from './read-file'
import { type EntryState, emptyEntries, type RegistryState } from './state'

const entry = (name: string, change: Partial<EntryState> = {}): EntryState => ({
  id: `id of ${name}`,
  name,
  isArchived: false,
  archivedFrom: null,
  glAccount: null,
  ownerEmail: null,
  ...change,
})
const always = (value: string): DatedSpan<string>[] => [{ from: null, to: null, value }]

function registry(): RegistryState {
  return {
    today: '2026-11-21',
    entries: {
      ...emptyEntries(),
      team: new Map([
        ['support-ops', entry('Support')],
        ['search', entry('Search')],
        ['old-team', entry('Old', { isArchived: true, archivedFrom: '2026-01-01' })],
      ]),
      cost_center: new Map([
        ['CC-1', entry('Commerce', { glAccount: '6400', ownerEmail: 'ada@example.com' })],
        ['CC-2', entry('Platform')],
        ['CC-9', entry('Closed', { isArchived: true })],
      ]),
      project: new Map([['storefront', entry('Storefront')]]),
      provider_key: new Map([['key-1', entry('Key')]]),
    },
    histories: {
      team_cost_center: new Map([['support-ops', always('CC-1')]]),
      provider_key_team: new Map([['key-1', always('search (shared)')]]),
    },
    aliases: {
      team: new Map([['supprt-ops', 'support-ops']]),
      cost_center: new Map([['4100', 'CC-1']]),
      project: new Map(),
      service: new Map(),
      environment: new Map(),
    },
  }
}

const plan = (kind: FileKind, csv: string, state = registry()) => planImport(kind, state, readFile(kind, csv))
const told = (kind: FileKind, csv: string) =>
  plan(kind, csv).rows.map((row) =>
    row.outcome === 'refused'
      ? `${row.line} refused ${row.column}: ${row.message}`
      : [
          `${row.line} ${row.outcome} ${row.name}`,
          ...row.changes.map(({ field, before, after }) => `${field}: ${before} → ${after}`),
        ].join(' | '),
  )

describe('the columns of a file', () => {
  test.each(['cost_center', 'CostCenter', 'costcenter', 'Cost Centre', 'COST-CENTER', ' cost center '])(
    '%j is the cost centre',
    (header) => expect(findColumn('team', header)).toBe('cost_center'),
  )

  it('go by name, in any order, and others are named', () => {
    const content = readFile('team', 'Name;Colour;Team ID\r\nSupport;blue;support-ops\r\n')
    expect(content).toEqual({
      rows: [{ line: 2, cells: { name: 'Support', slug: 'support-ops' } }],
      ignoredColumns: ['Colour'],
    })
  })

  it('may come with a byte order mark, tabs, old line ends, blank lines and quoted breaks', () => {
    const content = readFile('team', '\uFEFFslug\tname\r\rsupport\t"two\rlines"\r\t\rsearch\tSearch')
    expect(content.rows.map(({ line, cells }) => [line, cells.slug])).toEqual([
      [3, 'support'],
      [6, 'search'],
    ])
  })

  it('lose the apostrophe that keeps a spreadsheet from running them', () => {
    expect(readFile('team', "slug,name\nx,'=1+1\ny,'quoted'").rows.map(({ cells }) => cells.name)).toEqual(['=1+1', "'quoted'"])
  })

  test.each<[string, FileKind, string, RegExp]>([
    ['no text', 'team', '', /is empty/],
    ['no column that names the row', 'team', 'name,cost_center\nx,y', /has no column slug/],
    ['a column twice', 'team', 'slug,cost_center,CostCenter\nx,y,z', /names the column cost_center twice/],
    ['a quotation mark that never closes', 'team', 'slug,name\nx,"open', /cannot be read as CSV/],
    ['too many rows', 'team', `slug\n${'x\n'.repeat(20_001)}`, /has 20001 rows: send at most 20000/],
  ])('are refused with %s', (_what, kind, csv, message) => expect(() => readFile(kind, csv)).toThrow(message))
})

describe('a file of teams', () => {
  it('says of each row what it would do', () => {
    const csv = [
      'slug,name,cost_center,from',
      'support-ops,Support,CC-1,',
      'search,Search and discovery,CC-2,2026-09-01',
      'growth,,CC-1,',
      'new-team,New team,,',
    ].join('\n')
    expect(told('team', csv)).toEqual([
      '2 unchanged support-ops',
      '3 changed search | name: Search → Search and discovery | cost_center: null → CC-2 from 2026-09-01 on',
      '4 added growth | name: null → Growth | cost_center: null → CC-1 from the beginning on',
      '5 added new-team | name: null → New team',
    ])
  })

  it('moves from a day and leaves the days before', () => {
    expect(told('team', 'slug,cost_center,from\nsupport-ops,CC-2,2026-10-01')).toEqual([
      '2 changed support-ops | cost_center: CC-1 from the beginning on → CC-1 from the beginning to 2026-10-01; CC-2 from 2026-10-01 on',
    ])
    expect(told('team', 'slug,cost_center,from\nsupport-ops,-,2026-10-01')).toEqual([
      '2 changed support-ops | cost_center: CC-1 from the beginning on → CC-1 from the beginning to 2026-10-01',
    ])
  })

  it('registers cost centres that it names in full, once', () => {
    const csv = 'slug,name,cost_center,cost_center_name\na-team,A,CC-7,Care\nb-team,B,CC-7,\n'
    const planned = plan('team', csv)
    expect(planned.rows.map(({ outcome }) => outcome)).toEqual(['added', 'added'])
    expect(planned.entries.filter(({ kind }) => kind === 'cost_center').map(({ code, after }) => [code, after.name])).toEqual([
      ['CC-7', 'Care'],
    ])
  })

  test.each<[string, string, string]>([
    [
      'a free-form name, with the slug that would do',
      'Support Ops,x,,',
      'slug: uses lower-case letters, digits and single hyphens, for example support-ops',
    ],
    ['no slug', ',x,CC-1,', 'slug: is needed'],
    [
      'the id of a conversation',
      '550e8400-e29b-41d4-a716-446655440000,x,,',
      'slug: looks like the id of a single conversation or request: a conversation id is for debugging and cannot own spend. Name what makes the calls instead',
    ],
    ['an alias', 'supprt-ops,x,,', 'slug: is an alias of "support-ops": remove the alias first'],
    [
      'a cost centre that is not there, with the way on',
      'x,x,CC-5,',
      'cost_center: no cost centre is registered as "CC-5": import cost-centers.csv first, or name it in a column cost_center_name',
    ],
    [
      'a cost centre in another case, with the right one',
      'x,x,cc-1,',
      'cost_center: no cost centre is registered as "cc-1": write "CC-1"',
    ],
    [
      'the alias of a cost centre, with what it stands for',
      'x,x,4100,',
      'cost_center: no cost centre is registered as "4100": write "CC-1"',
    ],
    [
      'an archived cost centre',
      'x,x,CC-9,',
      'cost_center: the cost centre "CC-9" is archived: restore it first, or name another',
    ],
    [
      'a move without its day',
      'support-ops,x,CC-2,',
      'from: is needed: say from which day it moves (until now: CC-1 from the beginning on)',
    ],
    ['a day that does not exist', 'x,x,CC-1,2026-02-30', 'from: is a day written YYYY-MM-DD, and one that exists'],
    [
      'a day for nothing',
      'x,x,,2026-02-01',
      'from: names a day but the row names no cost centre: fill in cost_center, or leave both empty',
    ],
    ['a name of two lines', 'x,"a\nb",,', 'name: is one line of text, without control characters'],
  ])('refuses %s', (_what, row, fault) => {
    const csv = `slug,name,cost_center,from\n${row}\nsearch,Search,,`
    expect(told('team', csv)).toEqual([`2 refused ${fault}`, expect.stringMatching(/^[34] unchanged search$/)])
  })

  it('refuses the second row of one team, and what a refused row would have brought', () => {
    expect(told('team', 'slug,name\nx,One\nx,Two')[1]).toBe('3 refused slug: "x" stands in line 2 already: keep one')
    expect(plan('team', 'slug,cost_center,cost_center_name,from\nx,CC-7,Care,yesterday').entries).toEqual([])
  })

  it('does not archive or restore', () => {
    expect(told('team', 'slug,archived_from\nold-team,2026-01-01\nsearch,2026-01-01')).toEqual([
      '2 unchanged old-team',
      '3 refused archived_from: is not changed by a file: archive and restore on the screen, or leave the cell empty',
    ])
  })
})

describe('files of other kinds', () => {
  it('hold a cost centre’s account and owner, which a dash forgets and an empty cell keeps', () => {
    const csv = 'CostCenter,name,GL account,Owner\nCC-1,,-,Bo@Example.com\nCC-2,,,\nCC-3,Corporate,6400-200,x'
    expect(told('cost_center', csv)).toEqual([
      '2 changed CC-1 | gl_account: 6400 → null | owner_email: ada@example.com → bo@example.com',
      '3 unchanged CC-2',
      '4 refused owner_email: is an e-mail address',
    ])
    expect(told('cost_center', 'code,name\nCC-3,')).toEqual(['2 refused name: is needed: what the cost centre is called'])
  })

  it('say whether a key is a team’s alone', () => {
    const csv = 'key,name,team,exclusive,from\nkey-1,Key,search,,\nkey-2,,search,yes,\nkey-3,,search,,\nkey-4,,,,'
    expect(told('provider_key', csv)).toEqual([
      '2 unchanged key-1',
      '3 added key-2 | name: null → key-2 | team: null → search from the beginning on',
      '4 refused exclusive: is needed: true where the team has the key alone, false where others use it too',
      '5 added key-4 | name: null → key-4',
    ])
    expect(told('provider_key', 'key,team,exclusive,from\nkey-1,search,true,2026-11-01')).toEqual([
      '2 changed key-1 | team: search (shared) from the beginning on → search (shared) from the beginning to 2026-11-01; search from 2026-11-01 on',
    ])
    expect(told('provider_key', 'key\nsk-proj-abcdefghijklmnopqrstuv')[0]).toContain('looks like the secret itself')
  })

  it('hold aliases, judged one after the other', () => {
    const csv = [
      'kind,alias,target',
      'team,Suport-Ops,support-ops',
      'team,supprt-ops,support-ops',
      'team,search,support-ops',
      'team,x,supprt-ops',
      'team,support-ops,search',
      'environment,PRD,production',
      'environment,live,prd',
      'project,550e8400-e29b-41d4-a716-446655440000,storefront',
      'cost_center,cc-1,CC-1',
      'colour,a,b',
    ].join('\n')
    expect(told('alias', csv)).toEqual([
      '2 added team suport-ops | target: null → support-ops',
      '3 unchanged team supprt-ops',
      '4 refused alias: is itself a registered team in use (search): merge it into "support-ops", or archive it first',
      '5 refused target: is itself an alias: name "support-ops", for which it stands',
      '6 refused alias: is itself a registered team in use (support-ops): merge it into "search", or archive it first',
      '7 added environment prd | target: null → production',
      '8 refused target: is itself an alias: name "production", for which it stands',
      expect.stringContaining('9 refused alias: looks like the id of a single conversation or request'),
      '10 added cost_center cc-1 | target: null → CC-1',
      '11 refused kind: is one of team, cost_center, project, service, environment',
    ])
  })

  it('hold dated mappings, of which later rows see earlier ones', () => {
    const csv = [
      'kind,team,cost_center,project,provider_key,exclusive,from,to',
      'team_cost_center,search,CC-1,,,,,',
      'team_cost_center,search,CC-2,,,,2026-10-01,2026-11-01',
      'project_team,search,,storefront,,,2026-05-01,',
      'project_team,search,,nowhere,,,2026-05-01,',
      'project_team,search,,conv-1234,,,2026-05-01,',
      'provider_key_team,search,,,key-1,,2026-05-01,',
      'team_cost_center,search,,,,,2026-05-01,',
      'team_cost_center,search,CC-1,,,,2026-05-02,2026-05-01',
    ].join('\n')
    expect(told('mapping', csv)).toEqual([
      '2 changed search | cost_center: null → CC-1 from the beginning on',
      '3 changed search | cost_center: CC-1 from the beginning on → CC-1 from the beginning to 2026-10-01; CC-2 from 2026-10-01 to 2026-11-01; CC-1 from 2026-11-01 on',
      '4 changed storefront | team: null → search from 2026-05-01 on',
      '5 refused project: no project is registered as "nowhere": import projects.csv first',
      expect.stringContaining('6 refused project: looks like the id of a single conversation or request'),
      '7 refused exclusive: is needed: true where the team has the key alone, false where others use it too',
      '8 refused cost_center: is needed: its slug or code, or - for none',
      '9 refused to: is a day after "from": the day itself is no longer in the span',
    ])
  })
})

describe('the fingerprint of a difference', () => {
  const csv = stringify([
    ['slug', 'name'],
    ['search', 'Finding'],
  ])

  it('is the same for the same file on the same registry, however the file is written', () => {
    expect(fingerprintOf(plan('team', csv))).toBe(fingerprintOf(plan('team', '\uFEFFName;Slug\r\nFinding;search\r\n')))
  })

  it('is another where the registry has changed what the file would change', () => {
    const state = registry()
    const changed = { ...state, entries: { ...state.entries, team: new Map([['search', entry('Searching')]]) } }
    expect(fingerprintOf(plan('team', csv, changed))).not.toBe(fingerprintOf(plan('team', csv)))
  })
})
