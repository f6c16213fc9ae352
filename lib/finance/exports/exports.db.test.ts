import { randomUUID } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import { eq, sql as query } from 'drizzle-orm'
import postgres from 'postgres'
import { describe, expect, it } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { scopeFor } from '@/lib/auth/scope'
import { source } from '@/lib/db/schema/auth'
import { financeExport, financeExportChunk } from '@/lib/db/schema/exports'
import {
  adminActor,
  auditorActor,
  engineerActor,
  leadActor,
  makeKey,
  makeSession,
  makeTeam,
  userActor,
} from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import type { Handler } from '@/lib/http/handler'
import { getSpend } from '@/lib/reports/spend/queries'
import { makeSpendParams } from '@/lib/reports/spend/search-params'
import { makeEvent } from '@/lib/usage/testing/make-event'
import { getFocusCostAndUsage } from '../focus/handler'
import { createFocusOrganisation } from '../focus/testing/focus-organisation'
import { readFocusCsv, sumColumn } from '../focus/testing/read-focus-csv'
import { cancelExport, createExport } from './commands'
import { deleteExport, getExport, getExportFile, getExports, postExport } from './handlers'
import { removeOldExports, runOpenExports } from './job'

process.env.AUTH_SECRET ??= 'only for tests, thirty-two characters'
const { db, url, ledger } = await createFocusOrganisation('Europe/Berlin')
await db.insert(source).values({ slug: 'gateway', format: 'canonical', role: 'ledger', rank: 1 })
await makeTeam(db, { slug: 'search', name: 'Search' })
await makeTeam(db, { slug: 'support', name: 'Support' })
const rich = { input_tokens: 1_000n, cached_input_tokens: 400n, output_tokens: 100n }
await ledger.book([
  makeEvent('one', { usage: rich, dimensions: { model: 'rich', service: '=cmd' } }),
  makeEvent('two', { usage: rich, dimensions: { model: 'rich', tagTeam: 'support' } }),
  makeEvent('three', { usage: { input_tokens: 3n, output_tokens: 0n }, dimensions: { model: 'fixed-fee', tagTeam: null } }),
  makeEvent('four', { usage: rich, dimensions: { model: 'nobody-knows-it' } }),
  makeEvent('five', { usage: { input_tokens: 7n, output_tokens: 2n, pages: 2n } }),
  makeEvent('six', { usage: {}, statusCode: 429, dimensions: { outcome: 'error', missingTokens: true } }),
  makeEvent('seven', { usage: rich, dimensions: { outcome: 'cache_hit' } }),
  makeEvent('eight', {
    usage: { input_tokens: 0n, output_tokens: 0n, audio_seconds: 10n ** 18n },
    dimensions: { model: 'listener' },
  }),
  makeEvent('other month', { usage: rich, occurredAtMs: Date.parse('2026-04-30T21:59:59Z') }),
])
const now = () => new Date()
const month = '2026-05'
const period = { from: '2026-05-01', to: '2026-06-01' }
const admin = await adminActor(db)
const support = await leadActor(db, { teams: ['support'] })
const totalOf = async (actor: Actor) =>
  (await getSpend(db, scopeFor(actor, 'finance.read'), makeSpendParams(period))).total.cost_usd

const context = { requestId: 'test', address: '192.0.2.7' }
const adminKey = (await makeKey(db, { scopes: ['finance:read'] })).secret
async function ask(handler: Handler, path: string, options: Parameters<typeof makeRequest>[1] = {}) {
  return handler(await makeRequest(path, { key: options.sessionId ? undefined : adminKey, ...options }), context)
}
const fileOf = async (id: string, options: Parameters<typeof makeRequest>[1] = {}) =>
  ask(getExportFile, `/api/v1/finance/exports/${id}/file`, options)
const rowOf = async (id: string) => (await db.select().from(financeExport).where(eq(financeExport.id, id)))[0]
const write = async (actor: Actor, kind: 'focus' | 'events') => {
  const { id } = await createExport(db, actor, { kind, month })
  expect(await runOpenExports(db, url, now())).toMatchObject({ written: 1, failed: 0 })
  return id
}
const sessionOf = async (actor: Actor) => makeSession(db, actor.kind === 'user' ? actor.id : '')

