import { describe, expect, it, test } from 'vitest'
import { onNewSeries } from '@/lib/attribution/attribute-series'
import { source } from '@/lib/db/schema/auth'
import { auditorActor, leadActor, makeCostCenter, makeKey, makeTeam } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { pointProcessAt } from '@/lib/db/testing/test-database'
import type { Handler } from '@/lib/http/handler'
import { publishExample } from '@/lib/pricing/testing/publish-example'
import { addDays, monthOf } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { type EventChanges, makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { getBurnDown, getCoverage, getFindingById, getFindings, getLanes, getLimits, getTopFixes } from './read-handlers'
import { keepSnapshot } from './snapshot-job'
import {
  deleteLimit,
  postAccept,
  postAssign,
  postComment,
  postFix,
  postFixPreview,
  postLimit,
  postMove,
  postSuggestions,
  postTarget,
  postUndo,
} from './write-handlers'

process.env.AUTH_SECRET ??= 'only for tests, thirty-two characters'
const { db, url, ledger } = await createTestLedger({ zone: 'UTC', onNewSeries })
await pointProcessAt(url)
await publishExample(db)
await db.insert(source).values({ slug: 'gateway', format: 'canonical', role: 'ledger', rank: 1 })
await makeTeam(db, { slug: 'search', name: 'Search' })
await makeTeam(db, { slug: 'support', name: 'Support' })
await makeCostCenter(db, { code: 'CC-1' })
const today = dateInZone(new Date(), 'UTC')
const admin = (await makeKey(db, { scopes: ['admin'] })).secret
const reader = (await makeKey(db, { scopes: ['reports:read'] })).secret
const auditor = await auditorActor(db)
const lead = await leadActor(db, { teams: ['support'] })

const complete = { project: 'p', service: 'answers', feature: 'f', costCenter: null }
const nowhere = { tagTeam: null, tagBasis: null }
let count = 0
const book = (changes: EventChanges) => {
  count += 1
  const dimensions = { ...complete, ...changes.dimensions }
  return ledger.book([makeEvent(`event ${count}`, { occurredAtMs: Date.now(), ...changes, dimensions })])
}
await book({ dimensions: { tagTeam: 'search' } })
await book({ dimensions: { tagTeam: 'support' } })
await book({ dimensions: { ...nowhere, service: 'a, "quoted" one' } })
await book({ dimensions: { ...nowhere, service: 'stray' }, usage: { input_tokens: 2_000n, output_tokens: 0n } })
await book({ dimensions: { tagTeam: 'serach' } })

const context = { requestId: 'test', address: '192.0.2.7' }
type Asking = Parameters<typeof makeRequest>[1]
async function ask(handler: Handler, path: string, options: Asking = {}) {
  const who = options.sessionId === undefined && options.key === undefined ? { key: admin } : {}
  const response = await handler(await makeRequest(`/api/v1/triage${path}`, { ...who, ...options }), context)
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: isJson ? await response.json() : await response.text(),
  }
}

interface WireFinding {
  id: string
  lane: string
  key: Record<string, string | null>
  cost_usd: string
  state: string
  requests: string
}
const listed = async (query = '', options: Asking = {}): Promise<WireFinding[]> =>
  (await ask(getFindings, `/findings${query}`, options)).body.findings
const refsOf = async (lane: string, holds: (finding: WireFinding) => boolean = () => true) =>
  (await listed(`?lane=${lane}`)).filter(holds).map(({ lane: name, key }) => ({ lane: name, key }))
const stray = { lane: 'no_owner', key: { source: 'gateway', service: 'stray', api_key: null, route: null } }

