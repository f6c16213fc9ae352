import { describe, expect, it } from 'vitest'
import { source } from '@/lib/db/schema/auth'
import { leadActor, makeKey, makeTeam, operator, uniqueSlug } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { pointProcessAt } from '@/lib/db/testing/test-database'
import type { Handler } from '@/lib/http/handler'
import { ownEverything } from '@/lib/reports/testing/own-everything'
import { makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import {
  getBudgetEvents,
  getBudgetPlan,
  getBudgetRequests,
  getBurn,
  postBudgetEvent,
  postBudgetRequest,
  putBudgetPlan,
} from './burn-handlers'
import { createBudget } from './commands/budgets'
import { getBudget, getBudgets, patchBudget, postBudget, postBudgetImport } from './handlers'

process.env.AUTH_SECRET ??= 'only for tests, thirty-two characters'
const { db, sql, url, ledger } = await createTestLedger({ zone: 'Asia/Kathmandu' })
await pointProcessAt(url)
await db.insert(source).values({ slug: 'gateway', format: 'canonical', role: 'ledger', rank: 1 })
const team = await makeTeam(db, { slug: 'search' })
await ledger.book([makeEvent('one', { occurredAtMs: Date.now(), usage: { input_tokens: 40_000_000n, output_tokens: 0n } })])
await ownEverything(sql, team.id)
const admin = (await makeKey(db, { scopes: ['admin'] })).secret
const reader = (await makeKey(db, { scopes: ['reports:read'] })).secret
const lead = await leadActor(db)

const context = { requestId: 'test', address: '192.0.2.7' }
type Asking = Parameters<typeof makeRequest>[1]
async function ask(handler: Handler, path: string, options: Asking = { key: admin }) {
  const response = await handler(await makeRequest(`/api/v1/budgets${path}`, options), context)
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  return { status: response.status, body: isJson ? await response.json() : await response.text() }
}
const asLead = (options: Asking = {}): Asking => ({ ...options, sessionId: lead.sessionId })
const csvRequest = (path: string, csv: string, key: string, method = 'POST') =>
  new Request(`http://ascribe.test/api/v1/budgets${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
    body: csv,
  })

describe('budgets over HTTP', () => {
  it('are set up, read with what is spent, changed, and given out as a file', async () => {
    const slug = uniqueSlug('budget')
    const created = await ask(postBudget, '', {
      key: admin,
      body: { slug, name: 'Search', filters: { team: ['search'] }, amount_usd: '100' },
    })
    expect(created).toMatchObject({
      status: 201,
      body: { slug, spend_usd: '80', used_percent: '80', is_at_least: false, amount_usd: '100', period: 'month' },
    })
    expect(await ask(getBudget, `/${slug}`, { key: reader })).toMatchObject({
      status: 200,
      body: { amendments: [{ amount_usd: '100', in_force: true }] },
    })
    const from = created.body.period_start
    const changed = await ask(patchBudget, `/${slug}`, {
      method: 'PATCH',
      key: admin,
      body: { name: 'Search, all of it', amount: { amount_usd: '64', from, reason: 'a cut' } },
    })
    expect(changed).toMatchObject({ status: 200, body: { name: 'Search, all of it', used_percent: '125', status: 'over' } })
    const { body: file } = await ask(getBudgets, '?format=csv', { key: reader })
    expect(file.split('\r\n')[0]).toMatch(/^slug,name,scope,period,amount_usd,from,/)
    expect(file).toContain(`${slug},"Search, all of it",team=search,month,64,${from},`)
    const { body: events } = await ask(getBudgetEvents, `/${slug}/events`)
    expect(events.events.map(({ threshold, telling }: Record<string, string>) => `${threshold} ${telling}`)).toEqual(
      expect.arrayContaining(['100 told', '90 below', '75 before', '75 told']),
    )
    const told = events.events.find(({ telling }: Record<string, string>) => telling === 'told')
    const acknowledged = await ask(postBudgetEvent, `/${slug}/events`, { key: admin, body: { acknowledge: told.id } })
    expect(acknowledged.body.events.find(({ id }: { id: string }) => id === told.id).acknowledged_by).not.toBeNull()
  })

  it('burn by day, against a plan that comes in as CSV', async () => {
    const { slug } = await createBudget(db, operator, {
      slug: uniqueSlug('burn'),
      name: 'x',
      filters: { team: ['search'] },
      amount_usd: '100',
    })
    const { body: burn } = await ask(getBurn, `/${slug}/burn`)
    expect(burn.days.at(0)).toMatchObject({ day: burn.budget.period_start })
    expect(burn.days.length).toBe(burn.budget.days)
    expect(burn.thresholds).toEqual([
      { threshold: '75', amount_usd: '75' },
      { threshold: '90', amount_usd: '90' },
      { threshold: '100', amount_usd: '100' },
    ])
    const month = burn.budget.period_start.slice(0, 7)
    const response = await putBudgetPlan(csvRequest(`/${slug}/plan`, `month,amount_usd\n${month},62\n`, admin, 'PUT'), context)
    expect(await response.json()).toEqual({ months: [{ month, amount_usd: '62' }] })
    expect((await ask(getBudgetPlan, `/${slug}/plan?format=csv`)).body).toBe(`month,amount_usd\r\n${month},62\r\n`)
    expect((await ask(getBurn, `/${slug}/burn`)).body.days.at(-1).plan_usd).toBe('62')
    const bad = await putBudgetPlan(csvRequest(`/${slug}/plan`, 'month,amount_usd\n2026-13,1\n', admin, 'PUT'), context)
    expect(bad.status).toBe(422)
  })

  it('take requests for more, and decisions', async () => {
    const { slug } = await createBudget(db, operator, { slug: uniqueSlug('ask'), name: 'x', amount_usd: '100' })
    const { body: budget } = await ask(getBudget, `/${slug}`)
    const request = { amount_usd: '500', from: budget.period_start, reason: 'a launch' }
    const asked = await ask(postBudgetRequest, `/${slug}/requests`, { key: admin, body: request })
    expect(asked).toMatchObject({ status: 201, body: { requests: [{ amount_usd: '500', state: 'open' }] } })
    const decision = { request: asked.body.requests[0].id, decision: 'approved' }
    expect((await ask(postBudgetRequest, `/${slug}/requests`, { key: admin, body: decision })).status).toBe(200)
    expect((await ask(getBudgetRequests, `/${slug}/requests`)).body.requests).toMatchObject([{ state: 'approved' }])
    expect((await ask(getBudget, `/${slug}`)).body.amount_usd).toBe('500')
  })

  it('of a file are tried, refused with 422, or taken in', async () => {
    const slug = uniqueSlug('file')
    const good = `slug,name,amount_usd\n${slug},From a file,10\n`
    const post = (path: string, csv: string, key = admin) => postBudgetImport(csvRequest(path, csv, key), context)
    expect(await (await post('/import?dry_run=true', good)).json()).toMatchObject({
      applied: false,
      rows: [{ effect: 'create', line: 2 }],
    })
    expect((await ask(getBudget, `/${slug}`)).status).toBe(404)
    expect((await post('/import', `slug,name,amount_usd\n${slug},x,-1\n`)).status).toBe(422)
    expect(await (await post('/import', good)).json()).toMatchObject({ applied: true })
    expect((await ask(getBudget, `/${slug}`)).status).toBe(200)
    expect((await post('/import', good, reader)).status).toBe(403)
  })

  it('of others are 404 to a lead, in every part', async () => {
    const { slug } = await createBudget(db, operator, {
      slug: uniqueSlug('other'),
      name: 'x',
      filters: { team: ['search'] },
      amount_usd: '100',
    })
    for (const [handler, path] of [
      [getBudget, ''],
      [getBurn, '/burn'],
      [getBudgetEvents, '/events'],
      [getBudgetRequests, '/requests'],
      [getBudgetPlan, '/plan'],
    ] as const) {
      expect((await ask(handler, `/${slug}${path}`, asLead())).status).toBe(404)
    }
    expect((await ask(getBudgets, '', asLead())).body.budgets).toEqual([])
    const body = { slug: uniqueSlug('mine'), name: 'x', filters: { team: ['search'] }, amount_usd: '1' }
    expect((await ask(postBudget, '', asLead({ body }))).status).toBe(422)
    expect((await ask(getBudgets, '', {})).status).toBe(401)
  })
})