describe('an export', () => {
  it('is queued, written by the job and fetched, compressed or not; its rows add up to the spend report', async () => {
    const asked = await ask(postExport, '/api/v1/finance/exports', { body: { kind: 'focus', month } })
    expect(asked.status).toBe(202)
    const { id, state, file } = await asked.json()
    expect([state, file]).toEqual(['queued', null])
    const [queued] = await db.execute(
      query`select count(*)::int as jobs from graphile_worker.jobs where task_identifier = 'finance-export'`,
    )
    expect(queued).toEqual({ jobs: 1 })
    expect((await fileOf(id)).status).toBe(409)
    await runOpenExports(db, url, now())
    const told = await (await ask(getExport, `/api/v1/finance/exports/${id}`)).json()
    expect(told).toMatchObject({ state: 'done', unpriced_requests: 2, total_cost_usd: await totalOf(admin), failure: null })
    expect(told.read_rows).toBe(told.total_rows)
    const text = await (await fileOf(id)).text()
    const zipped = await ask(getExportFile, `/api/v1/finance/exports/${id}/file?format=gz`)
    expect(zipped.headers.get('content-disposition')).toContain('focus-1.2-cost-and-usage-2026-05.csv.gz')
    expect(gunzipSync(Buffer.from(await zipped.arrayBuffer())).toString()).toBe(text)
    expect((await ask(getExportFile, `/api/v1/finance/exports/${id}/file?format=zip`)).status).toBe(422)
    const { rows } = readFocusCsv(text)
    expect(rows).toHaveLength(told.file_rows)
    expect(sumColumn(rows, 'BilledCost')).toBe(await totalOf(admin))
    const streamed = await ask(getFocusCostAndUsage, `/api/v1/focus/cost-and-usage?month=${month}`)
    expect(await streamed.text()).toBe(text)
    expect(streamed.headers.get('x-unpriced-requests')).toBe('2')
    expect(streamed.headers.get('x-billed-cost-usd')).toBe(await totalOf(admin))
  })

  it('of events has each with its lines at their prices, and those without a price by name', async () => {
    const text = await (await fileOf(await write(admin, 'events'), { sessionId: await sessionOf(admin) })).text()
    const rows: Record<string, string>[] = parse(text, { columns: true })
    const of = (name: string) => rows.filter((row) => row.request_id === name)
    const line = ({ token_class, quantity, unit_price, price_unit, cost, price_status }: Record<string, string>) => [
      ...[token_class, quantity, unit_price, price_unit, cost, price_status],
    ]
    // Half of the list price by contract; formulas in names are text.
    expect(of('one').map(line)).toEqual([
      ['input', '600', '1', '1000000 Tokens', '0.0006', 'priced'],
      ['cached_input', '400', '0.25', '1000000 Tokens', '0.0001', 'priced'],
      ['output', '100', '5', '1000000 Tokens', '0.0005', 'priced'],
      ['request', '1', '2.5', '1000 Requests', '0.0025', 'priced'],
    ])
    expect(of('one')[0]).toMatchObject({ owner: 'search', service: "'=cmd", currency: 'USD', price_version: '1' })
    expect(of('three').map(line)[0]).toEqual(['input', '3', '1.333333333333333333', '1000000 Tokens', '0.000004', 'priced'])
    expect(of('three')[0]).toMatchObject({ owner: '', unowned_reason: 'missing_team' })
    expect(
      of('four')
        .map(line)
        .map(([name, , , , cost, status]) => [name, cost, status]),
    ).toEqual([
      ['input', '', 'unpriced_model'],
      ['cached_input', '', 'unpriced_model'],
      ['output', '', 'unpriced_model'],
    ])
    expect(of('five').map(line).at(-1)).toEqual(['page', '2', '', '', '', 'unpriced_meter'])
    expect(of('six').map(line)).toEqual([['', '', '', '', '0', 'no_charge']])
    expect(of('seven').map(line)).toEqual([['', '', '', '', '0', 'cache_hit']])
    expect(of('eight')[0]).toMatchObject({ quantity: '1', charged_quantity: '10', cost: '0.000308333333333333' })
    expect(of('other month')).toEqual([])
    expect(sumColumn(rows, 'cost')).toBe(await totalOf(admin))
  })

  it('holds what its creator saw, and only they and who sees everything fetch it', async () => {
    const id = await write(support, 'focus')
    const other = await leadActor(db, { teams: ['search'] })
    const own = readFocusCsv(await (await fileOf(id, { sessionId: await sessionOf(support) })).text())
    expect(sumColumn(own.rows, 'BilledCost')).toBe(await totalOf(support))
    expect(new Set(own.rows.map((row) => JSON.parse(row.Tags ?? '{}').team_id))).toEqual(new Set(['support']))
    expect((await fileOf(id, { sessionId: await sessionOf(other) })).status).toBe(404)
    expect((await fileOf(id, { sessionId: await sessionOf(await auditorActor(db)) })).status).toBe(200)
    expect((await fileOf(id, { sessionId: await sessionOf(await engineerActor(db)) })).status).toBe(403)
    const listed = async (actor: Actor) =>
      (await (await ask(getExports, '/api/v1/finance/exports', { sessionId: await sessionOf(actor) })).json()).exports
    expect((await listed(other)).map(({ id }: { id: string }) => id)).toEqual([])
    expect((await listed(support)).map(({ id }: { id: string }) => id)).toEqual([id])
    expect((await listed(admin)).length).toBeGreaterThan(1)
    // Somebody who has lost the team since may not fetch it any more.
    await db.execute(
      query`update finance_export set reader = jsonb_set(reader, '{teamIds}', ${JSON.stringify([randomUUID()])}::text::jsonb) where id = ${id}`,
    )
    expect((await fileOf(id, { sessionId: await sessionOf(support) })).status).toBe(404)
  })

  it('that was cut off in the middle is written anew', async () => {
    const { id } = await createExport(db, admin, { kind: 'focus', month })
    // As a process leaves it that died after its first piece.
    await db
      .update(financeExport)
      .set({ state: 'running', runId: randomUUID(), runs: 1, readRows: 5, fileBytes: 9 })
      .where(eq(financeExport.id, id))
    await db.insert(financeExportChunk).values({ exportId: id, number: 0, data: Buffer.from('half a file') })
    expect(await runOpenExports(db, url, now())).toMatchObject({ written: 1 })
    expect(await rowOf(id)).toMatchObject({ state: 'done', runs: 2 })
    const { rows } = readFocusCsv(await (await fileOf(id)).text())
    expect(sumColumn(rows, 'BilledCost')).toBe(await totalOf(admin))
  })

  it('is left alone while another process writes it, and given up after the third time', async () => {
    const { id } = await createExport(db, admin, { kind: 'events', month })
    const other = postgres(url, { max: 1 })
    await other`select pg_advisory_lock(hashtextextended(${`finance_export ${id}`}, 0))`
    expect(await runOpenExports(db, url, now())).toMatchObject({ written: 0, failed: 0 })
    expect(await rowOf(id)).toMatchObject({ state: 'queued', runs: 0 })
    await other.end()
    await db.update(financeExport).set({ state: 'running', runs: 3 }).where(eq(financeExport.id, id))
    await runOpenExports(db, url, now())
    expect(await rowOf(id)).toMatchObject({ state: 'failed', failure: expect.stringContaining('cut off 3 times') })
  })

  it('that is cancelled while it is written stores nothing more', async () => {
    const { id } = await createExport(db, admin, { kind: 'events', month })
    await db.execute(query`create function cancel_it() returns trigger language plpgsql as $$ begin
      update finance_export set state = 'cancelled' where id = new.export_id; return new; end $$`)
    await db.execute(
      query`create trigger cancel_it after insert on finance_export_chunk for each row execute function cancel_it()`,
    )
    expect(await runOpenExports(db, url, now())).toMatchObject({ written: 0, failed: 0 })
    await db.execute(query`drop trigger cancel_it on finance_export_chunk`)
    expect((await rowOf(id))?.state).toBe('cancelled')
    await removeOldExports(db, now())
    expect(await db.select().from(financeExportChunk).where(eq(financeExportChunk.exportId, id))).toEqual([])
    expect((await fileOf(id)).status).toBe(409)
  })

  it('whose rows do not add up is never done', async () => {
    const { id } = await createExport(db, admin, { kind: 'events', month })
    await db.execute(
      query`update usage_daily set cost = cost + 1 where day = '2026-05-14' and series_id = (select min(series_id) from usage_daily where cost > 0)`,
    )
    expect(await runOpenExports(db, url, now())).toMatchObject({ written: 0, failed: 1 })
    expect(await rowOf(id)).toMatchObject({ state: 'queued', runs: 1 })
    await db.execute(
      query`update usage_daily set cost = cost - 1 where day = '2026-05-14' and series_id = (select min(series_id) from usage_daily where cost > 0)`,
    )
    expect(await runOpenExports(db, url, now())).toMatchObject({ written: 1 })
  })

  it('goes after a week, and out of the list in the end', async () => {
    const id = await write(admin, 'focus')
    const week = new Date(Date.now() + 8 * 86_400_000)
    expect(await removeOldExports(db, week)).toBeGreaterThan(0)
    expect(await rowOf(id)).toMatchObject({ state: 'expired' })
    expect(await db.select().from(financeExportChunk)).toEqual([])
    await removeOldExports(db, new Date(Date.now() + 91 * 86_400_000))
    expect(await rowOf(id)).toBeUndefined()
  })
})