describe('what triage holds, over HTTP', () => {
  it('is told by lane and by group, the same in both, and as a file', async () => {
    const { body: lanes } = await ask(getLanes, '/lanes', { key: reader })
    const { body: report } = await ask(getFindings, '/findings', { key: reader })
    expect(report.lanes).toEqual(lanes.lanes)
    expect(report.unattributed_usd).toBe('0.01')
    const noOwner = report.lanes.find(({ lane }: { lane: string }) => lane === 'no_owner')
    expect(noOwner).toMatchObject({ groups: 2, open_groups: 2, requests: 2, cost_usd: '0.007', is_unattributed: true })
    const { body: file, type } = await ask(getFindings, '/findings?format=csv', { key: reader })
    expect(type).toContain('text/csv')
    const [head, ...rows] = file.trimEnd().split('\r\n')
    expect(head).toBe(
      'lane,key,cost_usd,is_at_least,requests,series,first_day,last_day,age_days,state,assignee,accepted_reason,accepted_until,comments,id',
    )
    expect(rows).toHaveLength(report.total)
    const told = report.findings.map((one: WireFinding) => [one.lane, one.cost_usd, String(one.requests), one.state, one.id])
    const read = rows.map((row: string) => {
      // Keys alone hold commas, and are quoted for them.
      const cells = row.replace(/"(?:[^"]|"")*"/g, 'quoted').split(',')
      return [cells[0], cells[2], cells[4], cells[9], cells[14]]
    })
    expect(read).toEqual(told)
    expect(file).toContain('"source=gateway; service=a, ""quoted"" one; api_key=~none; route=~none"')
  })

  it('is told of one group, with its days, series, and what applies to it', async () => {
    const [finding] = await listed('?lane=unknown_team')
    const { status, body } = await ask(getFindingById, `/findings/${finding?.id}`, { key: reader })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      ...{ lane: 'unknown_team', key: { reported_team: 'serach', source: 'gateway' }, cost_usd: '0.003' },
      fix_kinds: ['alias_team', 'register_team', 'owner', 'accept'],
      largest_series: [{ cost_usd: '0.003', dimensions: { tag_team: 'serach' } }],
      rows: { filters: { reported_team: ['serach'] }, is_exact: true },
    })
    expect(body.days.filter(({ cost_usd }: { cost_usd: string }) => cost_usd !== '0')).toMatchObject([
      { day: today, cost_usd: '0.003' },
    ])
  })

  it('is summed up as coverage, burn-down and the fixes worth most', async () => {
    await keepSnapshot(db, new Date())
    const { body: coverage } = await ask(getCoverage, '/coverage', { key: reader })
    expect(coverage.total).toMatchObject({ attributed_usd: '0.006', unattributed_usd: '0.01', total_usd: '0.016' })
    expect(coverage.months.at(-1)).toMatchObject({ month: monthOf(today), unattributed_usd: '0.01' })
    const { body: burnDown } = await ask(getBurnDown, '/burn-down', { key: reader })
    expect(burnDown.days).toContainEqual(expect.objectContaining({ day: today, lane: 'no_owner', cost_usd: '0.007' }))
    const { body: top } = await ask(getTopFixes, '/top-fixes', { key: reader })
    expect(top.fixes[0].cost_usd >= top.fixes[1].cost_usd).toBe(true)
    expect(top.fixes.map(({ lane }: WireFinding) => lane)).toContain('no_owner')
  })

  test.each<[string, Handler, string, string]>([
    ['a lane that is none', getFindings, '/findings?lane=lost', 'lane'],
    ['a limit that is no number', getFindings, '/findings?limit=many', 'limit'],
    ['another format', getFindings, '/findings?format=xml', 'format'],
    ['a parameter that nobody knows', getFindings, '/findings?lanes=no_owner', ''],
    ['half a period of lanes', getLanes, '/lanes?from=2026-05-01', 'to'],
    ['a period that ends before it begins', getCoverage, '/coverage?from=2026-05-02&to=2026-05-01', 'to'],
  ])('refuses %s with the field', async (_what, handler, path, field) => {
    const { status, type, body } = await ask(handler, path)
    expect([status, type]).toEqual([422, 'application/problem+json'])
    expect(body.errors.map(({ path: at }: { path: string }) => at)).toContain(field)
  })

  it('has no finding under another id', async () => {
    expect((await ask(getFindingById, '/findings/nonsense')).status).toBeGreaterThanOrEqual(404)
    expect((await ask(getFindingById, '/findings/00000000-0000-0000-0000-000000000000')).status).toBe(404)
  })
})

