import { describe, expect, it, test } from 'vitest'
import { organization } from '@/lib/db/schema/organization'
import { auditorActor, engineerActor, leadActor, makeKey, userActor } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import type { Handler } from '@/lib/http/handler'
import { getStatement, getStatements, postStatementVersion } from './handlers'
import { statementMonthsSchema } from './months-schema'
import { statementSchema } from './schema'
import { makeExampleOrganisation } from './testing/example-organisation'

process.env.AUTH_SECRET ??= 'only for tests, thirty-two characters'
const { db, sql, url } = await createTestDatabase()
await pointProcessAt(url)
await db.insert(organization).values({ reportingZone: 'UTC' })
await makeExampleOrganisation(db, sql)
const reader = (await makeKey(db, { scopes: ['finance:read'] })).secret
const writer = (await makeKey(db, { scopes: ['finance:write'], name: 'Month end' })).secret
const lead = await leadActor(db, { teams: ['support'] })

const context = { requestId: 'test', address: '192.0.2.7' }
type Asking = Parameters<typeof makeRequest>[1]
async function ask(handler: Handler, path = '', options: Asking = {}) {
  const who = options.sessionId === undefined && options.key === undefined ? { key: reader } : {}
  const response = await handler(await makeRequest(`/api/v1/finance/statements${path}`, { ...who, ...options }), context)
  const type = response.headers.get('content-type') ?? ''
  return { status: response.status, type, body: type.includes('json') ? await response.json() : await response.text() }
}
const publish = (options: Asking = {}) =>
  ask(postStatementVersion, '/2026-05/versions', {
    ...(options.sessionId === undefined ? { key: writer } : {}),
    body: {},
    ...options,
  })

describe('statements over HTTP', () => {
  it('are read month by month, in the shape that is promised', async () => {
    const { status, body } = await ask(getStatement, '/2026-05?view=model')
    expect([status, statementSchema.parse(body).total.total_usd, body.view]).toEqual([200, '100', 'model'])
    const { body: list } = await ask(getStatements)
    expect(statementMonthsSchema.parse(list).months.map(({ month }) => month)).toEqual(['2026-05', '2026-04'])
  })

  it('are published as numbered versions, each of which stays readable', async () => {
    expect(await publish({ body: { note: ' As agreed ' } })).toMatchObject({
      ...{ status: 201, body: { month: '2026-05', version: 1, total_usd: '100' } },
    })
    const { body } = await ask(getStatement, '/2026-05?version=1')
    expect(body).toMatchObject({ state: 'published', version: 1, published_by: 'Month end', note: 'As agreed' })
    expect(await publish()).toMatchObject({ status: 409, body: { detail: expect.stringContaining('Version 1 of 2026-05') } })
  })

  it('are narrowed to one cost centre, or to what belongs to none', async () => {
    const { body } = await ask(getStatement, '/2026-05?cost_center=CC-2')
    expect([body.total.total_usd, body.lines.length]).toEqual(['18', 9])
    const { body: rest } = await ask(getStatement, '/2026-05?cost_center=~none&version=1')
    expect([rest.total.total_usd, rest.lines[0].id]).toEqual(['20', '~none'])
  })

  test.each(['csv', 'xlsx', 'pdf', 'journal'])('are files too: %s', async (format) => {
    for (const version of ['', '&version=1']) {
      const { status, type } = await ask(getStatement, `/2026-05?format=${format}${version}`)
      expect([status, type.includes('json')]).toEqual([200, false])
    }
  })

  test.each<[string, number, string, string]>([
    ['a month that is none', 422, '/2026-13', 'month'],
    ['a month that has not begun', 404, '/2099-01', ''],
    ['a version that was not published', 404, '/2026-05?version=7', ''],
    ['a version that is no number', 422, '/2026-05?version=latest', 'version'],
    ['a cost centre that is not in it', 404, '/2026-05?cost_center=CC-9', 'cost_center'],
    ['another view', 422, '/2026-05?view=team', 'view'],
    ['another format', 422, '/2026-05?format=docx', 'format'],
    ['a parameter that nobody knows', 422, '/2026-05?versions=1', ''],
  ])('refuse %s', async (_what, expected, path, field) => {
    const { status, type, body } = await ask(getStatement, path)
    expect([status, type]).toEqual([expected, 'application/problem+json'])
    if (field !== '') expect(body.errors.map(({ path: at }: { path: string }) => at)).toContain(field)
  })

  it('refuse to publish what cannot be: a running month, a note that is none, nothing at all', async () => {
    const running = new Date().toISOString().slice(0, 7)
    const post = (month: string, body: unknown) => ask(postStatementVersion, `/${month}/versions`, { key: writer, body })
    expect(await post(running, {})).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('can be published from') },
    })
    expect((await post('2026-05', { note: 7 })).status).toBe(422)
    expect((await post('2026-05', { notes: 'x' })).status).toBe(422)
    expect((await post('May', {})).status).toBe(422)
  })
})

describe('who may', () => {
  it('read: administrators, finance and auditors everything, leads theirs, engineers nothing', async () => {
    const admin = await userActor(db)
    const total = async (sessionId: string, path = '/2026-05') => {
      const { status, body } = await ask(getStatement, path, { sessionId })
      return status === 200 ? body.total.total_usd : status
    }
    const finance = await userActor(db, { role: 'finance' })
    const auditor = await auditorActor(db)
    expect([await total(admin.sessionId), await total(finance.sessionId), await total(auditor.sessionId)]).toEqual([
      '100',
      '100',
      '100',
    ])
    expect([await total(lead.sessionId), await total(lead.sessionId, '/2026-05?version=1')]).toEqual(['23', '23'])
    const engineer = await engineerActor(db, { teams: ['search'] })
    expect(await total(engineer.sessionId)).toBe(403)
    expect((await ask(getStatement, '/2026-05', { key: (await makeKey(db)).secret })).status).toBe(403)
  })

  it('see nothing of others in any file', async () => {
    for (const query of ['format=csv', 'format=journal', 'format=csv&version=1', 'format=csv&view=model', 'view=model']) {
      const { status, body } = await ask(getStatement, `/2026-05?${query}`, { sessionId: lead.sessionId })
      const text = JSON.stringify(body)
      expect(status).toBe(200)
      for (const foreign of ['earch', 'rowth', 'Lab', 'obody']) expect([query, text.includes(foreign)]).toEqual([query, false])
    }
    const { status } = await ask(getStatement, '/2026-05?cost_center=~none', { sessionId: lead.sessionId })
    expect(status).toBe(404)
  })

  it('publish: finance, and programs that may write', async () => {
    for (const actor of [await userActor(db), await auditorActor(db), lead]) {
      expect((await publish({ sessionId: actor.sessionId })).status).toBe(403)
    }
    expect((await publish({ key: reader })).status).toBe(403)
    const finance = await userActor(db, { role: 'finance' })
    expect((await publish({ sessionId: finance.sessionId })).status).toBe(409)
  })
})
