import { describe, expect, it } from 'vitest'
import { decidePolicy, proposePolicy } from '@/lib/attribution/pools/policy-commands'
import { readPoolAllocations } from '@/lib/attribution/pools/read-pool-allocations'
import { scopeFor } from '@/lib/auth/scope'
import { leadActor, operator, userActor } from '@/lib/db/testing/factories'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { getSpend } from '@/lib/reports/spend/queries'
import { makeSpendParams } from '@/lib/reports/spend/search-params'
import { makeRegistry } from '@/lib/reports/testing/make-registry'
import { bookRandomEvents, ownAtRandom } from '@/lib/reports/testing/random-organisation'
import { monthPeriod } from '@/lib/time/calendar'
import { readCoverage } from '@/lib/triage/coverage'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { listStatementMonths } from './list-months'
import { monthBefore } from './month-text'
import { readStatement } from './queries'
import type { Statement, StatementFigures, StatementLine } from './schema'

const { db, sql, ledger } = await createTestLedger({ zone: 'America/Havana' })
const { teams, costCenters, registered } = await makeRegistry(db, sql)
await bookRandomEvents(ledger, { count: 400, seed: 20_260_601 })
const [proposer, approver] = [await userActor(db, { role: 'finance' }), await userActor(db, { role: 'finance' })]
const policy = await proposePolicy(db, proposer, { pool: 'platform', from_month: '2025-11', method: 'direct_spend' })
await decidePolicy(db, approver, { id: policy.id, decision: 'approved' })

const everything = scopeFor(operator, 'finance.read')
const now = new Date('2026-06-20T12:00:00Z')
const months = ['2025-10', '2025-11', '2026-03', '2026-05']
const usd = parseDecimal
const sum = (values: readonly string[]) => formatDecimal(values.reduce((total, value) => total + usd(value), 0n))

const amountNames = [
  ...(['direct_usd', 'shared_received_usd', 'shared_given_usd', 'adjustments_usd', 'total_usd', 'posted_usd'] as const),
  ...(['success_usd', 'retry_usd', 'failure_usd', 'list_usd', 'attributed_usd', 'estimated_usd'] as const),
]
const countNames = ['requests', 'unpriced_requests', 'missing_token_requests'] as const

function expectSumsOf(figures: StatementFigures, parts: readonly StatementLine[]): void {
  for (const name of amountNames) expect([name, figures[name]]).toEqual([name, sum(parts.map((part) => part[name]))])
  for (const name of countNames) expect(figures[name]).toBe(parts.reduce((total, part) => total + part[name], 0))
  const priors = parts.flatMap(({ prior_total_usd }) => prior_total_usd ?? [])
  expect(figures.prior_total_usd).toBe(priors.length === 0 ? null : sum(priors))
}

function expectAddsUp({ lines, total }: Statement): void {
  expectSumsOf(
    total,
    lines.filter(({ parent }) => parent === null),
  )
  for (const line of lines) {
    const below = lines.filter(({ parent }) => parent === line.id)
    if (below.length > 0) expectSumsOf(line, below)
    const { direct_usd, shared_received_usd, shared_given_usd, adjustments_usd, total_usd } = line
    expect(sum([direct_usd, shared_received_usd, shared_given_usd, adjustments_usd])).toBe(total_usd)
    expect(sum([line.success_usd, line.retry_usd, line.failure_usd])).toBe(direct_usd)
  }
}

describe.each([1, 2, 3])('a random organisation (%i)', (seed) => {
  it('gets statements that add up and agree with spend, coverage and the allocation of pools', { timeout: 60_000 }, async () => {
    await ownAtRandom(sql, registered, seed)
    const listed = await listStatementMonths(db, everything, { now })
    for (const month of months) {
      const spend = await getSpend(db, everything, makeSpendParams(monthPeriod(month)))
      const before = await getSpend(db, everything, makeSpendParams(monthPeriod(monthBefore(month))))
      const coverage = await readCoverage(db, everything, monthPeriod(month))
      const pools = await readPoolAllocations(db, everything, month)
      for (const view of ['project', 'model'] as const) {
        const statement = await readStatement(db, everything, { month, view, now })
        expectAddsUp(statement)
        const { total, lines, exceptions } = statement
        expect([total.direct_usd, total.total_usd, total.requests, total.list_usd]).toEqual([
          ...[spend.total.cost_usd, spend.total.cost_usd, spend.total.requests, spend.total.list_cost_usd],
        ])
        expect(total.prior_total_usd ?? '0').toBe(before.total.cost_usd)
        expect(total.attributed_usd).toBe(sum([coverage.total.attributedUsd, coverage.total.sharedUsd]))
        expect(sum(exceptions.map(({ amount_usd }) => amount_usd))).toBe(
          formatDecimal(usd(total.total_usd) - usd(total.attributed_usd)),
        )
        for (const pool of pools) {
          const given = lines.filter(({ code, owner_kind }) => owner_kind === 'pool' && code === pool.pool)
          expect(sum(given.map(({ total_usd }) => total_usd))).toBe(pool.kept)
          const received = lines.filter(
            ({ id, level, code }) => level === 'shared' && code === pool.pool && id.includes('/team:'),
          )
          expect(sum(received.map(({ total_usd }) => total_usd))).toBe(sum(pool.received.map(({ amount }) => amount)))
        }
        const ofMonth = listed.months.find((one) => one.month === month)
        expect([ofMonth?.total_usd ?? '0', ofMonth?.attributed_usd ?? '0']).toEqual([total.total_usd, total.attributed_usd])
      }
    }
  })

  it('shows who is bounded lines that add up among themselves, each as it is in the whole', { timeout: 60_000 }, async () => {
    await ownAtRandom(sql, registered, seed)
    const leads = [
      await leadActor(db, { teams: [teams[0]?.slug ?? ''], costCenters: [] }),
      await leadActor(db, { teams: [], costCenters: [costCenters[0]?.code ?? ''] }),
    ]
    for (const lead of leads) {
      const scope = scopeFor(lead, 'finance.read')
      const listed = await listStatementMonths(db, scope, { now })
      for (const month of months) {
        const whole = await readStatement(db, everything, { month, view: 'project', now })
        const part = await readStatement(db, scope, { month, view: 'project', now })
        expectAddsUp(part)
        const below = part.lines.filter(({ level }) => level !== 'business_unit' && level !== 'cost_center')
        for (const line of below) expect(whole.lines).toContainEqual(line)
        expect(listed.months.find((one) => one.month === month)?.total_usd ?? '0').toBe(part.total.total_usd)
        const spend = await getSpend(db, scopeFor(lead, 'spend.read'), makeSpendParams(monthPeriod(month)))
        expect(part.total.direct_usd).toBe(spend.total.cost_usd)
      }
    }
  })
})
