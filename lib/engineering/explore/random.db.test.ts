import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { adminActor, leadActor } from '@/lib/db/testing/factories'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { getSpend } from '@/lib/reports/spend/queries'
import { makeSpendParams } from '@/lib/reports/spend/search-params'
import { makeRegistry } from '@/lib/reports/testing/make-registry'
import { bookRandomEvents, ownAtRandom } from '@/lib/reports/testing/random-organisation'
import { addDays } from '@/lib/time/calendar'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { exploreMeasures, measures } from './measures'
import { maxRelativeError } from './percentile'
import { getExplore } from './queries'
import { exploreParamsSchema } from './schema'

const zone = 'America/Havana'
const { db, sql, ledger } = await createTestLedger({ zone })
const { teams, costCenters, registered } = await makeRegistry(db, sql)
await bookRandomEvents(ledger, { count: 400, seed: 20_260_514 })
await ownAtRandom(sql, registered, 1)
const everything = scopeFor(await adminActor(db), 'spend.read')
const lead = scopeFor(
  await leadActor(db, { teams: [teams[0]?.slug ?? ''], costCenters: [costCenters[0]?.code ?? ''] }),
  'spend.read',
)

const dimensions = [
  ...(['team', 'cost_center', 'product_line', 'project', 'service', 'feature', 'model', 'environment'] as const),
  ...(['attempt', 'outcome', 'unowned_reason', 'label:plan', 'source'] as const),
]
const questions = fc.record({
  from: fc.constantFrom('2025-10-30', '2026-03-01', '2026-04-28', '2026-05-01', '2026-05-10'),
  days: fc.constantFrom(1, 14, 40, 230),
  groupBy: fc.subarray([...dimensions], { maxLength: 2 }),
  filterBy: fc.constantFrom(null, 'environment=~none', 'team=~none', 'feature=chat'),
  measure: fc.constantFrom(...exploreMeasures),
  scope: fc.constantFrom(everything, lead),
})

const add = (texts: readonly (string | null)[]) => formatDecimal(texts.reduce((sum, text) => sum + parseDecimal(text ?? '0'), 0n))

describe('for random organisations and questions', () => {
  it('groups, the rest and the steps add up to the total, and the total is that of Spend', async () => {
    const check = fc.asyncProperty(questions, async ({ from, days, groupBy, filterBy, measure, scope }) => {
      const to = addDays(from, days)
      const [filter, value] = filterBy?.split('=') ?? []
      const filters = filter && value ? { [filter]: [value] } : {}
      const params = exploreParamsSchema.parse({ from, to, group_by: groupBy.join(','), measure, latency: 'true', ...filters })
      const report = await getExplore(db, scope, params)
      const spend = await getSpend(db, scope, makeSpendParams({ from, to, groupBy, filters, limit: 10_000 }))
      const { total } = report
      expect(total.measures).toMatchObject({
        cost: spend.total.cost_usd,
        requests: String(spend.total.requests),
        input_tokens: String(spend.total.input_tokens),
        output_tokens: String(spend.total.output_tokens),
      })
      expect(total.at_least.includes('cost')).toBe(spend.total.is_at_least)
      for (const name of exploreMeasures.filter((each) => measures[each].isAdditive)) {
        expect(add([...report.rows.map((row) => row.measures[name]), report.rest?.measures[name] ?? null])).toBe(
          total.measures[name],
        )
      }
      if (measures[measure].isAdditive && params.grain !== 'hour') {
        expect(add(report.steps.flatMap(({ values }) => values))).toBe(total.measures[measure])
      }
      if (groupBy.length > 0) {
        const costs = spend.rows.map((row): [string, string] => [
          JSON.stringify(groupBy.map((name) => row[name] ?? null)),
          row.cost_usd,
        ])
        expect(new Map(report.rows.map((row) => [JSON.stringify(row.values), row.measures.cost]))).toEqual(new Map(costs))
      }
      const retries = await getSpend(db, scope, makeSpendParams({ from, to, filters: { ...filters, attempt: ['retry'] } }))
      const requests = BigInt(spend.total.requests)
      const share = requests === 0n ? null : Number(retries.total.requests) / Number(requests)
      if (share === null) expect(total.measures.retry_share).toBeNull()
      else expect(Number(total.measures.retry_share)).toBeCloseTo(share, 12)
    })
    await fc.assert(check, { numRuns: 60 })
  }, 120_000)

  it('the total’s percentiles lie within the stated bound of those of the events themselves', async () => {
    for (const [from, to] of [
      ['2025-10-01', '2026-06-01'],
      ['2026-05-01', '2026-06-01'],
      ['2026-05-14', '2026-05-15'],
    ] as const) {
      const [truth] = await sql<{ found: number[] | null }[]>`
        select percentile_disc(array[0.5, 0.95, 0.99]) within group (order by greatest(latency_ms, 1)) as found
        from usage_event
        where latency_ms is not null and requests = 1 and not is_retracted
          and (occurred_at at time zone ${zone})::date >= ${from}::date and (occurred_at at time zone ${zone})::date < ${to}::date`
      const { total } = await getExplore(
        db,
        everything,
        exploreParamsSchema.parse({ from, to, group_by: 'team,model', measure: 'latency_p95' }),
      )
      const { latency_p50, latency_p95, latency_p99 } = total.measures
      for (const [index, text] of [latency_p50, latency_p95, latency_p99].entries()) {
        const expected = truth?.found?.[index]
        if (expected === undefined) expect(text).toBeNull()
        else expect(Math.abs(Number(text) - expected) / expected).toBeLessThanOrEqual(maxRelativeError + 0.0006)
      }
    }
  })
})