describe('work on findings, over HTTP', () => {
  const findings = [stray]

  it('is asked for, begun, talked about and accepted', async () => {
    expect(await ask(postAssign, '/assign', { body: { findings, assignee: { team: 'search' } } })).toMatchObject({
      status: 200,
      body: { changed: 1 },
    })
    expect((await ask(postMove, '/move', { body: { findings, state: 'in_progress' } })).body).toEqual({ changed: 1 })
    expect((await ask(postComment, '/comment', { body: { findings, comment: ' Whose? ' } })).body).toEqual({ changed: 1 })
    const [found] = (await listed('?lane=no_owner&assignee=team:search')) ?? []
    expect(found).toMatchObject({ key: stray.key, state: 'in_progress', comments: 1 })
    const accepted = await ask(postAccept, '/accept', {
      body: { findings, reason: 'A trial.', until: addDays(today, 9) },
    })
    expect(accepted).toMatchObject({ status: 200, body: { findings: 1, fix_id: expect.any(String) } })
    expect(await listed('?state=accepted')).toMatchObject([{ key: stray.key, accepted_reason: 'A trial.' }])
    expect((await ask(postUndo, `/fixes/${accepted.body.fix_id}/undo`, { method: 'POST' })).status).toBe(200)
    expect(await listed('?state=accepted')).toEqual([])
  })

  const key = { ...stray.key }
  test.each<[string, Handler, string, unknown, string]>([
    ['no findings', postComment, '/comment', { findings: [], comment: 'x' }, 'findings'],
    ['a lane that is none', postComment, '/comment', { findings: [{ lane: 'lost', key }], comment: 'x' }, 'findings[0].lane'],
    ['half a key', postMove, '/move', { findings: [{ lane: 'no_owner', key: {} }], state: 'open' }, 'findings[0].key'],
    ['an empty comment', postComment, '/comment', { findings, comment: ' ' }, 'comment'],
    ['a state that work cannot have', postMove, '/move', { findings, state: 'resolved' }, 'state'],
    ['an assignee of no kind', postAssign, '/assign', { findings, assignee: 'me' }, 'assignee'],
    ['a team that is not registered', postAssign, '/assign', { findings, assignee: { team: 'nobody' } }, 'assignee.team'],
    ['no reason', postAccept, '/accept', { findings, until: '2026-01-01' }, 'reason'],
    ['a day that is past', postAccept, '/accept', { findings, reason: 'x', until: '2020-01-01' }, 'until'],
    ['two owners', postFix, '/fixes/owner', { findings, team: 'search', pool: 'platform' }, 'team'],
    ['an owner that is not registered', postFix, '/fixes/owner', { findings, team: 'nobody' }, 'team'],
    ['a project of what has no gap there', postFix, '/fixes/project', { findings, project: 'p' }, 'findings[0].lane'],
    [
      'a key to split that is none',
      postFix,
      '/fixes/split',
      { findings, parts: [{ service: null, team: 'search' }] },
      'findings[0].key.api_key',
    ],
    ['a name to register that is none', postFix, '/fixes/register_team', { findings }, 'findings[0].lane'],
    ['an alias of another lane', postFix, '/fixes/alias_team', { findings, team: 'search' }, 'findings[0].lane'],
    ['a cost centre of another lane', postFix, '/fixes/cost_center', { findings, cost_center: 'CC-1' }, 'findings[0].lane'],
    ['a price of neither kind', postFix, '/fixes/price', { findings }, 'like'],
    ['a side that is none', postFix, '/fixes/capture', { findings, take: 'both' }, 'take'],
    ['records of another lane', postFix, '/fixes/reprocess', { findings }, 'findings[0].lane'],
    ['a reason that is missing', postFix, '/fixes/accept', { findings, until: addDays(today, 1) }, 'reason'],
    ['a preview of no kind', postFixPreview, '/fixes/preview', { findings, kind: 'price' }, 'kind'],
    ['a preview without an owner', postFixPreview, '/fixes/preview', { findings, kind: 'owner' }, 'team'],
    ['suggestions for nothing', postSuggestions, '/suggestions', {}, 'findings'],
    ['a limit of nothing', postLimit, '/limits', { lane: null, measure: 'cost', threshold: '0' }, 'threshold'],
    ['a limit of another lane', postLimit, '/limits', { lane: 'lost', measure: 'cost', threshold: '1' }, 'lane'],
    ['a target beyond all', postTarget, '/target', { from: '2026-05', percent: '101' }, 'percent'],
    ['a target of no month', postTarget, '/target', { from: 'May', percent: '90' }, 'from'],
  ])('refuses %s and names the field', async (_what, handler, path, body, field) => {
    const answer = await ask(handler, path, { body })
    expect([answer.status, answer.type]).toEqual([422, 'application/problem+json'])
    expect(answer.body.errors.map((one: { path: string }) => one.path)).toContain(field)
  })

  test.each<[Handler, string, unknown]>([
    [postAssign, '/assign', { findings, assignee: null }],
    [postMove, '/move', { findings, state: 'open' }],
    [postComment, '/comment', { findings, comment: 'x' }],
    [postAccept, '/accept', { findings, reason: 'x', until: addDays(today, 1) }],
    [postFix, '/fixes/owner', { findings, team: 'search' }],
    [postFixPreview, '/fixes/preview', { findings, kind: 'owner', team: 'search' }],
    [postSuggestions, '/suggestions', { findings }],
    [postLimit, '/limits', { lane: null, measure: 'cost', threshold: '1' }],
    [postTarget, '/target', { from: '2026-05', percent: '90' }],
    [postUndo, '/fixes/00000000-0000-4000-8000-000000000000/undo', {}],
  ])('is nothing that an auditor, or a key that reads, does: %#', async (handler, path, body) => {
    for (const who of [{ sessionId: auditor.sessionId }, { key: reader }]) {
      expect(await ask(handler, path, { ...who, body })).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    }
    expect((await ask(handler, path, { key: 'asc_nobody', body })).status).toBe(401)
  })

  it('is bounded for a lead by their teams, and mends nothing', async () => {
    const asLead = { sessionId: lead.sessionId }
    const seen = await listed('', asLead)
    expect(seen.map(({ lane, key: own }) => [lane, own.team])).toEqual([['no_cost_center', 'support']])
    const own = seen.map(({ lane, key: values }) => ({ lane, key: values }))
    expect((await ask(postComment, '/comment', { ...asLead, body: { findings: own, comment: 'Ours.' } })).status).toBe(200)
    expect((await ask(postComment, '/comment', { ...asLead, body: { findings, comment: 'Ours?' } })).status).toBe(404)
    const [foreign] = await listed('?lane=no_owner')
    expect((await ask(getFindingById, `/findings/${foreign?.id}`, asLead)).status).toBe(404)
    const body = { findings: own, cost_center: 'CC-1' }
    expect((await ask(postFix, '/fixes/cost_center', { ...asLead, body })).status).toBe(403)
  })
})

