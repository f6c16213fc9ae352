import { describe, expect, it } from 'vitest'
import { makeKey, makeTeam, uniqueSlug } from '@/lib/db/testing/factories'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import type { Handler } from '@/lib/http/handler'
import { deleteRule, getRule, getRules, patchRule, postRule, postRulePreview } from './handlers'

const { db, url } = await createTestDatabase()
await pointProcessAt(url)
const { secret } = await makeKey(db, { scopes: ['admin'] })
const reader = (await makeKey(db, { scopes: ['reports:read'] })).secret

async function ask(handler: Handler, method: string, path: string, body?: unknown, key = secret) {
  const request = new Request(`http://test.example${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const response = await handler(request, { requestId: 'test', address: '192.0.2.1' })
  return { status: response.status, body: await response.json() }
}

const makeRule = async () => ({
  name: 'Chat of the shop',
  conditions: [{ dimension: 'route', operator: 'prefix', values: [`/${uniqueSlug('chat')}`] }],
  team: (await makeTeam(db, { slug: uniqueSlug('shop') })).slug,
})

describe('/api/v1/rules', () => {
  it('adds a rule, tells it, changes it, undoes it, and takes it into use again', async () => {
    const rule = await makeRule()
    const created = await ask(postRule, 'POST', '/api/v1/rules', rule)
    expect(created).toMatchObject({
      status: 201,
      body: { ...rule, kind: 'rule', position: 1, pool: null, from: null, retired_at: null },
    })
    const path = `/api/v1/rules/${created.body.id}`
    const changed = await ask(patchRule, 'PATCH', path, { from: '2026-03-01', note: 'as agreed', position: 1 })
    expect(changed).toMatchObject({ status: 200, body: { from: '2026-03-01', note: 'as agreed', team: rule.team } })
    expect((await ask(deleteRule, 'DELETE', path)).body.retired_at).not.toBeNull()
    expect((await ask(patchRule, 'PATCH', path, { retired: false })).body).toMatchObject({ retired_at: null, position: 1 })
    expect((await ask(getRules, 'GET', '/api/v1/rules', undefined, reader)).body.rules).toHaveLength(1)
    const use = { series: 0, requests: '0', cost_usd: '0', is_at_least: false }
    expect((await ask(getRule, 'GET', path, undefined, reader)).body).toMatchObject({ id: created.body.id, last_30_days: use })
  })

  it('previews a change without making it', async () => {
    const before = (await ask(getRules, 'GET', '/api/v1/rules')).body.rules.length
    const preview = await ask(postRulePreview, 'POST', '/api/v1/rules/preview', { action: 'create', rule: await makeRule() })
    expect(preview).toMatchObject({ status: 200, body: { series: 0, confirmed: 0, cost_usd: '0', months: [], largest: [] } })
    expect((await ask(getRules, 'GET', '/api/v1/rules')).body.rules).toHaveLength(before)
  })

  it('refuses with the field at fault', async () => {
    const rule = await makeRule()
    const conversation = { ...rule, conditions: [{ dimension: 'conversation_id', operator: 'equals', values: ['c'] }] }
    expect(await ask(postRule, 'POST', '/api/v1/rules', conversation)).toMatchObject({
      status: 422,
      body: {
        code: 'invalid',
        errors: [{ path: 'conditions[0].dimension', message: expect.stringContaining('is for debugging') }],
      },
    })
    expect((await ask(postRule, 'POST', '/api/v1/rules', { ...rule, colour: 'blue' })).status).toBe(422)
    expect((await ask(postRule, 'POST', '/api/v1/rules', rule, reader)).status).toBe(403)
    expect((await ask(getRule, 'GET', '/api/v1/rules/no-such-rule')).status).toBe(404)
    const { id } = (await ask(postRule, 'POST', '/api/v1/rules', rule)).body
    for (const change of [{}, { colour: 'blue' }, { position: 0 }, { conditions: [] }, { retired: 'yes' }]) {
      expect((await ask(patchRule, 'PATCH', `/api/v1/rules/${id}`, change)).status).toBe(422)
    }
    const both = await ask(patchRule, 'PATCH', `/api/v1/rules/${id}`, { name: 'New', to: '2020-01-01', from: '2021-01-01' })
    expect(both).toMatchObject({ status: 422, body: { errors: [{ path: 'to' }] } })
    expect((await ask(getRule, 'GET', `/api/v1/rules/${id}`)).body.name).toBe(rule.name)
  })
})
