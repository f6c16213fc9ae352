import { parse } from 'csv-parse/sync'
import { afterAll, describe, expect, it, test, vi } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { adminActor, makeKey, makeSession, makeUser } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { pointProcessAt } from '@/lib/db/testing/test-database'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { findRateSetIds } from '@/lib/pricing/book-store/materialize-rate-sets'
import { getPriceBook } from '@/lib/pricing/get-price-book'
import { publishExample } from '@/lib/pricing/testing/publish-example'
import { getSpend } from '@/lib/reports/spend/queries'
import { makeSpendParams } from '@/lib/reports/spend/search-params'
import { makeRegistry } from '@/lib/reports/testing/make-registry'
import { bookRandomEvents, ownAtRandom } from '@/lib/reports/testing/random-organisation'
import { monthPeriod } from '@/lib/time/calendar'
import type { PublishedPrices } from '@/lib/usage/price-normalized-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { getMovementReport } from './handler'
import { movementSchema } from './schema'

vi.stubEnv('AUTH_SECRET', 'a-secret-of-tests-of-32-characters')
afterAll(() => vi.unstubAllEnvs())

const { db, sql, url, ledger } = await createTestLedger({ zone: 'America/Havana', getPrices: async () => prices })
await pointProcessAt(url)
await publishExample(db)
const book = await getPriceBook(db)
const prices: PublishedPrices = { book, rateSetIds: await findRateSetIds(db, book) }
const { registered } = await makeRegistry(db, sql, { teams: [{ name: '=1+1' }, {}, {}] })
await bookRandomEvents(ledger, { count: 400, seed: 20_261_010 })
await ownAtRandom(sql, registered, 10)
const everything = scopeFor(await adminActor(db), 'finance.read')
const { secret: key } = await makeKey(db, { scopes: ['finance:read'] })

const ask = async (query: string, options: Parameters<typeof makeRequest>[1] = { key }) =>
  getMovementReport(await makeRequest(`/api/v1/finance/movement?${query}`, options), {
    requestId: 'request-1',
    address: '192.0.2.7',
  })
const add = (amounts: readonly (string | undefined)[]) =>
  formatDecimal(amounts.reduce((sum, amount) => sum + parseDecimal(amount ?? '0'), 0n))
const parts = ['new_usd', 'gone_usd', 'volume_usd', 'mix_usd', 'price_usd', 'shared_usd', 'unattributed_usd'] as const

describe('GET /api/v1/finance/movement', () => {
  test.each([
    ['2025-11', '2025-10'],
    ['2026-03', '2026-02'],
    ['2026-05', '2026-04'],
    ['2026-05', '2025-10'],
  ])('adds up for a random organisation, %s against %s, and ends where Spend does', async (month, against) => {
    const answer = await ask(`month=${month}&against=${against}`)
    expect(answer.status).toBe(200)
    const { total, captured, owners } = movementSchema.parse(await answer.json())
    const spent = async (of: string) => (await getSpend(db, everything, makeSpendParams(monthPeriod(of)))).total.cost_usd
    expect(captured).toEqual({ prior_usd: await spent(against), current_usd: await spent(month) })
    expect(add(owners.map((owner) => owner.change_usd))).toBe(total.change_usd)
    for (const line of [total, ...owners, ...owners.flatMap(({ models }) => models)]) {
      expect(add(parts.map((name) => line[name]))).toBe(line.change_usd)
      expect(add([line.change_usd, line.prior_usd])).toBe(line.current_usd)
    }
  })

  it('gives the table as a file whose owners add up to its total, with no text that runs as a formula', async () => {
    const answer = await ask('month=2026-05&against=2025-10&format=csv')
    expect(answer.headers.get('content-disposition')).toContain('movement-2026-05-against-2025-10-captured.csv')
    const rows: Record<string, string>[] = parse(await answer.text(), { columns: true })
    const of = (level: string) => rows.filter((row) => row.level === level)
    const [total] = of('total')
    for (const name of [...parts, 'change_usd'] as const) expect(add(of('owner').map((row) => row[name]))).toBe(total?.[name])
    expect(of('model').length).toBeGreaterThan(3)
    expect(rows.map((row) => row.name)).toContain("'=1+1")
  })

  test.each([
    ['month=2026-13', 'month'],
    ['month=2026-05&month=2026-04', 'month'],
    ['against=soon', 'against'],
    ['month=2026-05&against=2026-05', 'against'],
    ['basis=guessed', 'basis'],
    ['basis=invoiced&prior_invoice_usd=1', 'current_invoice_usd'],
    ['basis=invoiced&prior_invoice_usd=much&current_invoice_usd=2', 'prior_invoice_usd'],
    ['format=pdf', 'format'],
    ['agaisnt=2026-05', 'agaisnt'],
  ])('refuses %s and names %s', async (query, path) => {
    const answer = await ask(query)
    expect(answer.status).toBe(422)
    expect((await answer.json()).errors).toMatchObject([{ path }])
  })

  it('is not for engineers, nor for keys that read other reports', async () => {
    vi.stubEnv('APP_URL', 'http://ascribe.test')
    const engineer = await makeUser(db, { role: 'engineer' })
    expect((await ask('', { sessionId: await makeSession(db, engineer.id) })).status).toBe(403)
    expect((await ask('', { key: (await makeKey(db)).secret })).status).toBe(403)
    expect((await ask('', {})).status).toBe(401)
  })
})
