import { afterAll, describe, expect, it, vi } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { source } from '@/lib/db/schema/auth'
import { adminActor, engineerActor, makeKey, makeTeam } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { pointProcessAt } from '@/lib/db/testing/test-database'
import { makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { getKeysReport, getKeyUseReport } from './handler'
import { getKeyUse } from './key-use'
import { getKeys } from './queries'
import { keysReportSchema, keyUseReportSchema } from './schema'

vi.stubEnv('AUTH_SECRET', 'a-secret-of-tests-of-32-characters')
afterAll(() => vi.unstubAllEnvs())

const { db, url, sql, ledger } = await createTestLedger({ zone: 'Europe/Berlin' })
await pointProcessAt(url)
await db.insert(source).values({ slug: 'gateway', format: 'canonical', role: 'ledger', rank: 1 })
const { secret } = await makeKey(db)
const [search, support] = [await makeTeam(db, { name: 'Search & ranking' }), await makeTeam(db)]
const everything = scopeFor(await adminActor(db), 'spend.read')
const supportOnly = scopeFor(await engineerActor(db, { teams: [support.slug] }), 'spend.read')

interface Call {
  readonly apiKey: string | null
  readonly service?: string
  readonly environment?: string
  readonly model?: string
  readonly tagTeam?: string
}
const call = (at: string, dimensions: Call) =>
  makeEvent(`${at} ${JSON.stringify(dimensions)}`, { occurredAtMs: Date.parse(at), dimensions })

// A call is $0.003. In May Berlin is two hours ahead of UTC. May is asked for; the four weeks before begin on 3 April.
await ledger.book([
  call('2026-04-10T07:00:00Z', { apiKey: 'k-known' }),
  call('2026-05-10T07:30:00Z', { apiKey: 'k-known' }),
  call('2026-05-11T07:10:00Z', { apiKey: 'k-known', service: 'batch' }),
  call('2026-05-12T01:00:00Z', { apiKey: 'k-known', environment: 'staging', tagTeam: 'support' }),
  call('2026-05-12T07:00:00Z', { apiKey: 'k-known', model: 'nobody-knows-it' }),
  // Long before: nothing is known of it in the four weeks.
  call('2026-03-01T07:00:00Z', { apiKey: 'k-new' }),
  call('2026-05-13T07:00:00Z', { apiKey: 'k-new', environment: 'staging' }),
  call('2026-05-14T07:00:00Z', { apiKey: null }),
])
await sql`truncate series_ownership`
await sql`insert into series_ownership (series_id, period, owner_kind, team_id, basis)
  select id, '(,)', 'team', case tag_team when 'search' then ${search.id}::uuid else ${support.id}::uuid end, 'metadata' from usage_series`

const may = { from: '2026-05-01', to: '2026-06-01', filters: {} }
const newOf = (uses: readonly { value: string | null; is_new: boolean }[]) =>
  uses.filter(({ is_new }) => is_new).map(({ value }) => value)

describe('keys in use', () => {
  it('come with owners, services and exact costs, and what is new is marked', async () => {
    const report = keysReportSchema.parse(await getKeys(db, everything, may))
    expect(report).toMatchObject({
      ...{ zone: 'Europe/Berlin', baseline: { from: '2026-04-03', to: '2026-05-01' }, key_count: 3, rest: null },
      total: { cost_usd: '0.015', requests: 6, is_at_least: true },
      names: { team: { [search.slug]: 'Search & ranking' } },
    })
    const [known, ...others] = report.keys
    expect(known).toMatchObject({
      ...{ key: 'k-known', cost_usd: '0.009', requests: 4, is_at_least: true, is_new: false },
      ...{ teams: [search.slug, support.slug], team_count: 2, services: ['answers', 'batch'], service_count: 2 },
    })
    expect(newOf(known?.environments ?? [])).toEqual(['staging'])
    expect(newOf(known?.models ?? [])).toEqual(['nobody-knows-it'])
    expect(others.map(({ key, is_new }) => [key, is_new])).toEqual([
      ['k-new', true],
      [null, true],
    ])
    expect(others.flatMap(({ environments, models }) => newOf([...environments, ...models]))).toEqual([])
  })

  it('show a reader what their teams own, and add up to it', async () => {
    const report = await getKeys(db, supportOnly, may)
    expect(report.keys.map(({ key, cost_usd }) => [key, cost_usd])).toEqual([['k-known', '0.003']])
    expect(report.total.cost_usd).toBe('0.003')
  })

  it('are told for what the filters leave', async () => {
    const report = await getKeys(db, everything, { ...may, filters: { environment: ['staging'] } })
    expect(report.keys.map(({ key }) => key)).toEqual(['k-known', 'k-new'])
  })
})

describe('one key', () => {
  const use = (key: string, scope = everything) => getKeyUse(db, scope, { ...may, key })

  it('is shown by service and hour of the reporting zone, with the hours that are new', async () => {
    const report = keyUseReportSchema.parse(await use('k-known'))
    expect(report).toMatchObject({ key: 'k-known', is_new: false, total: { cost_usd: '0.009', requests: 4, is_at_least: true } })
    expect(report.hours).toHaveLength(24)
    const busy = report.hours.filter(({ requests }) => requests > 0)
    expect(busy).toEqual([
      { hour: 3, cost_usd: '0.003', requests: 1, is_at_least: false, is_new: true },
      { hour: 9, cost_usd: '0.006', requests: 3, is_at_least: true, is_new: false },
    ])
    expect(report.services.map(({ value, cost_usd, is_new }) => [value, cost_usd, is_new])).toEqual([
      ['answers', '0.006', false],
      ['batch', '0.003', true],
    ])
    expect(report.services[1]?.hours[9]).toMatchObject({ hour: 9, requests: 1, cost_usd: '0.003' })
    expect(newOf(report.environments)).toEqual(['staging'])
    expect(newOf(report.models)).toEqual(['nobody-knows-it'])
    expect(newOf(report.teams)).toEqual([support.slug])
  })

  it('that was not used before is new itself, and nothing about it is marked besides', async () => {
    const report = await use('k-new')
    expect(report.is_new).toBe(true)
    expect(report.hours.some(({ is_new }) => is_new)).toBe(false)
    expect(newOf(report.environments)).toEqual([])
  })

  it('may be none, and has no usage where the reader’s teams have none', async () => {
    expect(await use('~none')).toMatchObject({ key: null, total: { cost_usd: '0.003' } })
    expect(await use('k-new', supportOnly)).toMatchObject({
      total: { cost_usd: '0', requests: 0 },
      services: [],
      environments: [],
    })
  })
})

describe('the endpoints', () => {
  const ask = async (handler: typeof getKeysReport, query: string) =>
    handler(await makeRequest(`/api/v1/engineering/keys?${query}`, { key: secret }), { requestId: 'test', address: 'test' })

  it('give the same as a file', async () => {
    const csv = await (await ask(getKeysReport, 'from=2026-05-01&to=2026-06-01&format=csv')).text()
    const [head, first] = csv.replace('\uFEFF', '').split('\r\n')
    expect(head).toBe('key,cost_usd,is_at_least,requests,teams,services,environments,models,is_new,new_environments,new_models')
    expect(first).toMatch(/^k-known,0\.009,true,4,.*,false,staging,nobody-knows-it$/)
  })

  it.each([
    ['from', 'to=2026-06-01'],
    ['format', 'from=2026-05-01&to=2026-06-01&format=pdf'],
    ['colour', 'from=2026-05-01&to=2026-06-01&colour=red'],
  ])('name %s where it cannot be read', async (path, query) => {
    const response = await ask(getKeysReport, query)
    expect(response.status).toBe(422)
    expect((await response.json()).errors.map((error: { path: string }) => error.path)).toContain(path)
  })

  it.each([
    ['key', 'from=2026-05-01&to=2026-06-01'],
    ['to', 'from=2026-01-01&to=2026-06-01&key=k-known'],
  ])('name %s of a key’s use', async (path, query) => {
    const response = await ask(getKeyUseReport, query)
    expect(response.status).toBe(422)
    expect((await response.json()).errors.map((error: { path: string }) => error.path)).toContain(path)
  })
})
