import { describe, expect, it } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { organization } from '@/lib/db/schema/organization'
import { adminActor, leadActor, operator } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { assignFindings } from '@/lib/triage/commands'
import { readStatement } from './queries'
import type { StatementLine } from './schema'
import { makeExampleOrganisation, planExampleMonth } from './testing/example-organisation'

const { db, sql } = await createTestDatabase()
await db.insert(organization).values({ reportingZone: 'UTC' })
await makeExampleOrganisation(db, sql)
await planExampleMonth(db)
const everything = scopeFor(operator, 'finance.read')
const now = new Date('2026-06-03T08:00:00Z')
const may = (view: 'project' | 'model' = 'project', scope = everything) =>
  readStatement(db, scope, { month: '2026-05', view, now })

const tell = ({ id, direct_usd, shared_received_usd, shared_given_usd, total_usd, prior_total_usd }: StatementLine) =>
  [id, direct_usd, shared_received_usd, shared_given_usd, total_usd, prior_total_usd].join(' ')

describe('the statement of a month', () => {
  it('goes from business units down to projects, pools shared out, what is nobody’s last', async () => {
    const { lines } = await may()
    expect(lines.map(tell)).toEqual([
      'retail 50 12 0 62 30',
      'retail/CC-1 50 12 0 62 30',
      'retail/CC-1/team:search 40 9 0 49 30',
      'retail/CC-1/team:search/project:shop 37.5 0 0 37.5 30',
      'retail/CC-1/team:search/project:~none 2.5 0 0 2.5 ',
      'retail/CC-1/team:search/shared:platform 0 9 0 9 ',
      'retail/CC-1/team:support 10 3 0 13 ',
      'retail/CC-1/team:support/project:~none 10 0 0 10 ',
      'retail/CC-1/team:support/shared:platform 0 3 0 3 ',
      'central 30 0 -12 18 14',
      'central/CC-2 30 0 -12 18 14',
      'central/CC-2/team:support 10 0 0 10 10',
      'central/CC-2/team:support/project:~none 10 0 0 10 10',
      'central/CC-2/pool:lab 8 0 0 8 ',
      'central/CC-2/pool:lab/project:~none 8 0 0 8 ',
      'central/CC-2/pool:platform 12 0 -12 0 4',
      'central/CC-2/pool:platform/project:~none 12 0 0 12 4',
      'central/CC-2/pool:platform/shared:platform 0 0 -12 -12 ',
      '~none 20 0 0 20 ',
      '~none/~none 20 0 0 20 ',
      '~none/~none/team:growth 10 0 0 10 ',
      '~none/~none/team:growth/project:~none 10 0 0 10 ',
      '~none/~none/nobody 10 0 0 10 ',
      '~none/~none/nobody/project:~none 10 0 0 10 ',
    ])
  })

  it('comes to 100 dollars, 82 of them attributed, the other 18 itemised by reason and assignee', async () => {
    const { total, exceptions } = await may()
    expect(total).toMatchObject({
      ...{ direct_usd: '100', shared_received_usd: '12', shared_given_usd: '-12', adjustments_usd: '0', total_usd: '100' },
      ...{ posted_usd: '100', prior_total_usd: '44', attributed_usd: '82', requests: 93, list_usd: '103' },
      ...{ success_usd: '92.5', retry_usd: '5', failure_usd: '2.5', unpriced_requests: 1, is_at_least: true },
    })
    expect(exceptions.map(({ reason, assignee, amount_usd }) => [reason, assignee, amount_usd])).toEqual([
      ['unapproved_pool', 'lab@example.com', '8'],
      ['no_owner', 'The platform desk', '7'],
      ['unknown_team', 'The platform desk', '3'],
    ])
    expect(exceptions[1]?.href).toBe('/triage?lane=no_owner&state=open,in_progress,waiting,accepted&assignee=platform')
  })

  it('names whom Triage asked, and leads to the rows of months that Triage lists no more', async () => {
    const admin = await adminActor(db)
    const key = { source: null, service: null, api_key: null, route: null }
    const ask = (assignee: Parameters<typeof assignFindings>[2]['assignee']) =>
      assignFindings(db, admin, { findings: [{ lane: 'no_owner', key }], assignee })
    const ofNobody = async (at = now) =>
      (await readStatement(db, everything, { month: '2026-05', view: 'project', now: at })).exceptions[1]
    await ask({ team: 'search' })
    expect(await ofNobody()).toMatchObject({
      ...{ assignee: 'Search', amount_usd: '7', requests: 10, is_at_least: false },
      href: '/triage?lane=no_owner&state=open,in_progress,waiting,accepted&assignee=team:search',
    })
    const later = new Date('2026-09-03T08:00:00Z')
    const address = '/spend?from=2026-05-01&to=2026-06-01&team=~none&group_by=unowned_reason,source&unowned_reason=missing_team'
    expect((await ofNobody(later))?.href).toBe(address)
    await ask({ user: admin.email })
    expect((await ofNobody())?.assignee).toBe(admin.name)
    await ask({ desk: 'platform' })
  })

  it('tells retries and failures apart by team, and by route in its other view', async () => {
    const { lines } = await may('model')
    const found = lines.find(({ id }) => id === 'retail/CC-1/team:search/model:gpt-4o/route:%2Fchat')
    expect(found).toMatchObject({
      ...{ level: 'route', code: '/chat', success_usd: '30', retry_usd: '5', failure_usd: '2.5', direct_usd: '37.5' },
      filters: { cost_center: ['CC-1'], team: ['search'], model_family: ['gpt-4o'], route: ['/chat'] },
    })
    expect(lines.find(({ id }) => id === 'retail/CC-1/team:search')).toMatchObject({ retry_usd: '5', failure_usd: '2.5' })
  })

  it('has the same figures above the owners’ lines in both views', async () => {
    const above = (lines: readonly StatementLine[]) =>
      lines.filter(({ level }) => ['business_unit', 'cost_center', 'owner', 'shared'].includes(level))
    const [project, model] = [await may(), await may('model')]
    expect(above(model.lines)).toEqual(above(project.lines))
    expect([model.total, model.exceptions]).toEqual([project.total, project.exceptions])
  })

  it('has the names of the registry, and words for what has none', async () => {
    const { lines } = await may()
    const names = Object.fromEntries(lines.map(({ id, name }) => [id, name]))
    expect(names).toMatchObject({
      ...{ retail: 'Retail', 'retail/CC-1': 'Shops', 'retail/CC-1/team:search': 'Search' },
      ...{ 'retail/CC-1/team:search/project:shop': 'shop', 'retail/CC-1/team:search/project:~none': 'No project' },
      ...{ 'retail/CC-1/team:search/shared:platform': 'Share of Pool platform' },
      ...{ 'central/CC-2/pool:platform/shared:platform': 'Pool platform, shared out' },
      ...{ '~none': 'No business unit', '~none/~none': 'No cost centre', '~none/~none/nobody': 'Nobody' },
    })
  })

  it('sets budgets beside the lines that they cover exactly, and estimates apart', async () => {
    const { total, lines } = await may()
    const budgeted = lines.filter(({ budget_usd }) => budget_usd !== null).map(({ id, budget_usd }) => [id, budget_usd])
    expect(budgeted).toEqual([
      ['retail/CC-1', '50'],
      ['retail/CC-1/team:search', '45.5'],
      ['retail/CC-1/team:search/project:shop', '30'],
    ])
    expect([total.budget_usd, total.estimated_usd]).toEqual(['120', '46.5'])
    const estimated = lines
      .filter(({ estimated_usd }) => estimated_usd !== '0')
      .map(({ id, estimated_usd }) => [id, estimated_usd])
    expect(estimated).toEqual([
      ['retail', '31'],
      ['retail/CC-1', '31'],
      ['retail/CC-1/team:support', '31'],
      ['central', '15.5'],
      ['central/CC-2', '15.5'],
    ])
  })

  it('says that a month is running, and refuses what is none', async () => {
    expect(await may()).toMatchObject({ is_running: false, state: 'draft', version: null, from: '2026-05-01', to: '2026-06-01' })
    const june = await readStatement(db, everything, { month: '2026-06', view: 'project', now })
    expect(june).toMatchObject({ is_running: true, total: { total_usd: '0' } })
    // What was there in the month before is told, so that the change adds up.
    expect(june.total.prior_total_usd).toBe('100')
    await expect(readStatement(db, everything, { month: '2026-07', view: 'project', now })).rejects.toThrow('has not begun')
    await expect(readStatement(db, everything, { month: '2026-13', view: 'project', now })).rejects.toThrow('is a month such as')
  })
})

