import { beforeAll, describe, expect, it } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { adminActor, engineerActor, makeTeam } from '@/lib/db/testing/factories'
import { formatDecimal } from '@/lib/money/decimal'
import { findRateSetIds } from '@/lib/pricing/book-store/materialize-rate-sets'
import { getPriceBook } from '@/lib/pricing/get-price-book'
import { publishExample } from '@/lib/pricing/testing/publish-example'
import { getSpend } from '@/lib/reports/spend/queries'
import { makeSpendParams } from '@/lib/reports/spend/search-params'
import { type EventChanges, makeEvent, testInstantMs } from '@/lib/usage/testing/make-event'
import { createTestLedger, examplePrices } from '@/lib/usage/testing/test-ledger'
import { readFacts, type WasteFact } from './facts'
import type { WasteKindName } from './kinds'
import { loadWaste } from './load-waste'
import { refreshRepeats } from './refresh-repeats'
import { wasteReportSchema } from './schema'

let prices = examplePrices
const { db, sql, ledger } = await createTestLedger({ zone: 'UTC', getPrices: () => prices })
await publishExample(db)
const book = await getPriceBook(db)
prices = { book, rateSetIds: await findRateSetIds(db, book) }

await makeTeam(db, { slug: 'search' })
await makeTeam(db, { slug: 'risk' })
const everything = scopeFor(await adminActor(db), 'spend.read')
const ofSearch = scopeFor(await engineerActor(db, { teams: ['search'] }), 'spend.read')
const period = { from: '2026-05-01', to: '2026-06-01', filters: {} }
const minuteMs = 60_000
const [hash, other, prefix] = ['w'.repeat(43), 'v'.repeat(43), 'p'.repeat(43)]

let made = 0
/** Books events and gives each series to the team that it names. */
async function bookCalls(...changes: EventChanges[]) {
  await ledger.book(changes.map((change) => makeEvent(`call-${++made}`, change)))
  await sql`truncate series_ownership`
  await sql`insert into series_ownership (series_id, period, owner_kind, team_id, reason, basis)
    select series.id, '(,)', case when team.id is null then 'none' else 'team' end, team.id,
      case when team.id is null then 'missing_team' end, case when team.id is not null then 'metadata' end
    from usage_series series left join team on team.slug = tag_team`
}

