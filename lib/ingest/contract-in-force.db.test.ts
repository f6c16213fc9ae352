import { beforeAll, describe, expect, it } from 'vitest'
import { publishContract } from '@/lib/attribution/contract/commands'
import { findCurrentContract } from '@/lib/attribution/contract/queries'
import type { ContractDocument } from '@/lib/attribution/contract/schema'
import { makeKey, makeTeam, operator } from '@/lib/db/testing/factories'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import { readEnv } from '@/lib/env'
import { serveHotRoutes } from '@/lib/server/testing/serve-hot-routes'
import { prepareInstallation } from '@/lib/setup/prepare-installation'
import { makeRecord } from './testing/records'

const { db, url, sql } = await createTestDatabase()
await pointProcessAt(url)

let origin = ''
let secret = ''

beforeAll(async () => {
  await prepareInstallation(url, readEnv({ REPORTING_ZONE: 'Europe/Berlin' }))
  await makeTeam(db, { slug: 'growth' })
  secret = (await makeKey(db, { scopes: ['ingest', 'reports:read'] })).secret
  origin = (await serveHotRoutes()).origin
})

type Answer = Record<string, unknown> & { results: Record<string, unknown>[]; events: Record<string, unknown>[] }

async function ask(path: string, body?: unknown): Promise<{ status: number; body: Answer }> {
  const response = await fetch(origin + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: response.status, body: JSON.parse(await response.text()) }
}

async function publish(changes: Partial<ContractDocument>): Promise<number> {
  const { version, document } = await findCurrentContract(db)
  const input = { document: { ...document, ...changes }, basedOn: version, note: 'test' }
  return (await publishContract(db, operator, input)).version
}

let count = 0
const recent = (changes: Record<string, unknown> = {}) =>
  makeRecord({
    request_id: `contract-${++count}`,
    timestamp: new Date(Date.now() - 3_600_000).toISOString(),
    team_id: 'growth',
    ...changes,
  })
const send = async (record: Record<string, unknown>) => (await ask('/api/v1/events?results=all', record)).body.results[0]
const readBack = async ({ request_id: id }: Record<string, unknown>) =>
  (await ask(`/api/v1/events?request_id=${id}`)).body.events[0]

describe('a contract that is published', () => {
  it('holds for the next request: labels flow into their columns and come back by name', async () => {
    const before = recent({ labels: { customer_tier: 'gold' } })
    await send(before)
    await publish({ labels: [{ column: 3, name: 'customer_tier', isRetired: false }] })
    const after = recent({ labels: { customer_tier: 'gold', colour: 'blue' } })
    await send(after)
    expect(await readBack(before)).toMatchObject({ labels: {} })
    expect(await readBack(after)).toMatchObject({ labels: { customer_tier: 'gold' } })
    expect(await sql`select label_3 from usage_series where label_3 is not null`).toEqual([{ label_3: 'gold' }])
  })

  it('holds in the parser thread too', async () => {
    const records = Array.from({ length: 1_500 }, () => recent({ labels: { customer_tier: 'silver' } }))
    expect((await ask('/api/v1/events', records)).body).toMatchObject({ accepted: 1_500 })
    expect(await readBack(records[700] ?? {})).toMatchObject({ labels: { customer_tier: 'silver' } })
  })

  it('still shows what came in under a label that is retired, and takes no more of it', async () => {
    const before = recent({ labels: { customer_tier: 'bronze' } })
    await send(before)
    await publish({ labels: [{ column: 3, name: 'customer_tier', isRetired: true }] })
    const after = recent({ labels: { customer_tier: 'bronze' } })
    await send(after)
    expect(await readBack(before)).toMatchObject({ labels: { customer_tier: 'bronze' } })
    expect(await readBack(after)).toMatchObject({ labels: {} })
  })

  it('decides findings, also of what came in before', async () => {
    const record = recent({ environment: 'pilot', feature: undefined })
    expect(await send(record)).toMatchObject({ findings: ['missing_cost_center'] })
    const { document } = await findCurrentContract(db)
    const pilot = { environment: 'pilot', requires: [{ field: 'feature' as const, suppliedBy: 'sdk' as const }] }
    await publish({ environments: [...document.environments, pilot] })
    expect(await readBack(record)).toMatchObject({ findings: ['missing_cost_center', 'missing_feature'] })
  })

  it('keeps ids of people only where it says so', async () => {
    const stored = async (record: Record<string, unknown>) => {
      await send(record)
      return sql`select user_id from usage_event where request_id = ${String(record.request_id)}`
    }
    expect(await stored(recent({ user_id: 'alice' }))).toEqual([{ user_id: null }])
    await publish({ keepsUserId: true })
    expect(await stored(recent({ user_id: 'alice' }))).toEqual([{ user_id: 'alice' }])
    expect(await stored(recent({ user_id: 'team:growth|env:prod' }))).toEqual([{ user_id: null }])
    await publish({ keepsUserId: false })
  })
})

describe('a user string', () => {
  it('owns what nothing else does, and says that it did', async () => {
    const record = recent({
      team_id: undefined,
      feature: undefined,
      user_id: 'team:growth|feature:onboarding|user:alice|colour:blue',
    })
    expect(await send(record)).toMatchObject({ status: 'accepted', findings: ['missing_cost_center', 'unparsed_user'] })
    expect(await readBack(record)).toMatchObject({ owner: 'growth', ownership_basis: 'user', feature: 'onboarding' })
  })
})

describe('GET /api/v1/contract', () => {
  it('serves the version in force, and any earlier one', async () => {
    const version = await publish({ sandbox: { environments: ['playground'] } })
    const { body } = await ask('/api/v1/contract')
    expect(body).toMatchObject({
      version,
      note: 'test',
      schema: { type: 'object', required: ['timestamp', 'provider', 'model'] },
      required_fields: ['timestamp', 'provider', 'model'],
      expected_fields: { pilot: ['feature'] },
      labels: [],
      sandbox: { environments: ['playground'] },
      keeps: { user_id: false, tenant_id: false },
    })
    const { body: first } = await ask('/api/v1/contract?version=1')
    expect(first).toMatchObject({ version: 1, published_at: null, sandbox: { environments: expect.arrayContaining(['dev']) } })
  })

  it.each([
    ['99', 404],
    ['0', 422],
    ['two', 422],
  ])('has no version %s', async (version, status) => {
    expect((await ask(`/api/v1/contract?version=${version}`)).status).toBe(status)
  })
})
