import { afterAll, describe, expect, it, vi } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { adminActor, engineerActor, makeKey, makeTeam } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { pointProcessAt } from '@/lib/db/testing/test-database'
import { parseDecimal } from '@/lib/money/decimal'
import { findRateSetIds } from '@/lib/pricing/book-store/materialize-rate-sets'
import { getPriceBook } from '@/lib/pricing/get-price-book'
import type { ModelFact } from '@/lib/pricing/model-facts'
import { publishExample } from '@/lib/pricing/testing/publish-example'
import { makeSources } from '@/lib/reports/testing/make-registry'
import { bookRandomEvents } from '@/lib/reports/testing/random-organisation'
import type { PublishedPrices } from '@/lib/usage/price-normalized-event'
import { makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { getModelsReport } from './handler'
import { getModels } from './queries'
import { modelsReportSchema } from './schema'

vi.stubEnv('AUTH_SECRET', 'a-secret-of-tests-of-32-characters')
afterAll(() => vi.unstubAllEnvs())

const { db, url, sql, ledger } = await createTestLedger({ zone: 'UTC', getPrices: async () => prices })
await pointProcessAt(url)
await publishExample(db)
const book = await getPriceBook(db)
const prices: PublishedPrices = { book, rateSetIds: await findRateSetIds(db, book) }
await makeSources(db)
const { secret: key } = await makeKey(db)
const [search, support] = [await makeTeam(db), await makeTeam(db)]
const everything = scopeFor(await adminActor(db), 'spend.read')
const supportOnly = scopeFor(await engineerActor(db, { teams: [support.slug] }), 'spend.read')

const june = (day: string) => ({ occurredAtMs: Date.parse(`2026-06-${day}T12:00:00Z`) })
await ledger.book([
  // $2 in, $10 out: 700 uncached and 300 cached tokens at the rate of input, as there is none for cached ones.
  makeEvent('plain', {
    ...june('02'),
    latencyMs: 100,
    usage: { input_tokens: 1000n, cached_input_tokens: 300n, output_tokens: 100n },
  }),
  makeEvent('plain again', { ...june('03'), latencyMs: 1600, dimensions: { tagTeam: 'support' } }),
  makeEvent('plain, dear', { ...june('03'), latencyMs: 100, dimensions: { serviceTier: 'fast' } }),
  makeEvent('failed', { ...june('03'), usage: {}, statusCode: 429, dimensions: { outcome: 'error', missingTokens: true } }),
  // Over 1,000 tokens in: $2 in, $4 out; with two searches at $10 a thousand.
  makeEvent('banded', {
    ...june('04'),
    usage: { input_tokens: 1500n, output_tokens: 100n, web_search_requests: 2n },
    dimensions: { model: 'banded' },
  }),
  makeEvent('unknown', { ...june('05'), dimensions: { model: 'nobody-knows-it' } }),
  makeEvent('before', { occurredAtMs: Date.parse('2026-05-30T12:00:00Z') }),
])
await bookRandomEvents(ledger, { count: 300, seed: 20_260_601 })
await sql`truncate series_ownership`
await sql`insert into series_ownership (series_id, period, owner_kind, team_id, basis)
  select id, '(,)', 'team', case tag_team when 'support' then ${support.id}::uuid else ${search.id}::uuid end, 'metadata' from usage_series`

const facts = (['plain', 'free', 'banded', 'rich'] as const).map(
  (model, index): ModelFact => ({
    ...{ provider: 'acme', model, family: model === 'rich' ? 'gpt' : 'gpt-mini', line: 'gpt', released: `2026-0${index + 1}-01` },
    ...{ context_tokens: null, max_output_tokens: null, reasoning: null, function_calling: null, structured_output: null },
    ...{ input: ['text'], output: ['text'] },
  }),
)
const question = { from: '2026-06-01', to: '2026-07-01', filters: {} }
const options = { now: new Date('2026-11-21T00:00:00Z'), facts }
const ask = async (given: Partial<typeof question> = {}, scope = everything) =>
  modelsReportSchema.parse(await getModels(db, scope, { ...question, ...given }, options))

describe('getModels', () => {
  it('says what each model cost, how long its calls took, and what its classes, tiers and bands cost', async () => {
    const { models, total } = await ask()
    expect(models.map(({ model, cost_usd, requests, is_at_least }) => [model, cost_usd, requests, is_at_least])).toEqual([
      ['banded', '0.0234', 1, false],
      ['plain', '0.012', 4, false],
      ['nobody-knows-it', '0', 1, true],
    ])
    expect(models[1]).toMatchObject({
      ...{ provider: 'acme', names: ['plain'], errors: 1, cost_per_thousand_usd: '3', list_cost_usd: '0.012' },
      latency: { calls: 3 },
      tiers: [
        { tier: 'priority', cost_usd: '0.006', requests: 1 },
        { tier: 'standard', cost_usd: '0.006', requests: 3 },
      ],
      bands: [
        { over: null, is_unpriced: false, cost_usd: '0.012', requests: 3 },
        { over: null, is_unpriced: true, cost_usd: '0', requests: 1 },
      ],
    })
    // Input 700 + 1,000 at $2 and 1,000 at $4; cached 300 at $2; output 200 at $10 and 100 at $20.
    expect(models[1]?.classes.map(({ name, quantity, cost_usd }) => [name, quantity, cost_usd])).toEqual([
      ['input', '2700', '0.0074'],
      ['cached_input', '300', '0.0006'],
      ['output', '300', '0.004'],
    ])
    expect(models[0]).toMatchObject({
      bands: [{ over: 1000, is_inclusive: false, cost_usd: '0.0234' }],
      classes: [
        { name: 'input', cost_usd: '0.003' },
        { name: 'output', cost_usd: '0.0004' },
        { name: 'web_search', quantity: '2', cost_usd: '0.02' },
      ],
    })
    expect(models[2]?.classes.map(({ name, unpriced_quantity }) => [name, unpriced_quantity])).toEqual([
      ['input', '1000'],
      ['output', '100'],
    ])
    expect(total).toMatchObject({ cost_usd: '0.0354', requests: 6, is_at_least: true, latency: { calls: 3 } })
  })

  it('tells percentiles within nine percent of the true ones', async () => {
    const { models, latency_error } = await ask()
    const { p50_ms = '', p95_ms = '' } = models[1]?.latency ?? {}
    expect(latency_error).toBe('±9 %')
    expect(Math.abs(Number(p50_ms) / 100 - 1)).toBeLessThan(0.0906)
    expect(Math.abs(Number(p95_ms) / 1600 - 1)).toBeLessThan(0.0906)
  })

  it('compares with the period before, and shows people of a team what their team pays', async () => {
    const { models } = await ask()
    const [stored] = await sql<{ cost: string }[]>`
      select sum(cost)::text as cost from usage_daily join rate_set on rate_set.id = rate_set_id
      where day >= '2026-05-01' and day < '2026-06-01' and model = 'plain'`
    expect(parseDecimal(models[1]?.previous_cost_usd ?? '')).toBe(parseDecimal(stored?.cost ?? ''))
    expect(models[0]).toMatchObject({ model: 'banded', previous_cost_usd: null })
    const own = await ask({}, supportOnly)
    expect(own.models.map(({ model, cost_usd, requests }) => [model, cost_usd, requests])).toEqual([['plain', '0.003', 1]])
    expect(own.total.latency?.calls).toBe(1)
  })

  it('asks the same usage at the list price of siblings that are newer or cheaper', async () => {
    const { siblings, known_models, prices_at } = await ask()
    expect([known_models, prices_at]).toEqual([2, '2026-06-30T23:59:59.999Z'])
    const of = (model: string, sibling: string) => siblings.find((row) => row.model === model && row.sibling === sibling)
    // The standard calls of plain at nothing; its priority call has no such price there.
    expect(of('plain', 'free')).toMatchObject({
      ...{ is_same_size: true, is_newer: true, is_cheaper: true, list_cost_usd: '0.006', sibling_cost_usd: '0' },
      ...{ difference_usd: '-0.006', left_out_usd: '0.006', left_out_why: ['no priority price of free'], requests: 3 },
    })
    // Newer and cheaper at its base price, but some of it may have reached a band: nothing is claimed.
    expect(of('plain', 'banded')).toMatchObject({ is_newer: true, is_cheaper: false, is_at_least: true })
    // Another size that is dearer is no news.
    expect(of('plain', 'rich')).toBeUndefined()
    // 1,500 in and 100 out at $2 and $10; searches have no price at plain.
    expect(of('banded', 'plain')).toBeUndefined()
  })

  it('has classes, tiers and bands that each sum to the cost, of whatever was booked', async () => {
    const { models, total } = await ask({ from: '2025-10-01', to: '2026-07-01' })
    expect(models.length).toBeGreaterThan(3)
    for (const row of [...models, total]) {
      for (const parts of [row.classes, row.tiers, row.bands]) {
        const sum = parts.reduce((all, { cost_usd }) => all + parseDecimal(cost_usd), 0n)
        expect(sum).toBe(parseDecimal(row.cost_usd))
      }
      for (const parts of [row.tiers, row.bands])
        expect(parts.reduce((all, { requests }) => all + requests, 0)).toBe(row.requests)
    }
    const ofModels = models.reduce((all, { cost_usd }) => all + parseDecimal(cost_usd), 0n)
    expect(ofModels).toBe(parseDecimal(total.cost_usd))
    const [stored] = await sql<{ cost: string }[]>`
      select sum(cost)::text as cost from usage_daily where day >= '2025-10-01' and day < '2026-07-01'`
    expect(parseDecimal(stored?.cost ?? '')).toBe(ofModels)
  })

  it('takes filters, and answers with nothing where nothing was used', async () => {
    const { models } = await ask({ filters: { model_family: ['banded'] } })
    expect(models.map(({ model }) => model)).toEqual(['banded'])
    expect(await ask({ from: '2024-01-01', to: '2024-01-03' })).toMatchObject({
      ...{ models: [], siblings: [], known_models: 0 },
      total: { cost_usd: '0', requests: 0, latency: null, classes: [], previous_cost_usd: null },
    })
  })
})

const send = async (query: string) =>
  getModelsReport(await makeRequest(`/api/v1/engineering/models?${query}`, { key }), {
    requestId: 'request-1',
    address: '192.0.2.7',
  })

describe('GET /api/v1/engineering/models', () => {
  it.each([
    ['models', 'provider,model,cost_usd', 4],
    ['classes', 'provider,model,class,quantity', 9],
    ['siblings', 'provider,model,released,sibling', 1],
  ])('gives %s as CSV', async (rows, columns, count) => {
    const lines = (await (await send(`from=2026-06-01&to=2026-07-01&format=csv&rows=${rows}`)).text()).trim().split('\r\n')
    expect(lines[0]).toMatch(new RegExp(`^${columns}`))
    expect(lines).toHaveLength(count)
  })

  it.each([
    ['from=2026-05-01&to=2026-06-01&rows=classes', 'rows'],
    ['from=2026-05-01&to=2026-06-01&format=pdf', 'format'],
    ['from=2026-06-01&to=2026-05-01', 'to'],
    ['from=2026-05-01&to=2026-06-01&colour=red', 'colour'],
  ])('refuses %s naming %s', async (query, path) => {
    const response = await send(query)
    expect(response.status).toBe(422)
    expect((await response.json()).errors.map((error: { path: string }) => error.path)).toContain(path)
  })
})
