import { describe, expect, it } from 'vitest'
import { onNewSeries, reattribute } from '@/lib/attribution/attribute-series'
import { scopeFor } from '@/lib/auth/scope'
import { source } from '@/lib/db/schema/auth'
import { adminActor, leadActor, makeCostCenter, makeTeam, operator, userActor } from '@/lib/db/testing/factories'
import { pointProcessAt } from '@/lib/db/testing/test-database'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { publishExample } from '@/lib/pricing/testing/publish-example'
import { mapTeam } from '@/lib/registry/mapping-commands'
import { getSpend } from '@/lib/reports/spend/queries'
import { makeSpendParams } from '@/lib/reports/spend/search-params'
import { repriceUnpriced } from '@/lib/usage/repricing-job'
import { type EventChanges, makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { assignFindings } from '../commands'
import { readCoverage } from '../coverage'
import { getFinding } from '../detail'
import type { Lane } from '../lanes'
import { recordCrossings, setLimit } from '../limits'
import { type Finding, listFindings } from '../queries'
import { findingsQuerySchema } from '../schema'
import { settleItems } from '../snapshot-job'
import { acceptSuggestions } from './accept-suggestions'
import { previewFix } from './preview'
import { runFix } from './run-fix'
import { undoFix } from './undo'

const { db, url, ledger, client } = await createTestLedger({ zone: 'UTC', onNewSeries })
await pointProcessAt(url)
await publishExample(db)
await db.insert(source).values({ slug: 'gateway', format: 'canonical', role: 'ledger', rank: 1 })
const now = new Date('2026-05-20T12:00:00Z')
const period = { from: '2026-05-01', to: '2026-06-01' }
const team = await makeTeam(db, { slug: 'search', name: 'Search' })
await makeTeam(db, { slug: 'support', name: 'Support' })
const costCenter = await makeCostCenter(db, { code: 'CC-1' })
const other = await makeCostCenter(db, { code: 'CC-2' })
await mapTeam(db, operator, { team: 'search', cost_center: 'CC-1', from: null })
const admin = await adminActor(db)
const finance = await userActor(db, { role: 'finance' })
const scope = scopeFor(admin, 'triage.read')

const nowhere = { tagTeam: null, tagBasis: null }
const complete = { project: 'p', service: 'answers', feature: 'f', costCenter: null }
let count = 0
const book = (changes: EventChanges) => {
  count += 1
  const dimensions = { ...complete, ...changes.dimensions }
  return ledger.book([makeEvent(`event ${count}`, { ...changes, dimensions })])
}

const listAll = async () => {
  const query = { ...findingsQuerySchema.parse({}), ...period, limit: 500 }
  return listFindings(db, scope, query, { now })
}
const findingsOf = async (lane: Lane, holds: (finding: Finding) => boolean = () => true) =>
  (await listAll()).findings.filter((finding) => finding.lane === lane && holds(finding))
const toRefs = (findings: readonly Finding[]) => findings.map(({ lane, key }) => ({ lane, key: { ...key } }))
const spentBy = async (name: string) =>
  (await getSpend(db, scope, makeSpendParams({ ...period, groupBy: [], filters: { team: [name] } }))).total.cost_usd
const expectAgreement = async () => {
  const { unattributed_usd: unattributed } = await listAll()
  expect(await spentBy('~none')).toBe(unattributed)
  const { total } = await readCoverage(db, scope, period)
  expect(total.unattributedUsd).toBe(unattributed)
}

describe('a call that nobody owns', () => {
  const usage = { dimensions: { ...nowhere, service: 'stray', route: '/a' } }

  it('is in its own lane alone, is given away with its like, and its next like does not come back', async () => {
    await book(usage)
    const found = await findingsOf('no_owner')
    expect(found).toMatchObject([{ costUsd: '0.003', key: { service: 'stray', route: '/a', source: 'gateway', api_key: null } }])
    expect((await listAll()).findings.map(({ lane }) => lane)).toEqual(['no_owner'])
    await expectAgreement()
    const findings = toRefs(found)
    const preview = await previewFix(db, scope, { kind: 'owner', findings, team: 'search' }, now)
    expect(preview).toMatchObject({
      costUsd: expect.stringMatching(/^0\.003/),
      months: [{ month: '2026-05', before: { kind: 'none' }, after: { kind: 'team', key: 'search' } }],
    })
    const before = await spentBy('search')
    const { fixId } = await runFix(db, admin, 'owner', { findings, team: 'search', from: null })
    await book(usage)
    expect(await findingsOf('no_owner')).toEqual([])
    expect(formatDecimal(parseDecimal(await spentBy('search')) - parseDecimal(before))).toBe('0.006')
    await expectAgreement()

    await undoFix(db, admin, { id: fixId })
    expect(await findingsOf('no_owner')).toMatchObject([{ costUsd: '0.006', state: 'open' }])
    expect(await spentBy('search')).toBe(before)
    await expectAgreement()
    await expect(undoFix(db, admin, { id: fixId })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is given away once where two do it at once', async () => {
    const findings = toRefs(await findingsOf('no_owner'))
    const give = () => runFix(db, admin, 'owner', { findings, team: 'search', from: null })
    const outcomes = await Promise.allSettled([give(), give()])
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(await findingsOf('no_owner')).toEqual([])
  })

  it('is split by service where several share a key', async () => {
    for (const service of ['one', 'two']) await book({ dimensions: { ...nowhere, service, apiKey: 'shared' } })
    const findings = toRefs(await findingsOf('no_owner'))
    const parts = [
      { service: 'one', team: 'search' },
      { service: 'two', team: 'support' },
    ]
    await runFix(db, admin, 'split', { findings, parts, from: null })
    expect(await findingsOf('no_owner')).toEqual([])
    expect(await spentBy('support')).toBe('0.003')
  })
})

describe('a team that nobody registered', () => {
  it('stands for the one that is meant, as suggested, and is unknown again once that is undone', async () => {
    await book({ dimensions: { tagTeam: 'serach' } })
    const found = await findingsOf('unknown_team')
    const detail = await getFinding(db, scope, found[0]?.id ?? '', { now })
    expect(detail.suggestions[0]).toMatchObject({ action: { kind: 'alias_team', team: 'search' }, confidence: 'high' })
    expect(detail.series).toMatchObject([{ costUsd: '0.003', dimensions: { tag_team: 'serach' } }])
    const { fixes, without } = await acceptSuggestions(db, admin, { findings: toRefs(found) }, now)
    expect([fixes.length, without]).toEqual([1, []])
    await book({ dimensions: { tagTeam: 'Serach' } })
    expect(await findingsOf('unknown_team')).toEqual([])
    await expectAgreement()
    await undoFix(db, admin, { id: fixes[0]?.fixId ?? '' })
    expect(await findingsOf('unknown_team', ({ key }) => key.reported_team === 'serach')).toHaveLength(1)
    await runFix(db, admin, 'alias_team', { findings: toRefs(await findingsOf('unknown_team')), team: 'search' })
  })

  it('is registered, and owns what named it', async () => {
    await book({ dimensions: { tagTeam: 'growth' } })
    const findings = toRefs(await findingsOf('unknown_team'))
    const { fixId } = await runFix(db, admin, 'register_team', { findings })
    expect(await spentBy('growth')).toBe('0.003')
    await expect(undoFix(db, admin, { id: fixId })).rejects.toThrow('archive it')
  })
})

describe('a cost centre', () => {
  it('is given by finance for the days on which a team has none, and taken back', async () => {
    await mapTeam(db, operator, { team: 'growth', cost_center: 'CC-2', from: '2026-05-17' })
    const found = await findingsOf('no_cost_center', ({ key }) => key.team === 'growth')
    expect(found).toHaveLength(1)
    const { fixId } = await runFix(db, finance, 'cost_center', { findings: toRefs(found), cost_center: 'CC-1', from: null })
    const of = async (code: string) =>
      (await getSpend(db, scope, makeSpendParams({ ...period, groupBy: [], filters: { team: ['growth'], cost_center: [code] } })))
        .total.cost_usd
    await book({ dimensions: { tagTeam: 'growth' }, occurredAtMs: Date.UTC(2026, 4, 18) })
    expect([await of('CC-1'), await of('CC-2')]).toEqual(['0.003', '0.003'])
    expect(await findingsOf('no_cost_center', ({ key }) => key.team === 'growth')).toEqual([])
    await undoFix(db, finance, { id: fixId })
    expect(await of('~none')).toBe('0.003')
    await runFix(db, finance, 'cost_center', { findings: toRefs(found), cost_center: 'CC-2', from: null })
  })

  it('follows what callers report from a day on', async () => {
    await book({ dimensions: { tagTeam: 'growth', costCenter: 'CC-1' } })
    const found = await findingsOf('cost_center_mismatch')
    expect(found).toMatchObject([{ key: { team: 'growth', reported_cost_center: 'CC-1' } }])
    await runFix(db, finance, 'cost_center', { findings: toRefs(found), from: '2026-05-01' })
    expect(await findingsOf('cost_center_mismatch')).toEqual([])
    expect([costCenter.code, other.code]).toEqual(['CC-1', 'CC-2'])
  })
})

describe('a model without a price', () => {
  it('gets that of another by a new version, and usage is priced at once', async () => {
    await book({ dimensions: { tagTeam: 'search', model: 'plane' } })
    const found = await findingsOf('unpriced', ({ key }) => key.model === 'plane')
    expect(found).toMatchObject([{ costUsd: '0', isAtLeast: true, requests: 1 }])
    const input = { findings: toRefs(found), like: { provider: 'acme', model: 'plain' } }
    await expect(runFix(db, finance, 'price', input)).rejects.toMatchObject({ code: 'forbidden' })
    const { fixId } = await runFix(db, admin, 'price', input)
    await repriceUnpriced(db, client, now)
    expect(await findingsOf('unpriced', ({ key }) => key.model === 'plane')).toEqual([])
    const { message } = await undoFix(db, admin, { id: fixId })
    expect(message).toContain('keeps its price')
  })
})

describe('contradicting records', () => {
  it('are settled by booking the other, and back again', async () => {
    const named = (tokens: bigint) =>
      makeEvent('twice', { usage: { input_tokens: tokens, output_tokens: 100n }, dimensions: complete })
    await ledger.book([named(1000n)])
    await ledger.book([named(3000n)])
    const before = await spentBy('search')
    const findings = toRefs(await findingsOf('capture_conflict'))
    expect(findings).toHaveLength(1)
    const { fixId } = await runFix(db, finance, 'capture', { findings, take: 'other' })
    expect(await findingsOf('capture_conflict')).toEqual([])
    const grown = await spentBy('search')
    expect(parseDecimal(grown)).toBeGreaterThan(parseDecimal(before))
    await ledger.book([named(3000n)])
    expect(await findingsOf('capture_conflict')).toEqual([])
    await undoFix(db, finance, { id: fixId })
    expect(await spentBy('search')).toBe(before)
    expect(await findingsOf('capture_conflict')).toHaveLength(1)
    await runFix(db, finance, 'capture', { findings, take: 'first' })
    await ledger.book([named(3000n)])
    expect(await findingsOf('capture_conflict')).toEqual([])
    expect(await spentBy('search')).toBe(before)
  })
})

describe('what was resolved', () => {
  it('is listed as such, and is open again when it comes back', async () => {
    await book({ dimensions: { ...nowhere, service: 'returns' } })
    const [finding] = await findingsOf('no_owner', ({ key }) => key.service === 'returns')
    const findings = finding ? toRefs([finding]) : []
    const { fixId } = await runFix(db, admin, 'owner', { findings, team: 'search', from: null })
    const resolved = await listFindings(db, scope, findingsQuerySchema.parse({ state: 'resolved' }), { now })
    expect(resolved.findings.map(({ id }) => id)).toContain(finding?.id)
    await undoFix(db, admin, { id: fixId })
    await settleItems(db, now)
    expect((await findingsOf('no_owner', ({ key }) => key.service === 'returns')).map(({ state }) => state)).toEqual(['open'])
    await runFix(db, admin, 'owner', { findings, team: 'search', from: null })
  })
})

describe('coverage', () => {
  it('shows 82 of 100 dollars as 82 percent, the 18 itemised by reason and assignee', async () => {
    const at = Date.UTC(2026, 3, 10)
    const tokens = (dollars: bigint) => ({ input_tokens: dollars * 500_000n, output_tokens: 0n })
    await ledger.book([
      makeEvent('owned', { occurredAtMs: at, usage: tokens(82n), dimensions: complete }),
      makeEvent('stray', { occurredAtMs: at, usage: tokens(11n), dimensions: { ...complete, ...nowhere, service: 'lost' } }),
      makeEvent('named', { occurredAtMs: at, usage: tokens(7n), dimensions: { ...complete, tagTeam: 'nobody-knows' } }),
    ])
    const april = { from: '2026-04-01', to: '2026-05-01' }
    const { total } = await readCoverage(db, scope, april)
    expect(total).toMatchObject({ totalUsd: '100', attributedUsd: '82', unattributedUsd: '18', attributedPercent: '82.00' })
    const { findings } = await listFindings(db, scope, { ...findingsQuerySchema.parse({}), ...april }, { now })
    const items = findings.filter(({ lane }) => lane === 'no_owner' || lane === 'unknown_team')
    expect(items.map(({ lane, costUsd, assignee }) => [lane, costUsd, assignee])).toEqual([
      ['no_owner', '11', { kind: 'desk', desk: 'platform' }],
      ['unknown_team', '7', { kind: 'desk', desk: 'platform' }],
    ])
  })
})

describe('who is bounded by teams', () => {
  it('touches the findings of their own alone, and mends none', async () => {
    const lead = await leadActor(db, { teams: ['support'] })
    const stray = await book({ dimensions: { ...nowhere, service: 'foreign' } })
    expect(stray).toHaveLength(1)
    const findings = toRefs(await findingsOf('no_owner', ({ key }) => key.service === 'foreign'))
    const ask = { findings, assignee: { team: 'support' } }
    await expect(assignFindings(db, lead, ask)).rejects.toMatchObject({ code: 'not_found' })
    await expect(runFix(db, lead, 'owner', { findings, team: 'support' })).rejects.toMatchObject({ code: 'forbidden' })
  })
})

describe('a limit', () => {
  it('is crossed once for a month, whatever asks at once', async () => {
    await setLimit(db, admin, { lane: null, measure: 'cost', threshold: '0.001' })
    const crossed = await Promise.all([recordCrossings(db, now), recordCrossings(db, now)])
    expect(crossed.reduce((sum, one) => sum + one, 0)).toBe(1)
    expect(await recordCrossings(db, now)).toBe(0)
    expect(team.slug).toBe('search')
    await db.transaction((tx) => reattribute(tx, { all: true }))
  })
})
