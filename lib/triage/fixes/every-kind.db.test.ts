import { afterAll, describe, expect, it } from 'vitest'
import { onNewSeries } from '@/lib/attribution/attribute-series'
import { createRule } from '@/lib/attribution/rules/commands'
import { scopeFor } from '@/lib/auth/scope'
import { source } from '@/lib/db/schema/auth'
import { project } from '@/lib/db/schema/registry'
import { adminActor, makeCostCenter, makeTeam, operator } from '@/lib/db/testing/factories'
import { pointProcessAt } from '@/lib/db/testing/test-database'
import { closeIngest } from '@/lib/ingest/process-ingest'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { publishExample } from '@/lib/pricing/testing/publish-example'
import { mapTeam } from '@/lib/registry/mapping-commands'
import { getSpend } from '@/lib/reports/spend/queries'
import { makeSpendParams } from '@/lib/reports/spend/search-params'
import { recordDoubles, settleDoubles } from '@/lib/usage/doubles'
import { repriceUnpriced } from '@/lib/usage/repricing-job'
import { type EventChanges, makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import type { Lane } from '../lanes'
import { type Finding, listFindings } from '../queries'
import { findingsQuerySchema } from '../schema'
import { settleItems } from '../snapshot-job'
import { previewFix } from './preview'
import { runFix } from './run-fix'
import { undoFix } from './undo'

const { db, sql, url, ledger, client } = await createTestLedger({ zone: 'UTC', onNewSeries })
await pointProcessAt(url)
afterAll(closeIngest)
await publishExample(db)
await db.insert(source).values([
  { slug: 'sdk', format: 'canonical', role: 'ledger', rank: 20 },
  { slug: 'gateway', format: 'canonical', role: 'ledger', rank: 40 },
])
const now = new Date('2026-05-20T12:00:00Z')
const period = { from: '2026-05-01', to: '2026-06-01' }
for (const slug of ['search', 'support', 'growth']) await makeTeam(db, { slug, name: slug })
await makeCostCenter(db, { code: 'CC-1' })
for (const slug of ['search', 'support', 'growth']) await mapTeam(db, operator, { team: slug, cost_center: 'CC-1', from: null })
await db.insert(project).values([
  { slug: 'atlas', name: 'Atlas' },
  { slug: 'owned', name: 'Owned' },
])
const admin = await adminActor(db)
const scope = scopeFor(admin, 'triage.read')

const complete = { project: 'p', service: 'answers', feature: 'f', costCenter: null }
const nowhere = { tagTeam: null, tagBasis: null }
let count = 0
const book = (changes: EventChanges = {}, name = `event ${++count}`) =>
  ledger.book([makeEvent(name, { ...changes, dimensions: { ...complete, ...changes.dimensions } })])

const listAll = async (state?: 'accepted') => {
  const query = { ...findingsQuerySchema.parse({ state }), ...period, limit: 500 }
  return (await listFindings(db, scope, query, { now })).findings
}
const toRefs = (findings: readonly Finding[]) => findings.map(({ lane, key }) => ({ lane, key: { ...key } }))
const spend = async (filters: Record<string, string[]> = {}) =>
  (await getSpend(db, scope, makeSpendParams({ ...period, groupBy: [], filters }))).total
const costOf = async (filters: Record<string, string[]>) => (await spend(filters)).cost_usd
/** Every figure of Spend that a fix may move. */
const readSpend = async () =>
  (await getSpend(db, scope, makeSpendParams({ ...period, groupBy: ['team', 'project', 'cost_center', 'model'] }))).rows

/** The findings that an event brings, which are of one lane. */
async function bring(lane: Lane, changes: EventChanges, name?: string): Promise<Finding[]> {
  const before = new Map((await listAll()).map((one) => [one.id, one.requests]))
  await book(changes, name)
  const brought = (await listAll()).filter(({ id, requests }) => before.get(id) !== requests)
  expect(brought.map((one) => one.lane)).toEqual([lane])
  return brought
}
const stillThere = async (found: readonly Finding[], state?: 'accepted') =>
  (await listAll(state)).filter(({ id }) => found.some((one) => one.id === id))

describe('an owner conflict', () => {
  it('is alone in its lane, is decided, stays so for the next call, and comes back when that is undone', async () => {
    await sql`insert into service (slug, name) values ('shared', 'Shared')`
    await sql`insert into service_team (service_id, team_id, period)
      select service.id, team.id, daterange(null, null) from service, team where service.slug = 'shared' and team.slug = 'support'`
    const usage = { dimensions: { service: 'shared' } }
    const found = await bring('owner_conflict', usage)
    expect(found).toMatchObject([{ key: { team: 'search', reported_team: 'search', service: 'shared' } }])
    const before = await readSpend()
    const findings = toRefs(found)
    const preview = await previewFix(db, scope, { kind: 'owner', findings, team: 'support' }, now)
    expect(preview.warning).toBe('This moves what is somebody’s already: 0.003 USD of search.')
    const { fixId } = await runFix(db, admin, 'owner', { findings, team: 'support', from: null })
    expect(await costOf({ team: ['support'], service: ['shared'] })).toBe('0.003')
    await undoFix(db, admin, { id: fixId })
    expect(await readSpend()).toEqual(before)
    expect(await stillThere(found)).toHaveLength(1)
    await runFix(db, admin, 'owner', { findings, team: 'support', from: null })
    await book(usage)
    expect(await stillThere(found)).toEqual([])
    expect(await costOf({ team: ['support'], service: ['shared'] })).toBe('0.006')
  })
})

describe('calls without a project', () => {
  it('are alone in their lane, are put into one, and so is the next; Spend is as it was when that is undone', async () => {
    const usage = { dimensions: { project: null, service: 'homeless' } }
    const found = await bring('missing_dimension', usage)
    expect(found).toMatchObject([{ key: { service: 'homeless', missing: 'project_id' } }])
    const before = await readSpend()
    const findings = toRefs(found)
    const { fixId } = await runFix(db, admin, 'project', { findings, project: 'atlas', from: null })
    expect(await stillThere(found)).toEqual([])
    expect(await costOf({ project: ['atlas'] })).toBe('0.003')
    await undoFix(db, admin, { id: fixId })
    expect(await readSpend()).toEqual(before)
    expect(await stillThere(found)).toHaveLength(1)
    await runFix(db, admin, 'project', { findings, project: 'atlas', from: null })
    await book(usage)
    expect(await stillThere(found)).toEqual([])
    expect(await costOf({ project: ['atlas'] })).toBe('0.006')
  })

  it('stay where a rule has put them', async () => {
    const ruled = { project: null, service: 'half', feature: 'ruled' }
    await createRule(db, admin, {
      name: 'Half of it is owned',
      conditions: [{ dimension: 'feature', operator: 'equals', values: ['ruled'] }],
      project: 'owned',
    })
    await book({ dimensions: ruled })
    const found = await bring('missing_dimension', { dimensions: { project: null, service: 'half' } })
    await runFix(db, admin, 'project', { findings: toRefs(found), project: 'atlas', from: null })
    expect(await costOf({ project: ['owned'], service: ['half'] })).toBe('0.003')
    expect(await costOf({ project: ['atlas'], service: ['half'] })).toBe('0.003')
  })
})

describe('a call without tokens', () => {
  const usage = { usage: {}, dimensions: { missingTokens: true, service: 'mute' } }

  it('is alone in its lane, at least nothing, until a better look at it brings the counts', async () => {
    const found = await bring('missing_tokens', usage, 'mute')
    expect(found).toMatchObject([{ costUsd: '0', isAtLeast: true, key: { source: 'sdk', service: 'mute' } }])
    expect(await spend({ service: ['mute'] })).toMatchObject({ cost_usd: '0', missing_token_requests: 1 })
    await book({ dimensions: { sourceId: 2, service: 'mute' } }, 'mute')
    expect(await stillThere(found)).toEqual([])
    expect(await spend({ service: ['mute'] })).toMatchObject({ cost_usd: '0.003', missing_token_requests: 0 })
  })

  it('is accepted with a reason, and with it the next of its kind, since nobody can count what was not sent', async () => {
    const found = await bring('missing_tokens', usage)
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
    const { fixId } = await runFix(db, admin, 'accept', { findings: toRefs(found), reason: 'Its next release counts.', until })
    await book(usage)
    expect(await stillThere(found, 'accepted')).toMatchObject([{ state: 'accepted', requests: 2, isAtLeast: true }])
    await undoFix(db, admin, { id: fixId })
    await settleItems(db, now)
    expect(await stillThere(found)).toMatchObject([{ state: 'open' }])
  })
})

describe('a source that reports another cost', () => {
  it('is alone in its lane, and stays accepted while it says so: what it reports is its own', async () => {
    const usage = { reportedCost: parseDecimal('0.004'), dimensions: { service: 'dear' } }
    const found = await bring('cost_variance', usage)
    expect(found).toMatchObject([{ costUsd: '0.003', key: { source: 'sdk', provider: 'acme', model: 'plain' } }])
    const until = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
    await runFix(db, admin, 'accept', { findings: toRefs(found), reason: 'Its margin.', until })
    await book(usage)
    expect(await stillThere(found, 'accepted')).toMatchObject([{ state: 'accepted', requests: 2 }])
    expect(await costOf({ service: ['dear'] })).toBe('0.006')
  })
})

describe('a model without a price', () => {
  it('is alone in its lane, is priced by rates of one’s own, and the next call is too', async () => {
    const usage = { dimensions: { service: 'new', model: 'brand-new' } }
    const found = await bring('unpriced', usage)
    const rates = { input: '2', output: '10' }
    const { fixId } = await runFix(db, admin, 'price', { findings: toRefs(found), rates })
    await repriceUnpriced(db, client, now)
    expect(await stillThere(found)).toEqual([])
    expect(await costOf({ model: ['brand-new'] })).toBe('0.003')
    const priced = await readSpend()
    await undoFix(db, admin, { id: fixId })
    // What was priced keeps its price: only who comes later has none.
    expect(await readSpend()).toEqual(priced)
  })
})

describe('a call that two sources saw', () => {
  const count = () => costOf({ service: ['seen-twice'] })
  const see = async (traceId: string) => {
    const occurredAtMs = Date.UTC(2026, 4, 19, 3)
    const dimensions = { ...complete, service: 'seen-twice' }
    await ledger.book(
      [1, 2].map((sourceId) =>
        makeEvent(`${traceId} ${sourceId}`, { traceId, occurredAtMs, dimensions: { ...dimensions, sourceId } }),
      ),
    )
    await recordDoubles(db, client, now)
  }

  it('is alone in its lane, counts once, and so does the next; twice again when that is undone', async () => {
    // What the other tests booked alike is not meant.
    await recordDoubles(db, client, now)
    await settleDoubles(client, { otherSourceIds: [1, 2], settlement: 'both', now })
    const before = new Set((await listAll()).map(({ id }) => id))
    await see('seen')
    const found = (await listAll()).filter(({ id }) => !before.has(id))
    expect(found).toMatchObject([
      { lane: 'capture_conflict', costUsd: '0.003', requests: 1, key: { source: 'sdk', kind: 'possible_double' } },
    ])
    const findings = toRefs(found)
    await expect(runFix(db, admin, 'capture', { findings, take: 'first' })).rejects.toMatchObject({ code: 'invalid' })
    expect(await count()).toBe('0.006')
    const { fixId, message } = await runFix(db, admin, 'double', { findings, count: 'once', and_next: true })
    expect(message).toBe('1 call that two sources saw counts once, as do those to come.')
    expect(await count()).toBe('0.003')
    await see('seen again')
    expect(await stillThere(found)).toEqual([])
    expect(await count()).toBe('0.006')
    await undoFix(db, admin, { id: fixId })
    expect(await count()).toBe('0.009')
    expect(await stillThere(found)).toHaveLength(1)
    await runFix(db, admin, 'double', { findings, count: 'both', and_next: false })
    expect(await count()).toBe('0.009')
    expect(await stillThere(found)).toEqual([])
  })
})

describe('Spend after a fix and its undoing', () => {
  it('is what it was, of an alias and of a cost centre', async () => {
    const named = await bring('unknown_team', { dimensions: { tagTeam: 'serch' } })
    await makeTeam(db, { slug: 'bare', name: 'Bare' })
    const bare = await bring('no_cost_center', { dimensions: { tagTeam: 'bare' } })
    const before = await readSpend()
    const alias = await runFix(db, admin, 'alias_team', { findings: toRefs(named), team: 'search' })
    const mapped = await runFix(db, admin, 'cost_center', { findings: toRefs(bare), cost_center: 'CC-1', from: null })
    expect(await readSpend()).not.toEqual(before)
    expect(await stillThere([...named, ...bare])).toEqual([])
    await undoFix(db, admin, { id: mapped.fixId })
    await undoFix(db, admin, { id: alias.fixId })
    expect(await readSpend()).toEqual(before)
    expect(await stillThere([...named, ...bare])).toHaveLength(2)
  })
})

describe('refused records', () => {
  it('are read again, count once they can be read, and leave what cannot be', async () => {
    const good = { ...canonical('late'), input_tokens: 1000, output_tokens: 100 }
    const bad = { ...canonical('broken'), input_tokens: -1 }
    for (const [record, hash] of [
      [good, '00000000-0000-4000-8000-000000000001'],
      [bad, '00000000-0000-4000-8000-000000000002'],
    ] as const) {
      await sql`insert into rejected_record (source_id, format, record_hash, record, errors, times, first_received_at, last_received_at)
        values (1, 'canonical', ${hash}, ${sql.json({ event: record, left_out: [], identity: record.request_id })}, ${sql.json([{ path: hash.endsWith('1') ? 'model' : 'input_tokens', message: 'is wrong' }])},
          1, ${now}, ${now})`
    }
    const found = (await listAll()).filter(({ lane }) => lane === 'rejected_record')
    expect(found.map(({ key }) => key.path).toSorted()).toEqual(['input_tokens', 'model'])
    const { message, fixId } = await runFix(db, admin, 'reprocess', { findings: toRefs(found) })
    expect(message).toBe('1 refused record was accepted, 1 stay refused.')
    const left = (await listAll()).filter(({ lane }) => lane === 'rejected_record')
    expect(left).toMatchObject([{ requests: 1, key: { path: 'input_tokens' } }])
    expect((await spend({ service: ['late'] })).requests).toBe(1)
    await expect(undoFix(db, admin, { id: fixId })).rejects.toMatchObject({ code: 'conflict' })
  })
})

const canonical = (service: string) => ({
  ...{ request_id: `refused ${service}`, timestamp: '2026-05-14T10:00:00Z', provider: 'acme', model: 'plain' },
  ...{ team_id: 'search', project_id: 'p', service, feature: 'f', environment: 'production', status_code: 200 },
})

describe('an owner of what nobody owns', () => {
  const give = async (service: string, from: string | null = null) => {
    const found = (await listAll()).filter(({ lane, key }) => lane === 'no_owner' && key.service === service)
    const input = { findings: toRefs(found), team: 'growth', from }
    const preview = await previewFix(db, scope, { kind: 'owner', ...input }, now)
    await runFix(db, admin, 'owner', input)
    return preview
  }
  const ownersOf = async (service: string) => {
    const teams = ['growth', 'support', 'search', '~none']
    return Promise.all(teams.map((name) => costOf({ service: [service], team: [name] })))
  }

  it('takes nothing that a rule has given away by something else', async () => {
    await createRule(db, admin, {
      name: 'Rich ones',
      conditions: [
        { dimension: 'service', operator: 'equals', values: ['mixed'] },
        { dimension: 'feature', operator: 'equals', values: ['rich'] },
      ],
      team: 'support',
    })
    await book({ dimensions: { ...nowhere, service: 'mixed', feature: 'rich' } })
    await book({ dimensions: { ...nowhere, service: 'mixed', feature: 'plain' } })
    await book({ dimensions: { ...nowhere, service: 'mixed', feature: null } })
    await book({ dimensions: { service: 'mixed', feature: 'tagged' } })
    const preview = await give('mixed')
    expect([preview.series, preview.warning]).toEqual([2, null])
    await book({ dimensions: { ...nowhere, service: 'mixed', feature: 'plain' } })
    expect(await ownersOf('mixed')).toEqual(['0.009', '0.003', '0.003', '0'])
  })

  it('takes nothing of a mapped project, nor of the days on which a service is mapped', async () => {
    await sql`insert into project_team (project_id, team_id, period)
      select project.id, team.id, daterange(null, null) from project, team where project.slug = 'owned' and team.slug = 'support'`
    await sql`insert into service (slug, name) values ('dated', 'Dated')`
    await sql`insert into service_team (service_id, team_id, period)
      select service.id, team.id, daterange('2026-05-16', null) from service, team where service.slug = 'dated' and team.slug = 'search'`
    await book({ dimensions: { ...nowhere, service: 'projects', project: 'owned' } })
    await book({ dimensions: { ...nowhere, service: 'projects', project: null } })
    await book({ dimensions: { ...nowhere, service: 'dated' } })
    await book({ dimensions: { ...nowhere, service: 'dated' }, occurredAtMs: Date.UTC(2026, 4, 17) })
    expect((await give('projects')).warning).toBeNull()
    expect((await give('dated')).warning).toBeNull()
    expect(await ownersOf('projects')).toEqual(['0.003', '0.003', '0', '0'])
    expect(await ownersOf('dated')).toEqual(['0.003', '0', '0.003', '0'])
  })

  it('is refused, also by the preview, where nothing tells what is owned from what is not', async () => {
    await book({ dimensions: { ...nowhere, service: 'twins', feature: 'x', model: 'plain' } })
    await book({ dimensions: { ...nowhere, service: 'twins', feature: 'y', model: 'rich' } })
    await book({ dimensions: { ...nowhere, service: 'twins', feature: 'x', model: 'rich' } })
    await createRule(db, admin, {
      name: 'One of the twins',
      conditions: [
        { dimension: 'service', operator: 'equals', values: ['twins'] },
        { dimension: 'feature', operator: 'equals', values: ['x'] },
        { dimension: 'model', operator: 'equals', values: ['rich'] },
      ],
      team: 'support',
    })
    const before = await ownersOf('twins')
    await expect(give('twins')).rejects.toThrow('1 series with the same values are of support already')
    expect(await ownersOf('twins')).toEqual(before)
    expect(formatDecimal(parseDecimal(before[1] ?? '0'))).not.toBe('0')
  })
})
