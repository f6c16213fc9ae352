import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Scope, scopeFor } from '@/lib/auth/scope'
import { adminActor, engineerActor, leadActor } from '@/lib/db/testing/factories'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { makeRegistry, nameModelFamilies } from '@/lib/reports/testing/make-registry'
import { bookRandomEvents, type OracleEvent, ownAtRandom, readOracle } from '@/lib/reports/testing/random-organisation'
import { addDays } from '@/lib/time/calendar'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import type { DimensionName } from './dimension-names'
import { getFilterValues } from './filter-values'
import { getSpend } from './queries'
import type { SpendRow } from './report-schema'
import { makeSpendParams } from './search-params'

const zone = 'America/Havana'
const { db, sql, ledger } = await createTestLedger({ zone })
const { teams, costCenters, registered } = await makeRegistry(db, sql)
await nameModelFamilies(sql)
await bookRandomEvents(ledger, { count: 400, seed: 20_260_514 })
await ownAtRandom(sql, registered, 1)
const everything = scopeFor(await adminActor(db), 'spend.read')

const dimensions = [
  ...([
    'team',
    'pool',
    'reported_team',
    'cost_center',
    'business_unit',
    'project',
    'product_line',
    'service',
    'feature',
  ] as const),
  ...(['environment', 'provider', 'model', 'model_family', 'operation', 'tier', 'api_key', 'source', 'outcome'] as const),
  ...(['attempt', 'unowned_reason', 'owner_conflict', 'label:plan', 'hour', 'day', 'month'] as const),
]
const starts = ['2025-10-30', '2025-11-01', '2025-11-02', '2026-03-01', '2026-03-07', '2026-04-28', '2026-05-01', '2026-05-10']

interface Question {
  readonly from: string
  readonly days: number
  readonly groupBy: readonly DimensionName[]
  readonly filterBy: readonly DimensionName[]
  readonly picks: readonly number[]
}

const questions: fc.Arbitrary<Question> = fc.record({
  from: fc.constantFrom(...starts),
  days: fc.constantFrom(1, 2, 14, 14, 40, 230),
  groupBy: fc.subarray([...dimensions], { maxLength: 3 }),
  filterBy: fc.subarray([...dimensions], { maxLength: 2 }),
  picks: fc.array(fc.nat(20), { minLength: 1, maxLength: 3 }),
})

const readValue = (event: OracleEvent, name: DimensionName) => event.values[name] ?? null

/** A question that the report takes, with filters by values that events have, by none, or by one that nobody has. */
function toParams({ from, days, groupBy, filterBy, picks }: Question, events: readonly OracleEvent[]) {
  const isHourly = [...groupBy, ...filterBy].includes('hour')
  const filters: Partial<Record<DimensionName, string[]>> = {}
  for (const name of filterBy) {
    const isTime = name === 'hour' || name === 'day' || name === 'month'
    const seen = [...new Set(events.map((event) => readValue(event, name)))].filter((value) => !isTime || value !== null)
    const known = seen.map((value) => value ?? '~none').sort()
    const all = isTime ? known : [...known, 'nobody-has-it', '~none']
    filters[name] = [...new Set(picks.map((index) => all[index % all.length] ?? '~none'))]
  }
  return makeSpendParams({ from, to: addDays(from, isHourly ? Math.min(days, 14) : days), groupBy, filters, limit: 10_000 })
}

/** What the report must say, summed in TypeScript over the events themselves. */
function sumEvents(events: readonly OracleEvent[], params: ReturnType<typeof toParams>) {
  const kept = events.filter((event) => {
    const day = event.values.day ?? ''
    if (day < params.from || day >= params.to) return false
    return Object.entries(params.filters).every(([name, values]) => values?.includes(event.values[name] ?? '~none'))
  })
  const groups = new Map<string, { cost: bigint; requests: number }>()
  for (const event of kept) {
    const key = JSON.stringify(params.groupBy.map((name) => readValue(event, name)))
    const group = groups.get(key) ?? { cost: 0n, requests: 0 }
    groups.set(key, { cost: group.cost + parseDecimal(event.cost), requests: group.requests + event.requests })
  }
  return {
    groups: new Map([...groups].map(([key, { cost, requests }]) => [key, [formatDecimal(cost), requests]])),
    cost: formatDecimal(kept.reduce((sum, { cost }) => sum + parseDecimal(cost), 0n)),
    requests: kept.reduce((sum, { requests }) => sum + requests, 0),
  }
}

async function checkAgainstEvents(
  scope: Scope,
  question: Question,
  visible: readonly OracleEvent[],
  all: readonly OracleEvent[],
) {
  const params = toParams(question, all)
  const report = await getSpend(db, scope, params)
  const expected = sumEvents(visible, params)
  const groups = report.rows.map((row): [string, unknown[]] => [keyOf(row, params.groupBy), [row.cost_usd, row.requests]])
  if (params.groupBy.length > 0) expect(new Map(groups)).toEqual(expected.groups)
  expect(new Set(groups.map(([key]) => key)).size).toBe(report.rows.length)
  expect([report.total.cost_usd, report.total.requests]).toEqual([expected.cost, expected.requests])
  expect(formatDecimal(report.rows.reduce((sum, row) => sum + parseDecimal(row.cost_usd), 0n))).toBe(report.total.cost_usd)
  for (const name of ['input_tokens', 'output_tokens', 'cached_input_tokens', 'unpriced_requests', 'errors'] as const) {
    expect(report.rows.reduce((sum, row) => sum + row[name], 0)).toBe(report.total[name])
  }
}

