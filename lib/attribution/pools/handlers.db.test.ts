import { afterAll, expect, it, vi } from 'vitest'
import { organization } from '@/lib/db/schema/organization'
import { makeCostCenter, makeKey, makeSession, makeTeam, makeUser, uniqueSlug } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import type { Handler } from '@/lib/http/handler'
import { getPool, getPoolAllocation, getPools, patchPolicy, patchPool, postPolicy, postPool } from './handlers'

vi.stubEnv('AUTH_SECRET', 'a-secret-of-tests-of-32-characters')
afterAll(() => vi.unstubAllEnvs())

const { db, url } = await createTestDatabase()
await pointProcessAt(url)
await db.insert(organization).values({ reportingZone: 'UTC' })
const { secret: key } = await makeKey(db, { scopes: ['admin'] })
const send = async (handler: Handler, path: string, options: Parameters<typeof makeRequest>[1] = { key }) =>
  handler(await makeRequest(`/api/v1/pools${path}`, options), { requestId: 'request-1', address: '192.0.2.7' })
const addPool = async () => {
  const costCenter = await makeCostCenter(db)
  const slug = uniqueSlug('pool')
  const body = { slug, name: 'A pool', approver_email: 'approver@example.com', cost_center: costCenter.code }
  return { slug, costCenter: costCenter.code, response: await send(postPool, '', { key, body }) }
}

it('registers a pool, lists it as JSON and CSV, and changes it all or nothing', async () => {
  const { slug, costCenter, response } = await addPool()
  expect(response.status).toBe(201)
  expect(await response.json()).toMatchObject({ slug, cost_center: costCenter, archived: false, policy: null, policies: [] })
  const { pools } = await (await send(getPools, '')).json()
  expect(pools.find((pool: { slug: string }) => pool.slug === slug)).toMatchObject({ approver_email: 'approver@example.com' })
  expect(await (await send(getPools, '?format=csv')).text()).toContain(
    `${slug},A pool,approver@example.com,${costCenter},false,,`,
  )
  const changed = await send(patchPool, `/${slug}`, { key, method: 'PATCH', body: { name: 'Other', archived: true } })
  expect(await changed.json()).toMatchObject({ name: 'Other', archived: true })
  const refused = await send(patchPool, `/${slug}`, { key, method: 'PATCH', body: { archived: false, approver_email: 'nobody' } })
  expect(refused.status).toBe(422)
  expect(await (await send(getPool, `/${slug}`)).json()).toMatchObject({ archived: true })
})

it('takes a proposal, which no key approves and somebody of finance does', async () => {
  const { slug } = await addPool()
  const team = await makeTeam(db)
  const body = { from_month: '2026-05', method: 'fixed', shares: [{ team: team.slug, percent: '100' }] }
  const proposed = await (await send(postPolicy, `/${slug}/policies`, { key, body })).json()
  const [{ id }] = proposed.policies
  const decide = (options: object, path = `/${slug}/policies/${id}`) =>
    send(patchPolicy, path, { ...options, method: 'PATCH', body: { decision: 'approved' } })
  expect((await decide({ key })).status).toBe(403)
  const finance = await makeUser(db, { role: 'finance' })
  const sessionId = await makeSession(db, finance.id)
  expect((await decide({ sessionId }, `/${slug}/policies/nothing`)).status).toBe(404)
  const approved = await (await decide({ sessionId })).json()
  expect(approved).toMatchObject({ policy: { id, method: 'fixed', decided_by: finance.email, effective_from: '2026-05-01' } })
})

it('gives a month’s allocation as JSON and CSV', async () => {
  const { slug, costCenter } = await addPool()
  const json = await (await send(getPoolAllocation, `/${slug}/allocation?month=2026-05`)).json()
  expect(json).toMatchObject({ month: '2026-05', cost_usd: '0', received: [], kept_usd: '0', kept_reason: 'no_policy' })
  const csv = await (await send(getPoolAllocation, `/${slug}/allocation?month=2026-05&format=csv`)).text()
  expect(csv).toContain(`${slug},2026-05,,${costCenter},0,,no_policy`)
  expect((await send(getPoolAllocation, `/${slug}/allocation?month=2026-5`)).status).toBe(422)
})

it.each([
  [getPool, '/no-such-pool'],
  [getPoolAllocation, '/no-such-pool/allocation'],
])('answers 404 for a pool that is not there', async (handler, path) => {
  expect((await send(handler, path)).status).toBe(404)
})
