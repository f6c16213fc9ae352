import { describe, expect, it } from 'vitest'
import { defaultContract } from '@/lib/attribution/contract/ingest-contract'
import { createOwnershipReader } from '@/lib/attribution/findings-hook'
import { scopeFor } from '@/lib/auth/scope'
import { source } from '@/lib/db/schema/auth'
import { adminActor, engineerActor, leadActor, makeCostCenter, makeTeam } from '@/lib/db/testing/factories'
import { findRateSetIds } from '@/lib/pricing/book-store/materialize-rate-sets'
import { getPriceBook } from '@/lib/pricing/get-price-book'
import { publishExample } from '@/lib/pricing/testing/publish-example'
import type { PublishedPrices } from '@/lib/usage/price-normalized-event'
import { keyOf, makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { getRequest } from './get-request'
import { listRequests } from './queries'
import { type RequestAddress, readQuestion } from './question'
import { readSourceRecord } from './source-record'

// Days begin at a quarter past an UTC hour, so that hours lie across them.
const { db, sql, ledger, url } = await createTestLedger({ zone: 'Asia/Kathmandu', getPrices: async () => prices })
await publishExample(db)
const book = await getPriceBook(db)
const prices: PublishedPrices = { book, rateSetIds: await findRateSetIds(db, book) }
await db.insert(source).values({ slug: 'gateway', format: 'canonical', role: 'ledger', rank: 1 })
const [search, support, costCenter] = [await makeTeam(db), await makeTeam(db), await makeCostCenter(db)]
const everything = scopeFor(await adminActor(db), 'spend.read')
const searchOnly = scopeFor(await engineerActor(db, { teams: [search.slug] }), 'spend.read')
const costCenterOnly = scopeFor(await leadActor(db, { costCenters: [costCenter.code] }), 'spend.read')
const services = { readContract: async () => defaultContract, ownership: createOwnershipReader(db) }
const at = (instant: string) => ({ occurredAtMs: Date.parse(instant) })

// May begins on April 30 at 18:15 UTC. Search owns what names a team until the 10th, support from then on.
await ledger.book([
  makeEvent('last of april', at('2026-04-30T18:14:59Z')),
  makeEvent('first of may', { ...at('2026-04-30T18:15:00Z'), traceId: 'trace-1' }),
  makeEvent('retry', { ...at('2026-05-02T09:00:00Z'), traceId: 'trace-1', dimensions: { isRetry: true } }),
  makeEvent('last of search', at('2026-05-09T18:14:00Z')),
  makeEvent('first of support', at('2026-05-09T18:16:00Z')),
  makeEvent('nobody', { ...at('2026-05-12T09:00:00Z'), dimensions: { tagTeam: null } }),
  makeEvent('unpriced', { ...at('2026-05-12T10:00:00Z'), dimensions: { model: 'nobody-knows-it' } }),
  makeEvent('many at once', { ...at('2026-02-03T09:00:00Z'), usage: { input_tokens: 9n, output_tokens: 1n, requests: 5_000n } }),
  makeEvent('late that day', at('2026-02-03T17:50:00Z')),
  makeEvent('claimed', { ...at('2026-05-13T10:00:00Z'), reportedCost: 4_000_000_000_000_000n }),
])
await sql`truncate series_ownership`
await sql`insert into series_ownership (series_id, period, owner_kind, reason)
  select id, '(,)', 'none', 'missing_team' from usage_series where tag_team is null`
await sql`insert into series_ownership (series_id, period, owner_kind, team_id, basis)
  select id, span.period::daterange, 'team', span.team::uuid, 'metadata' from usage_series
  cross join (values ('(,2026-05-10)', ${search.id}), ('[2026-05-10,)', ${support.id})) span (period, team) where tag_team is not null`
await sql`insert into team_cost_center (team_id, cost_center_id, period) values (${support.id}, ${costCenter.id}, '[2026-05-12,)')`

const may = { from: '2026-05-01', to: '2026-06-01' }

async function list(address: RequestAddress, scope = everything) {
  const asked = readQuestion(address, '2026-05-15')
  if (!asked.ok) throw new Error(asked.message)
  return listRequests(db, scope, asked.question)
}
const idsOf = async (address: RequestAddress, scope = everything) =>
  (await list(address, scope)).rows.map(({ requestId }) => requestId)

describe('the list of requests', () => {
  it('finds every row of a day whose many requests lie in few rows', async () => {
    expect(await idsOf({ from: '2026-02-01', to: '2026-03-01' })).toEqual(['late that day', 'many at once'])
  })

  it('holds what ran on the days of the reporting zone, newest first', async () => {
    const { rows, total, nextCursor } = await list(may)
    expect(rows.map(({ requestId }) => requestId)).toEqual([
      'claimed',
      'unpriced',
      'nobody',
      'first of support',
      'last of search',
      'retry',
      'first of may',
    ])
    expect({ total, nextCursor }).toEqual({ total: 7, nextCursor: null })
  })

  it('is this month so far where no period is named, and all of time where an id is', async () => {
    expect(await idsOf({})).toHaveLength(7)
    expect(await idsOf({ request_id: 'last of april' })).toEqual(['last of april'])
    expect(await idsOf({ request_id: 'last of april', ...may })).toEqual([])
    expect(await idsOf({ trace_id: 'trace-1' })).toEqual(['retry', 'first of may'])
  })

  it.each<[string, RequestAddress, string[]]>([
    ['team', { team: [search.slug] }, ['last of search', 'retry', 'first of may']],
    ['nobody', { team: ['~none'] }, ['nobody']],
    ['cost centre', { cost_center: [costCenter.code] }, ['claimed', 'unpriced']],
    ['model', { model: ['nobody-knows-it'] }, ['unpriced']],
    ['model family', { model_family: ['nobody-knows-it'] }, ['unpriced']],
    ['attempt', { attempt: ['retry'] }, ['retry']],
    ['day', { day: ['2026-05-09', '2026-05-01'] }, ['last of search', 'first of may']],
    ['hour', { from: '2026-05-08', to: '2026-05-14', hour: ['2026-05-09T18:00:00Z'] }, ['first of support', 'last of search']],
    ['two at once', { team: [support.slug], outcome: ['success'], model: ['plain'] }, ['claimed', 'first of support']],
  ])('narrows by %s as the spend report does', async (_name, filter, expected) => {
    expect(await idsOf({ ...may, ...filter })).toEqual(expected)
  })

  it('shows a reader what their teams and cost centres own on the day of the call', async () => {
    expect(await idsOf(may, searchOnly)).toEqual(['last of search', 'retry', 'first of may'])
    expect(await idsOf(may, costCenterOnly)).toEqual(['claimed', 'unpriced'])
    expect(await idsOf({ request_id: 'nobody' }, searchOnly)).toEqual([])
  })

  it('keeps a cost that is not known unknown', async () => {
    const { rows } = await list({ request_id: 'unpriced' })
    expect(rows).toMatchObject([{ costUsd: null, rateSetId: 0, inputTokens: '1000' }])
  })

  it('comes to every request once, page by page, also at the same instant', async () => {
    const many = Array.from({ length: 120 }, (_, index) =>
      makeEvent(`page ${index}`, at(`2026-03-${String(1 + (index % 4)).padStart(2, '0')}T0${Math.floor(index / 40)}:00:00Z`)),
    )
    await ledger.book(many)
    await sql`insert into series_ownership (series_id, period, owner_kind, reason)
      select id, '(,)', 'none', 'missing_team' from usage_series where id not in (select series_id from series_ownership)`
    const seen: string[] = []
    const sizes: number[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ from: '2026-03-01', to: '2026-04-01', cursor })
      seen.push(...page.rows.map(({ eventKey }) => eventKey))
      sizes.push(page.rows.length)
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(sizes).toEqual([50, 50, 20])
    expect(new Set(seen)).toEqual(new Set(many.map(({ eventKey }) => eventKey)))
  })
})