beforeAll(async () => {
  const failed = { outcome: 'error' } as const
  await bookCalls(
    // 1,000 in and 100 out of `plain` cost 0.003. One failed call was billed, one was refused unread, one nobody can say.
    { dimensions: { ...failed, route: '/a' } },
    { dimensions: { ...failed, route: '/a' }, statusCode: 429, usage: {} },
    { dimensions: { ...failed, route: '/b', missingTokens: true }, statusCode: null, usage: {} },
    // Three attempts in one trace and one alone: the first of them failed for 0.003, three retries cost 0.009.
    { dimensions: { ...failed, route: '/loop' }, traceId: 't-1' },
    { dimensions: { ...failed, route: '/loop', isRetry: true }, traceId: 't-1', retryCount: 1 },
    { dimensions: { route: '/loop', isRetry: true }, traceId: 't-1', retryCount: 2 },
    { dimensions: { route: '/loop', isRetry: true, tagTeam: 'risk' }, traceId: 't-2', retryCount: 1 },
    // Development: 0.003.
    { dimensions: { environment: 'sandbox', tagTeam: 'risk' } },
    // Region: 1,000 × 0.2/1M in and 100 × 1/1M out more than elsewhere.
    { dimensions: { region: 'us', service: 'abroad' } },
    // Beyond 1,000 tokens `banded` costs 2 and 4 instead of 1 and 2, from 2,000 on 3 and 6.
    { dimensions: { model: 'banded', service: 'long' }, usage: { input_tokens: 1_500n, output_tokens: 100n } },
    { dimensions: { model: 'banded', service: 'long' }, usage: { input_tokens: 2_000n, output_tokens: 10n } },
    { dimensions: { model: 'banded', service: 'long' }, usage: { input_tokens: 1_000n, output_tokens: 10n } },
    // Written 10,000 at 2.5 where input is 2, read 1,000 at 0.5: 0.005 − 0.0015. Another use reads enough, a third says nothing.
    {
      dimensions: { model: 'rich', feature: 'writes' },
      usage: { input_tokens: 11_000n, cache_write_5m_tokens: 10_000n, cached_input_tokens: 1_000n, output_tokens: 0n },
    },
    {
      dimensions: { model: 'rich', feature: 'reads' },
      usage: { input_tokens: 20_000n, cache_write_5m_tokens: 10_000n, cached_input_tokens: 10_000n, output_tokens: 0n },
    },
    {
      dimensions: { model: 'rich', feature: 'unsaid', cacheUnknown: true },
      usage: { input_tokens: 20_000n, cache_write_5m_tokens: 10_000n, output_tokens: 0n },
    },
  )
  // Five features of one model: 100 tokens for each request, one of them 1,000; and one with too few requests to say.
  await bookCalls(
    ...['one', 'two', 'three', 'four'].map((feature) => ({
      dimensions: { provider: 'makers', model: 'banded', feature, tagTeam: 'risk' },
      usage: { requests: 10n, input_tokens: 100n, output_tokens: 1_000n },
    })),
    {
      dimensions: { provider: 'makers', model: 'banded', feature: 'talks' },
      usage: { requests: 10n, input_tokens: 100n, output_tokens: 10_000n },
    },
    {
      dimensions: { provider: 'makers', model: 'banded', feature: 'seldom' },
      usage: { requests: 9n, input_tokens: 100n, output_tokens: 90_000n },
    },
  )
  const repeat = (minutes: number, promptHash: string, change: EventChanges = {}) => ({
    occurredAtMs: testInstantMs + minutes * minuteMs,
    promptHash,
    ...change,
    usage: { input_tokens: 3_000n, cached_input_tokens: 0n, output_tokens: 0n, ...change.usage },
    dimensions: { model: 'rich', service: 'repeats', ...change.dimensions },
  })
  await bookCalls(
    repeat(0, `${hash}.${prefix}`),
    // The very prompt again: 3,000 × (2 − 0.5)/1M, and the call itself was asked twice: 0.006 and a fee of 0.005.
    repeat(2, `${hash}.${prefix}`),
    // The same beginning: 1,024 tokens, of which 24 were read.
    repeat(4, `${other}.${prefix}`, { usage: { cached_input_tokens: 24n } }),
    // Six minutes later the cache is empty.
    repeat(10.1, `${hash}.${prefix}`),
    // A small prompt no cache takes in, yet it was asked twice.
    repeat(30, `${other}.${other}`, { usage: { input_tokens: 500n } }),
    repeat(31, `${other}.${other}`, { usage: { input_tokens: 500n } }),
    // A retry is no twin, another team's call neither, though it finds the same cache.
    repeat(60, `${hash}.${hash}`),
    repeat(61, `${hash}.${hash}`, { dimensions: { isRetry: true, tagTeam: 'risk' }, retryCount: 1 }),
  )
  await refreshRepeats(db, new Date(testInstantMs + 3_600_000 * 24))
})

const kindOf = async (name: WasteKindName, scope = everything, filters = {}) => {
  const { kinds } = await loadWaste(db, scope, { ...period, filters })
  const kind = kinds.find(({ kind: one }) => one === name)
  if (!kind) throw new Error('every kind is listed')
  return kind
}

