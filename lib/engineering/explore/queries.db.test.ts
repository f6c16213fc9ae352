import { describe, expect, it } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { source } from '@/lib/db/schema/auth'
import { adminActor, engineerActor, leadActor, makeTeam } from '@/lib/db/testing/factories'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { type EventChanges, makeEvent, testInstantMs } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { bucketStart, maxRelativeError } from './percentile'
import { getExplore } from './queries'
import { type ExploreParams, exploreParamsSchema } from './schema'

const { db, sql, ledger } = await createTestLedger({ zone: 'UTC' })
await db.insert(source).values({ slug: 'gateway', format: 'canonical', role: 'ledger', rank: 1 })
const search = await makeTeam(db, { slug: 'search' })
const support = await makeTeam(db, { slug: 'support' })

const dayMs = 86_400_000
const rich: EventChanges['usage'] = {
  input_tokens: 10_000n,
  cached_input_tokens: 4_000n,
  cache_write_5m_tokens: 1_000n,
  output_tokens: 500n,
  reasoning_tokens: 200n,
}

// One call on `rich` costs 5,000 × 2 + 4,000 × 0.5 + 1,000 × 2.5 + 300 × 10 + 200 × 12 millionths and a fee of 0.005: 0.0249 USD.
const richCalls = [
  makeEvent('rich 1', { usage: rich, latencyMs: 100, dimensions: { model: 'rich' } }),
  makeEvent('rich 2', { usage: rich, latencyMs: 200, dimensions: { model: 'rich', isRetry: true } }),
  makeEvent('rich 3', { usage: rich, latencyMs: 5_000, occurredAtMs: testInstantMs + dayMs, dimensions: { model: 'rich' } }),
]
// Eight features of support on `plain`, 0.003 USD a call: feature n has n calls, each of n × 10 ms; the last call of all failed.
const features = [1, 2, 3, 4, 5, 6, 7, 8]
const plainCalls = features.flatMap((feature) =>
  Array.from({ length: feature }, (_, call) =>
    makeEvent(`plain ${feature} ${call}`, {
      latencyMs: feature * 10,
      dimensions: { tagTeam: 'support', feature: `feature-${feature}`, environment: null },
      ...(feature === 8 && call === 7
        ? {
            statusCode: 500,
            dimensions: { tagTeam: 'support', feature: 'feature-8', environment: null, outcome: 'error' as const },
          }
        : {}),
    }),
  ),
)
const unpriced = makeEvent('unpriced', { dimensions: { model: 'nobody-knows-it' } })
await ledger.book([...richCalls, ...plainCalls, unpriced])
for (const team of [search, support]) {
  await sql`insert into series_ownership (series_id, period, owner_kind, team_id, basis)
    select id, '(,)', 'team', ${team.id}, 'metadata' from usage_series where tag_team = ${team.slug}`
}

const everything = scopeFor(await adminActor(db), 'spend.read')
const ask = (given: Record<string, string | string[]>, scope = everything) =>
  getExplore(db, scope, exploreParamsSchema.parse({ from: '2026-05-10', to: '2026-05-20', latency: 'true', ...given }))

const addUp = (texts: readonly (string | null)[]) =>
  formatDecimal(texts.reduce((sum, text) => sum + parseDecimal(text ?? '0'), 0n))