describe('a request', () => {
  const get = (name: string, scope = everything) => getRequest(db, scope, services, keyOf(name))

  it('says line by line what it cost, and what its source said it did', async () => {
    const found = await get('claimed')
    expect(found).toMatchObject({
      document: { cost_usd: '0.003', reported_cost_usd: '0.004' },
      differenceUsd: '0.001',
      owner: {
        kind: 'team',
        team: support.slug,
        basis: 'metadata',
        since: '2026-05-10',
        until: null,
        costCenter: costCenter.code,
      },
    })
    expect(found?.lines.map(({ meter, counted, costUsd }) => [meter, counted, costUsd])).toEqual([
      ['input', '1000', '0.002'],
      ['output', '100', '0.001'],
    ])
    expect(found?.document.findings).toContain('cost_variance')
  })

  it('keeps its usage where it has no price, without a rate and without a cost', async () => {
    const found = await get('unpriced')
    expect(found?.lines).toMatchObject([
      { meter: 'input', counted: '1000', rate: null, costUsd: null },
      { meter: 'output', counted: '100', rate: null, costUsd: null },
    ])
    expect(found).toMatchObject({ document: { cost_usd: null, price_version: null }, differenceUsd: null, savingUsd: null })
  })

  it('lists the other requests of its trace in the order in which they ran', async () => {
    const found = await get('retry')
    expect(found?.attempts.map(({ requestId, isRetry }) => [requestId, isRetry])).toEqual([
      ['first of may', false],
      ['retry', true],
    ])
  })

  it('is owned by who owned it on its day', async () => {
    expect((await get('last of search'))?.owner).toMatchObject({ team: search.slug, until: '2026-05-10', costCenter: null })
    expect((await get('nobody'))?.owner).toMatchObject({ kind: 'none', team: null, reason: 'missing_team' })
  })

  it('is none to a reader whose teams do not own it, and none under a key that is no key', async () => {
    expect(await get('first of support', searchOnly)).toBeNull()
    expect(await get('retry', searchOnly)).not.toBeNull()
    expect(await getRequest(db, everything, services, 'no-key')).toBeNull()
  })

  it('has the record as its source sent it', async () => {
    const found = await get('claimed')
    const record = await readSourceRecord(url, found?.archive ?? null)
    expect(record).toEqual({ state: 'kept', record: '{\n  "request_id": "claimed"\n}' })
    expect(await readSourceRecord(url, null)).toEqual({ state: 'gone' })
    expect(await readSourceRecord(url, { id: 999_999n, line: 0 })).toEqual({ state: 'gone' })
  })
})