describe('who sees a part of the organisation', () => {
  it('gets the lines of their team wherever it was booked, and totals of these alone', async () => {
    const scope = scopeFor(await leadActor(db, { teams: ['support'] }), 'finance.read')
    const { lines, total, exceptions } = await may('project', scope)
    expect(lines.map(tell)).toEqual([
      'retail 10 3 0 13 ',
      'retail/CC-1 10 3 0 13 ',
      'retail/CC-1/team:support 10 3 0 13 ',
      'retail/CC-1/team:support/project:~none 10 0 0 10 ',
      'retail/CC-1/team:support/shared:platform 0 3 0 3 ',
      'central 10 0 0 10 10',
      'central/CC-2 10 0 0 10 10',
      'central/CC-2/team:support 10 0 0 10 10',
      'central/CC-2/team:support/project:~none 10 0 0 10 10',
    ])
    expect(total).toMatchObject({
      total_usd: '23',
      posted_usd: '23',
      prior_total_usd: '10',
      budget_usd: null,
      estimated_usd: '31',
    })
    expect([exceptions, lines.map(({ budget_usd }) => budget_usd).filter((budget) => budget !== null)]).toEqual([[], []])
  })

  it('gets all of their cost centre, and nothing of what is nobody’s', async () => {
    const scope = scopeFor(await leadActor(db, { teams: [], costCenters: ['CC-2'] }), 'finance.read')
    const { lines, total, exceptions } = await may('project', scope)
    const whole = (await may()).lines.filter(({ id }) => id.startsWith('central/CC-2'))
    expect(lines.slice(1)).toEqual(whole)
    expect([lines[0]?.budget_usd, total.total_usd, exceptions]).toEqual([null, '18', []])
    const text = JSON.stringify({ lines, total })
    for (const foreign of ['search', 'growth', 'Shops', 'retail', 'nobody']) expect(text).not.toContain(foreign)
  })

  it('gets nothing where nothing is theirs', async () => {
    const scope = scopeFor(await leadActor(db), 'finance.read')
    expect(await may('project', scope)).toMatchObject({ lines: [], exceptions: [], total: { total_usd: '0', requests: 0 } })
  })
})