describe('Explore', () => {
  it('is exact on calls worked by hand: cost, tokens by class, and every quotient of sums', async () => {
    const { rows, total } = await ask({ group_by: 'model' })
    const row = rows.find(({ values }) => values[0] === 'rich')
    expect(row).toMatchObject({
      at_least: [],
      measures: {
        ...{ cost: '0.0747', requests: '3', tokens: '31500', input_tokens: '30000', uncached_input_tokens: '15000' },
        ...{ cached_input_tokens: '12000', cache_write_tokens: '3000', output_tokens: '1500', answer_tokens: '900' },
        ...{ reasoning_tokens: '600', cost_per_request: '0.0249', cost_per_1000_requests: '24.9' },
        ...{
          cost_per_million_tokens: '2.371428571428571429',
          output_input_ratio: '0.05',
          cache_hit_rate: '0.4',
          error_rate: '0',
        },
        retry_share: '0.333333333333333333',
      },
    })
    expect(total).toMatchObject({
      at_least: expect.arrayContaining(['cost', 'cost_per_request']),
      measures: { cost: '0.1827', requests: '40', error_rate: '0.025', retry_share: '0.025' },
    })
    expect(rows.find(({ values }) => values[0] === 'nobody-knows-it')?.at_least).toContain('cost')
  })

  it('splits tokens into classes that add up to all tokens', async () => {
    const { rows } = await ask({ group_by: 'team,model' })
    for (const { measures } of rows) {
      const classes = [
        'uncached_input_tokens',
        'cached_input_tokens',
        'cache_write_tokens',
        'answer_tokens',
        'reasoning_tokens',
      ] as const
      expect(addUp(classes.map((name) => measures[name]))).toBe(measures.tokens)
    }
  })

  it('draws six series and Other, in which each step adds up to the total', async () => {
    const { series, steps, other_count, total, row_count } = await ask({ group_by: 'feature' })
    expect(series.map(({ values }) => values)).toEqual([[null], ...[8, 7, 6, 5, 4].map((n) => [`feature-${n}`]), null])
    expect([other_count, row_count]).toEqual([3, 9])
    expect(steps.map(({ at, values }) => [at, values])).toEqual([
      ['2026-05-14', ['0.0498', '0.024', '0.021', '0.018', '0.015', '0.012', '0.018']],
      ['2026-05-15', ['0.0249', '0', '0', '0', '0', '0', '0']],
    ])
    expect(addUp(steps.flatMap(({ values }) => values))).toBe(total.measures.cost)
    expect(steps[0]?.at_least).toEqual([0])
  })

  it('reckons Other’s quotients and percentiles from its sums, and has none where it has no calls', async () => {
    const errors = await ask({ group_by: 'feature', measure: 'error_rate', team: 'support' })
    // By cost the six largest are features 8 to 3: Other is features 1 and 2, of which none failed.
    expect(errors.steps).toEqual([{ at: '2026-05-14', values: ['0.125', '0', '0', '0', '0', '0', '0'], at_least: [] }])
    const latencies = await ask({ group_by: 'feature', measure: 'latency_p50', team: 'support' })
    const found = (latencies.steps[0]?.values ?? []).map(Number)
    const truths = [80, 70, 60, 50, 40, 30, 20]
    for (const [index, truth] of truths.entries()) {
      expect(Math.abs((found[index] ?? 0) - truth) / truth).toBeLessThanOrEqual(maxRelativeError + 0.0006)
    }
    const all = await ask({ group_by: 'feature', measure: 'latency_p50' })
    expect(all.steps[1]?.values.slice(1)).toEqual([null, null, null, null, null, null])
  })

  it('gives percentiles of a row, the rest and the total within the stated bound of the true ones', async () => {
    const { rows, total } = await ask({ group_by: 'team' })
    const near = (text: string | null | undefined, truth: number) =>
      expect(Math.abs(Number(text) - truth) / truth).toBeLessThanOrEqual(maxRelativeError + 0.0006)
    const support = rows.find(({ values }) => values[0] === 'support')?.measures
    near(support?.latency_p50, 60)
    near(support?.latency_p99, 80)
    near(total.measures.latency_p50, 60)
    near(total.measures.latency_p99, 5_000)
    expect((await ask({ group_by: 'team', latency: 'false' })).total.measures.latency_p50).toBeNull()
  })

  it('keeps latencies where a family of models is asked for', async () => {
    const { rows, steps } = await ask({ group_by: 'model_family', measure: 'latency_p95', team: 'search' })
    expect(rows.map(({ values }) => values[0])).toEqual(['rich', 'nobody-knows-it'])
    expect(steps.map(({ values }) => values.map((value) => value !== null))).toEqual([
      [true, false],
      [true, false],
    ])
  })

  it('cuts by the hour and by the month, and by nothing', async () => {
    const hours = await ask({ group_by: 'model', grain: 'hour', team: 'search' })
    expect(hours.steps.map(({ at, values }) => [at, values[0]])).toEqual([
      ['2026-05-14T09:00:00Z', '0.0498'],
      ['2026-05-15T09:00:00Z', '0.0249'],
    ])
    const retries = await ask({ grain: 'hour', measure: 'retry_share', model: 'rich' })
    expect(retries.steps.map(({ values }) => values)).toEqual([['0.5'], ['0']])
    const whole = await ask({ grain: 'month' })
    expect(whole).toMatchObject({ series: [{ values: [] }], row_count: 1, steps: [{ at: '2026-05', values: ['0.1827'] }] })
  })

  it('gives a lead and an engineer their own teams, which add up to what the admin sees of these', async () => {
    const ofSupport = await ask({ group_by: 'team', team: 'support' })
    for (const actor of [await leadActor(db, { teams: ['support'] }), await engineerActor(db, { teams: ['support'] })]) {
      const own = await ask({ group_by: 'team' }, scopeFor(actor, 'spend.read'))
      expect(own.rows).toEqual(ofSupport.rows)
      expect(own.total).toEqual(ofSupport.total)
      const byFeature = await ask({ group_by: 'feature' }, scopeFor(actor, 'spend.read'))
      expect(addUp(byFeature.rows.map(({ measures }) => measures.cost))).toBe(ofSupport.total.measures.cost)
      expect(addUp(byFeature.steps.flatMap(({ values }) => values))).toBe(ofSupport.total.measures.cost)
      const latency = await ask({ measure: 'latency_p99' }, scopeFor(actor, 'spend.read'))
      expect(latency.total.measures.latency_p99).toBe(ofSupport.total.measures.latency_p99)
    }
    const nobody = await ask({ group_by: 'team' }, scopeFor(await leadActor(db), 'spend.read'))
    expect(nobody).toMatchObject({ rows: [], steps: [], series: [], row_count: 0 })
    expect(nobody.total.measures).toMatchObject({ cost: '0', cost_per_request: null, error_rate: null, latency_p95: null })
  })

  it('puts latencies into the buckets whose bounds it reckons with', async () => {
    const latencies = [0, 1, 2, 3, 7, 8, 9, 10, 11, 12, 100, 108, 109, 2_147_483_647]
    const found = await sql<
      { bucket: number }[]
    >`select latency_bucket(ms) as bucket from unnest(${latencies}::int[]) with ordinality given (ms, n) order by n`
    for (const [index, { bucket }] of found.entries()) {
      const latencyMs = Math.max(1, latencies[index] ?? 0)
      expect(bucketStart(bucket)).toBeLessThanOrEqual(latencyMs)
      expect(bucketStart(bucket + 1)).toBeGreaterThan(latencyMs)
    }
  })

  it('draws of a latency those first that have one, whatever the others cost', async () => {
    await ledger.book([
      makeEvent('silent', { usage: { input_tokens: 90_000_000n, output_tokens: 1n }, occurredAtMs: testInstantMs - 10 * dayMs }),
    ])
    await ledger.book([
      makeEvent('told', { latencyMs: 7, occurredAtMs: testInstantMs - 10 * dayMs, dimensions: { model: 'rich' } }),
    ])
    const asked = { from: '2026-05-01', to: '2026-05-10', group_by: 'model' }
    expect((await ask(asked)).rows.map(({ values }) => values[0])).toEqual(['plain', 'rich'])
    const latencies = await ask({ ...asked, measure: 'latency_p50' })
    expect(latencies.rows.map(({ values }) => values[0])).toEqual(['rich', 'plain'])
    expect(latencies.steps).toEqual([{ at: '2026-05-04', values: ['7', null], at_least: [] }])
  })

  it('ranks by the measure where it adds up', async () => {
    const byTokens = await ask({ group_by: 'model', measure: 'input_tokens' })
    expect(byTokens.rows.map(({ values }) => values[0])).toEqual(['plain', 'rich', 'nobody-knows-it'])
    const params: ExploreParams = exploreParamsSchema.parse({ from: '2026-05-10', to: '2026-05-20' })
    expect(params).toMatchObject({ measure: 'cost', grain: 'day', groupBy: [], latency: false })
  })
})