describe('waste, worked by hand', () => {
  it('counts what was paid for failed first attempts, and what nobody knows as unknown', async () => {
    const kind = await kindOf('failed_calls')
    expect(kind).toMatchObject({ cost_usd: '0.006', requests: '3', is_at_least: true, unknown_requests: '1', row_count: 3 })
    expect(kind.rows[0]).toMatchObject({ team: 'search', route: '/a', model: 'plain', cost_usd: '0.003', is_at_least: false })
    expect(kind.terms).toEqual([
      expect.objectContaining({ what: 'Input of plain', quantity: '2000', rate_usd: '2', per: '1000000', amount_usd: '0.004' }),
      expect.objectContaining({ what: 'Output of plain', quantity: '200', rate_usd: '10', amount_usd: '0.002' }),
    ])
  })

  it('counts every retry, by owner, with the loop behind them', async () => {
    const kind = await kindOf('retries')
    expect(kind).toMatchObject({ requests: '4', is_at_least: false })
    expect(kind.teams).toMatchObject([
      { team: 'risk', cost_usd: '0.014', requests: '2' },
      { team: 'search', cost_usd: '0.006', requests: '2' },
    ])
    const { loops } = await loadWaste(db, everything, period)
    expect(loops).toMatchObject({ count: 1, cost_usd: '0.006', requests: '2', is_at_least: false })
    expect(loops.rows).toMatchObject([
      { kind: 'trace', id: 't-1', team: 'search', route: '/loop', retries: '2', cost_usd: '0.006' },
    ])
  })

  it('counts cache writes that reads did not pay for, and none where nobody says what was read', async () => {
    const kind = await kindOf('unread_cache_writes')
    expect(kind).toMatchObject({ cost_usd: '0.0035', unknown_requests: '1', is_at_least: true })
    expect(kind.rows[0]).toMatchObject({
      team: 'search',
      feature: 'writes',
      cost_usd: '0.0035',
      detail: 'read 10% of what was written',
    })
    expect(kind.terms).toEqual([
      expect.objectContaining({ quantity: '10000', rate_usd: '2.5', less_rate_usd: '2', amount_usd: '0.005' }),
      expect.objectContaining({ quantity: '1000', rate_usd: '0.5', less_rate_usd: '2', amount_usd: '-0.0015' }),
    ])
  })

  it('counts what a long context costs beyond the base rates', async () => {
    const kind = await kindOf('long_context')
    // 1,500 × 1 + 100 × 2, and 2,000 × 2 + 10 × 4, each for a million.
    expect(kind).toMatchObject({ cost_usd: '0.00574', requests: '2', row_count: 1 })
    expect(kind.rows[0]?.detail).toContain('over 2,000 input tokens')
    expect(kind.terms.map(({ amount_usd }) => amount_usd)).toEqual(['0.004', '0.0015', '0.0002', '0.00004'])
  })

  it('counts what a region adds', async () => {
    const kind = await kindOf('regional_premium')
    expect(kind).toMatchObject({ cost_usd: '0.0003', requests: '1' })
    expect(kind.rows).toMatchObject([{ service: 'abroad', detail: 'acme-any', cost_usd: '0.0003' }])
  })

  it('counts what development cost', async () => {
    expect(await kindOf('development')).toMatchObject({ cost_usd: '0.003', teams: [{ team: 'risk', cost_usd: '0.003' }] })
  })

  it('counts output above the median of a feature’s peers, and leaves out what was asked too seldom', async () => {
    const kind = await kindOf('verbose_output')
    // 10,000 tokens at 2/1M cost 0.02; the median of four peers leaves 1,000 of them: 9,000 ÷ 10,000 of it.
    expect(kind).toMatchObject({ cost_usd: '0.018', row_count: 1, requests: '10' })
    expect(kind.terms).toMatchObject([{ quantity: '9000', of_quantity: '10000', of_cost_usd: '0.02', amount_usd: '0.018' }])
  })

  it('counts prompts that came again while a cache could have held them', async () => {
    const kind = await kindOf('uncached_repeats')
    // 3,000 and 1,000 of search, and 3,000 of the retry by risk, at 2 instead of 0.5.
    expect(kind).toMatchObject({ cost_usd: '0.0105', requests: '3', is_at_least: false })
    expect(kind.teams).toMatchObject([
      { team: 'search', cost_usd: '0.006' },
      { team: 'risk', cost_usd: '0.0045' },
    ])
    expect(kind.terms).toEqual([
      expect.objectContaining({ quantity: '7000', rate_usd: '2', less_rate_usd: '0.5', amount_usd: '0.0105' }),
    ])
  })

  it('counts the second of two calls with one prompt', async () => {
    // 3,000 × 2/1M and a fee of 0.005; 500 × 2/1M and a fee of 0.005.
    expect(await kindOf('same_request_twice')).toMatchObject({ cost_usd: '0.017', requests: '2', teams: [{ team: 'search' }] })
  })

  it('parts uses by route and environment where a rule asks for them, and loses nothing by parting no others', async () => {
    const question = { period, zone: 'UTC', filters: {}, labels: new Map() }
    const facts = await readFacts(db, everything, question, { sandboxes: ['sandbox'] })
    const partedBy = (name: 'route' | 'environment', of: (fact: WasteFact) => boolean) =>
      [...new Set(facts.filter(of).map((fact) => fact[name]))].sort()
    expect(partedBy('route', ({ outcome, isRetry }) => outcome === 'error' || isRetry)).toContain('/loop')
    expect(partedBy('route', ({ outcome, isRetry }) => outcome === 'error' && !isRetry)).toEqual(['/a', '/b', '/loop'])
    expect(partedBy('route', ({ outcome, isRetry }) => outcome !== 'error' && !isRetry)).toEqual([null])
    expect(partedBy('environment', () => true)).toEqual([null, 'sandbox'].sort())
    const { total } = await getSpend(db, everything, makeSpendParams({ from: period.from, to: period.to, groupBy: ['route'] }))
    const add = (field: 'cost' | 'requests') => facts.reduce((sum, fact) => sum + fact[field], 0n)
    expect([formatDecimal(add('cost')), Number(add('requests'))]).toEqual([total.cost_usd, total.requests])
  })

  it('ranks kinds by dollars and sums each kind’s owners, rows and terms to its cost', async () => {
    const report = await loadWaste(db, everything, period)
    expect(wasteReportSchema.parse(report)).toEqual(report)
    const [spend] = await sql`select trim_scale(sum(cost))::text as cost from usage_daily`
    expect(report.spend).toMatchObject({ cost_usd: spend?.cost, is_at_least: true })
    const exact = (text: string) => BigInt(Math.round(Number(text) * 1e12))
    const costs = report.kinds.map(({ cost_usd }) => exact(cost_usd))
    expect(costs).toEqual([...costs].sort((left, right) => Number(right - left)))
    for (const { cost_usd, teams: owners, rows, terms, terms_rest_usd } of report.kinds) {
      const sums = [owners.map((one) => one.cost_usd), rows.map((one) => one.cost_usd)]
      const parts = [...sums, [...terms.map((one) => one.amount_usd), terms_rest_usd]]
      for (const texts of parts) expect(texts.map(exact).reduce((left, right) => left + right, 0n)).toBe(exact(cost_usd))
    }
  })
})