describe('fixes, over HTTP', () => {
  it('are previewed, done, undone once, and gone from the list', async () => {
    const body = { findings: [stray], team: 'search' }
    const preview = await ask(postFixPreview, '/fixes/preview', { body: { ...body, kind: 'owner' } })
    expect(preview).toMatchObject({ status: 200, body: { series: 1, requests: '1', is_at_least: false, warning: null } })
    expect(Number(preview.body.cost_usd)).toBe(0.004)
    expect(preview.body.months).toMatchObject([{ before: { kind: 'none' }, after: { kind: 'team', key: 'search' } }])
    const done = await ask(postFix, '/fixes/owner', { body })
    expect(done).toMatchObject({ status: 201, body: { findings: 1, message: expect.stringContaining('search') } })
    expect(await refsOf('no_owner', ({ key }) => key.service === 'stray')).toEqual([])
    expect((await ask(postFix, '/fixes/owner', { body })).status).toBe(409)
    const undo = () => ask(postUndo, `/fixes/${done.body.fix_id}/undo`, { method: 'POST' })
    expect((await undo()).status).toBe(200)
    expect((await undo()).status).toBe(409)
    expect(await refsOf('no_owner', ({ key }) => key.service === 'stray')).toHaveLength(1)
  })

  it('are none of a kind that is unknown, and none by another id', async () => {
    const unknown = await ask(postFix, '/fixes/magic', { body: { findings: [stray] } })
    expect(unknown).toMatchObject({ status: 404, body: { detail: expect.stringContaining('register_team') } })
    expect((await ask(postUndo, '/fixes/nonsense/undo', { method: 'POST' })).status).toBe(404)
  })

  it('are done as suggested, and what nothing is suggested for is told', async () => {
    const findings = [...(await refsOf('unknown_team')), stray]
    const { body } = await ask(postSuggestions, '/suggestions', { body: { findings } })
    expect(body).toMatchObject({ fixes: [{ findings: 1 }], without: [stray] })
    expect(await refsOf('unknown_team')).toEqual([])
  })
})

describe('limits and targets, over HTTP', () => {
  it('are set, listed and taken away', async () => {
    const made = await ask(postLimit, '/limits', { body: { lane: 'no_owner', measure: 'cost', threshold: '2.50' } })
    expect(made.status).toBe(201)
    const { body } = await ask(getLimits, '/limits', { key: reader })
    expect(body.limits).toMatchObject([{ id: made.body.id, lane: 'no_owner', measure: 'cost', threshold: '2.5', crossings: [] }])
    expect((await ask(deleteLimit, `/limits/${made.body.id}`, { method: 'DELETE', key: reader })).status).toBe(403)
    expect((await ask(deleteLimit, `/limits/${made.body.id}`, { method: 'DELETE' })).body).toEqual({ removed: true })
    expect((await ask(getLimits, '/limits')).body.limits).toEqual([])
    expect((await ask(deleteLimit, '/limits/nonsense', { method: 'DELETE' })).status).toBe(404)
  })

  it('hold from a month on', async () => {
    const from = monthOf(today)
    expect((await ask(postTarget, '/target', { body: { from, percent: '95.5' } })).status).toBe(200)
    const { body } = await ask(getCoverage, '/coverage')
    expect(body.months.at(-1)).toMatchObject({ month: from, target_percent: '95.50' })
  })
})