const keyOf = (row: SpendRow, groupBy: readonly DimensionName[]) => JSON.stringify(groupBy.map((name) => row[name] ?? null))

describe('for random filters and groupings', () => {
  it('rows add up to the total, and the total to the events, exactly, whatever the history of owners', async () => {
    for (const seed of [1, 2, 3]) {
      await ownAtRandom(sql, registered, seed)
      const events = await readOracle(sql, zone)
      const check = fc.asyncProperty(questions, (question) => checkAgainstEvents(everything, question, events, events))
      await fc.assert(check, { numRuns: 40 })
    }
  }, 120_000)

  it('a lead of teams and cost centres sees exactly the days on which these own it', async () => {
    const actor = await leadActor(db, { teams: [teams[0]?.slug ?? ''], costCenters: [costCenters[0]?.code ?? ''] })
    const events = await readOracle(sql, zone)
    const mine = events.filter(({ teamId, costCenterId }) => teamId === teams[0]?.id || costCenterId === costCenters[0]?.id)
    expect(mine.length).toBeGreaterThan(0)
    expect(mine.length).toBeLessThan(events.length)
    const check = fc.asyncProperty(questions, (question) =>
      checkAgainstEvents(scopeFor(actor, 'spend.read'), question, mine, events),
    )
    await fc.assert(check, { numRuns: 40 })
  }, 120_000)

  it('an engineer sees exactly the days on which their team owns it', async () => {
    const actor = await engineerActor(db, { teams: [teams[1]?.slug ?? ''] })
    const events = await readOracle(sql, zone)
    const mine = events.filter(({ teamId }) => teamId === teams[1]?.id)
    const check = fc.asyncProperty(questions, (question) =>
      checkAgainstEvents(scopeFor(actor, 'spend.read'), question, mine, events),
    )
    await fc.assert(check, { numRuns: 20 })
  }, 120_000)
})

describe('pages', () => {
  const orders = [
    '-cost_usd',
    'cost_usd',
    '-reported_cost_usd',
    'reported_cost_usd,-requests',
    'team',
    '-team,-feature',
    '-errors',
  ]
  it.each(orders)('ordered by %s hold every row once, in the order of the whole', async (order) => {
    const question = { from: '2025-10-01', to: '2026-06-01', groupBy: ['team', 'feature', 'outcome'] as const, order }
    const whole = await getSpend(db, everything, makeSpendParams({ ...question, limit: 10_000 }))
    expect(whole.next_cursor).toBeNull()
    const rows: SpendRow[] = []
    let cursor: string | null = null
    do {
      const page = await getSpend(db, everything, makeSpendParams({ ...question, limit: 23, cursor }))
      expect(page.total).toEqual(whole.total)
      expect(page.row_count).toBe(whole.rows.length)
      rows.push(...page.rows)
      cursor = page.next_cursor
    } while (cursor !== null)
    expect(rows).toEqual(whole.rows)
    expect(rows.length).toBeGreaterThan(46)
  })
})

describe('the comparison', () => {
  it('says of the same rows what the period before would say', async () => {
    const params = makeSpendParams({ from: '2026-05-01', to: '2026-06-01', groupBy: ['feature'], compare: 'previous' })
    const { comparison, rows } = await getSpend(db, everything, params)
    const before = await getSpend(db, everything, makeSpendParams({ from: '2026-04-01', to: '2026-05-01', groupBy: ['feature'] }))
    expect(comparison).toMatchObject({ from: '2026-04-01', to: '2026-05-01', total: before.total })
    const shown = new Set(rows.map(({ feature }) => feature))
    expect(comparison?.rows).toEqual(before.rows.filter(({ feature }) => shown.has(feature)))
    expect(before.total.requests).toBeGreaterThan(0)
  })
})

describe('filter values', () => {
  const period = { from: '2025-10-01', to: '2026-06-01', search: '', limit: 50 }

  it('are those of the report, what costs most first', async () => {
    const report = await getSpend(db, everything, makeSpendParams({ ...period, groupBy: ['model'] }))
    const { values } = await getFilterValues(db, everything, 'model', period)
    const expected = report.rows.map((row) => ({ value: row.model ?? '~none', requests: row.requests, cost_usd: row.cost_usd }))
    expect(values.map(({ label: _, ...rest }) => rest)).toEqual(expected)
  })

  it('are searched by value and by the registry’s name, and a longer list says so', async () => {
    const wanted = teams[0]?.slug ?? ''
    const found = await getFilterValues(db, everything, 'team', { ...period, search: wanted.toUpperCase() })
    expect(found.values.map(({ value, label }) => [value, label])).toEqual([[wanted, 'A team']])
    const byName = await getFilterValues(db, everything, 'team', { ...period, search: 'a TEAM', limit: 2 })
    expect([byName.values.length, byName.has_more]).toEqual([2, true])
  })

  it('outside of one’s scope are not told', async () => {
    const scope = scopeFor(await engineerActor(db, { teams: [teams[1]?.slug ?? ''] }), 'spend.read')
    const { values } = await getFilterValues(db, scope, 'team', period)
    expect(values.map(({ value }) => value)).toEqual([teams[1]?.slug])
  })
})