describe('whose waste it is', () => {
  it('shows an engineer what their team wasted, to the digit of what an administrator sees of it', async () => {
    for (const { kind, cost_usd, teams: owners } of (await loadWaste(db, ofSearch, period)).kinds) {
      const whole = await kindOf(kind)
      expect([kind, cost_usd]).toEqual([kind, whole.teams.find(({ team }) => team === 'search')?.cost_usd ?? '0'])
      expect(owners.every(({ team }) => team === 'search')).toBe(true)
    }
    expect((await loadWaste(db, ofSearch, { ...period, filters: { team: ['risk'] } })).kinds.map((one) => one.cost_usd)).toEqual(
      Array.from({ length: 9 }, () => '0'),
    )
  })

  it('answers a filter by the same rules', async () => {
    expect(await kindOf('retries', everything, { route: ['/loop'], team: ['risk'] })).toMatchObject({ cost_usd: '0.003' })
    expect(await kindOf('verbose_output', everything, { feature: ['talks'] })).toMatchObject({ cost_usd: '0.018' })
    expect(await kindOf('uncached_repeats', everything, { model_family: ['rich'] })).toMatchObject({ cost_usd: '0.0105' })
    expect(await kindOf('uncached_repeats', everything, { model_family: ['plain'] })).toMatchObject({ cost_usd: '0' })
  })

  it('finds nothing where nothing was used', async () => {
    const report = await loadWaste(db, everything, { from: '2025-01-01', to: '2025-02-01', filters: {} })
    expect(report).toMatchObject({ spend: { cost_usd: '0', is_at_least: false }, loops: { count: 0, rows: [] } })
    expect(report.kinds.every(({ cost_usd, rows, is_at_least }) => cost_usd === '0' && rows.length === 0 && !is_at_least)).toBe(
      true,
    )
  })
})

describe('the sums of repeats and loops', () => {
  const later = new Date(testInstantMs + 3_600_000 * 25)
  const stored = () => sql`select * from usage_repeat_daily order by day, series_id, rate_set_id`

  it('are the same however often they are made, and made again only where usage changed', async () => {
    const before = await stored()
    expect(await refreshRepeats(db, later)).toEqual({ summed: 0, waiting: 0 })
    await sql`update usage_repeat_day set fingerprint = ''`
    expect(await refreshRepeats(db, later)).toMatchObject({ summed: 1 })
    expect(await stored()).toEqual(before)
  })

  it('say that a day is missing until it is summed, and take late records in', async () => {
    await bookCalls(
      { occurredAtMs: testInstantMs + 2 * 86_400_000, promptHash: 'plain-hash', dimensions: { model: 'rich', service: 'late' } },
      {
        occurredAtMs: testInstantMs + 2 * 86_400_000 + 1,
        promptHash: 'plain-hash',
        dimensions: { model: 'rich', service: 'late' },
      },
    )
    const filters = { service: ['late'] }
    expect((await loadWaste(db, everything, { ...period, filters })).events.missing_days).toBe(1)
    expect(await kindOf('same_request_twice', everything, filters)).toMatchObject({ cost_usd: '0', is_at_least: true })
    expect(await refreshRepeats(db, later, { maxDays: 1 })).toEqual({ summed: 1, waiting: 0 })
    // 1,000 in at 2, 100 out at 10, and a fee of 0.005.
    expect(await kindOf('same_request_twice', everything, filters)).toMatchObject({ cost_usd: '0.008', is_at_least: false })
    await bookCalls({
      occurredAtMs: testInstantMs + 2 * 86_400_000 + 2,
      promptHash: 'plain-hash',
      dimensions: { model: 'rich', service: 'late' },
    })
    expect(await refreshRepeats(db, later)).toMatchObject({ summed: 1 })
    expect(await kindOf('same_request_twice', everything, filters)).toMatchObject({ cost_usd: '0.016', requests: '2' })
  })
})
