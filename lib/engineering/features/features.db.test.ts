import { afterAll, describe, expect, it, vi } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { source } from '@/lib/db/schema/auth'
import { adminActor, engineerActor, makeKey, makeTeam } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { pointProcessAt } from '@/lib/db/testing/test-database'
import { makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { getFeaturesReport } from './handler'
import { getFeatures } from './queries'
import { featuresReportSchema } from './schema'

vi.stubEnv('AUTH_SECRET', 'a-secret-of-tests-of-32-characters')
afterAll(() => vi.unstubAllEnvs())

const { db, url, sql, ledger } = await createTestLedger({ zone: 'UTC' })
await pointProcessAt(url)
await db.insert(source).values({ slug: 'gateway', format: 'canonical', role: 'ledger', rank: 1 })
const { secret: key } = await makeKey(db)
const [search, support] = [await makeTeam(db, { name: 'Search & ranking' }), await makeTeam(db)]
const everything = scopeFor(await adminActor(db), 'spend.read')
const supportOnly = scopeFor(await engineerActor(db, { teams: [support.slug] }), 'spend.read')

const call = (
  name: string,
  at: string,
  feature: string | null,
  tagTeam: string,
  more: { output?: bigint; model?: string } = {},
) =>
  makeEvent(name, {
    occurredAtMs: Date.parse(`${at}T12:00:00Z`),
    usage: { input_tokens: 1000n, output_tokens: more.output ?? 100n },
    dimensions: { feature, tagTeam, ...(more.model ? { model: more.model } : {}) },
  })

// At $2 and $10 a million: a call is $0.003; of 9,800 tokens out, $0.1. May is asked for, April is before it.
await ledger.book([
  call('digest', '2026-05-03', 'digest', 'search', { output: 9_800n }),
  call('chat 1', '2026-05-03', 'chat', 'search'),
  call('chat 2', '2026-05-04', 'chat', 'support'),
  call('chat 3', '2026-05-04', 'chat', 'support'),
  call('old', '2026-05-05', 'old', 'search'),
  call('none', '2026-05-06', null, 'search'),
  call('unpriced', '2026-05-06', 'chat', 'search', { model: 'nobody-knows-it' }),
  call('april chat', '2026-04-30', 'chat', 'search'),
  call('march old', '2026-03-31', 'old', 'search'),
])
await sql`truncate series_ownership`
await sql`insert into series_ownership (series_id, period, owner_kind, team_id, basis)
  select id, '(,)', 'team', case tag_team when 'search' then ${search.id}::uuid else ${support.id}::uuid end, 'metadata' from usage_series`

const may = { from: '2026-05-01', to: '2026-06-01', filters: {}, by: 'feature' } as const

describe('getFeatures', () => {
  it('ranks features by cost, beside requests, owners, days, the month before and what is new', async () => {
    const report = featuresReportSchema.parse(await getFeatures(db, everything, may))
    expect(report).toMatchObject({
      ...{ from: '2026-05-01', to: '2026-06-01', zone: 'UTC', step: 'day', previous: { from: '2026-04-01', to: '2026-05-01' } },
      total: { cost_usd: '0.115', is_at_least: true, requests: 7, previous_cost_usd: '0.003' },
      ranked: { count: 3, vital_count: 1, cost_usd: '0.112', new_count: 1, new_cost_usd: '0.1' },
      rest: null,
      names: { team: { [search.slug]: 'Search & ranking' } },
    })
    expect(report.rows.map(({ key, appearance, previous_cost_usd }) => [key, appearance, previous_cost_usd])).toEqual([
      ['digest', 'new', null],
      ['chat', 'known', '0.003'],
      ['old', 'back', null],
      [null, 'known', null],
    ])
    expect(report.rows[1]).toMatchObject({
      ...{ rank: 2, is_vital: false, cost_usd: '0.009', is_at_least: true, requests: 4, cost_per_request_usd: '0.00225' },
      ...{
        cumulative_usd: '0.109',
        cost_share: '7.82',
        request_share: '57.14',
        teams: [support.slug, search.slug],
        team_count: 2,
      },
    })
    expect(report.rows[1]?.trend.slice(0, 5)).toEqual(['0', '0', '0.003', '0.006', '0'])
    expect(report.steps).toHaveLength(31)
  })

  it('shows people of a team what their team pays, and nothing of others', async () => {
    const { total, rows } = await getFeatures(db, supportOnly, may)
    expect(total).toMatchObject({ cost_usd: '0.006', requests: 2, previous_cost_usd: null })
    expect(rows.map(({ key: name, teams, appearance }) => [name, teams, appearance])).toEqual([['chat', [support.slug], 'new']])
  })

  it('takes filters, another ranking and long periods, which step by months', async () => {
    const filtered = await getFeatures(db, everything, { ...may, filters: { feature: ['chat', '~none'], team: [search.slug] } })
    expect(filtered.rows.map(({ key: name, cost_usd }) => [name, cost_usd])).toEqual([
      ['chat', '0.003'],
      [null, '0.003'],
    ])
    const services = await getFeatures(db, everything, { ...may, from: '2026-02-01', by: 'service' })
    expect(services).toMatchObject({ step: 'month', steps: ['2026-02', '2026-03', '2026-04', '2026-05'] })
    expect(services.rows).toMatchObject([{ key: 'answers', trend: ['0', '0.003', '0.003', '0.115'] }])
  })

  it('answers with nothing where nothing was used', async () => {
    const empty = await getFeatures(db, everything, { ...may, from: '2024-01-01', to: '2024-01-03' })
    expect(empty).toMatchObject({
      rows: [],
      ranked: { count: 0, vital_count: 0 },
      total: { cost_usd: '0', previous_cost_usd: null },
    })
  })
})

const send = async (query: string, options: Parameters<typeof makeRequest>[1] = { key }) =>
  getFeaturesReport(await makeRequest(`/api/v1/engineering/features?${query}`, options), {
    ...{ requestId: 'request-1', address: '192.0.2.7' },
  })

describe('GET /api/v1/engineering/features', () => {
  it('gives the same rows as CSV', async () => {
    const response = await send('from=2026-05-01&to=2026-06-01&format=csv')
    expect(response.headers.get('content-disposition')).toContain('features-2026-05-01-2026-06-01.csv')
    const [head, first, ...others] = (await response.text()).trim().split('\r\n')
    expect(head).toBe(
      'rank,name,kind,teams,cost_usd,is_at_least,requests,cost_share,request_share,cumulative_usd,cost_per_request_usd,previous_cost_usd,appearance',
    )
    expect(first).toBe(`1,digest,named,${search.slug},0.1,false,1,86.96,14.29,0.1,0.1,,new`)
    expect(others).toHaveLength(3)
  })

  it.each([
    ['from=2026-05-01&to=2026-05-01', 'to'],
    ['from=2026-05-01', 'to'],
    ['from=soon&to=2026-06-01', 'from'],
    ['from=2026-05-01&to=2026-06-01&by=colour', 'by'],
    ['from=2026-05-01&to=2026-06-01&format=pdf', 'format'],
    ['from=2026-05-01&to=2026-06-01&colour=red', 'colour'],
    ['from=2026-05-01&to=2026-06-01&day=2026-05-02', 'day'],
  ])('refuses %s naming %s', async (query, path) => {
    const response = await send(query)
    expect(response.status).toBe(422)
    expect((await response.json()).errors.map((error: { path: string }) => error.path)).toContain(path)
  })

  it('answers nobody without a key', async () => {
    expect((await send('from=2026-05-01&to=2026-06-01', {})).status).toBe(401)
  })
})