describe('asking for an export', () => {
  it('is the same one while it is under way, also when asked for twice at once', async () => {
    const someone = await userActor(db, { role: 'finance' })
    const asked = await Promise.all([1, 2, 3].map(() => createExport(db, someone, { kind: 'focus', month })))
    expect(new Set(asked.map(({ id }) => id)).size).toBe(1)
  })

  it('is refused for what there is not, for too many, and for who may not', async () => {
    const someone = await userActor(db, { role: 'finance' })
    const refused = await ask(postExport, '/api/v1/finance/exports', { body: { kind: 'xml', month: '2026-13' } })
    expect(refused.status).toBe(422)
    const { errors } = await refused.json()
    expect(errors).toEqual([
      { path: 'kind', message: 'is one of focus, events' },
      { path: 'month', message: 'is a month, YYYY-MM, such as 2026-05' },
    ])
    expect((await ask(getFocusCostAndUsage, '/api/v1/focus/cost-and-usage')).status).toBe(422)
    expect((await ask(getFocusCostAndUsage, '/api/v1/focus/cost-and-usage?month=2026-05&format=xlsx')).status).toBe(422)
    for (const kind of ['focus', 'events'] as const) {
      for (const one of ['2026-01', '2026-02', '2026-03'].slice(0, kind === 'focus' ? 3 : 2))
        await createExport(db, someone, { kind, month: one })
    }
    await expect(createExport(db, someone, { kind: 'events', month })).rejects.toMatchObject({ code: 'conflict' })
    await expect(createExport(db, await engineerActor(db), { kind: 'events', month })).rejects.toMatchObject({
      code: 'forbidden',
    })
  })

  it('can be taken back by who asked, and by nobody else', async () => {
    const someone = await userActor(db, { role: 'finance' })
    const { id } = await createExport(db, someone, { kind: 'focus', month })
    await expect(cancelExport(db, admin, { id })).rejects.toMatchObject({ code: 'forbidden' })
    await expect(cancelExport(db, support, { id })).rejects.toMatchObject({ code: 'not_found' })
    const answer = await ask(deleteExport, `/api/v1/finance/exports/${id}`, {
      method: 'DELETE',
      sessionId: await sessionOf(someone),
    })
    expect(await answer.json()).toMatchObject({ state: 'cancelled', file: null })
    await expect(cancelExport(db, someone, { id })).rejects.toMatchObject({ code: 'conflict' })
    expect((await ask(getExport, '/api/v1/finance/exports/no-id')).status).toBe(404)
  })
})
