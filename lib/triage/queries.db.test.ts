import { describe, expect, it } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { adminActor, leadActor } from '@/lib/db/testing/factories'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { getSpend } from '@/lib/reports/spend/queries'
import { makeSpendParams } from '@/lib/reports/spend/search-params'
import { makeRegistry } from '@/lib/reports/testing/make-registry'
import { bookRandomEvents, ownAtRandom } from '@/lib/reports/testing/random-organisation'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { laneNames, laneOf } from './lanes'
import { type FindingsReport, listFindings } from './queries'
import { type FindingsQuery, findingsQuerySchema } from './schema'

const zone = 'Asia/Kathmandu'
const { db, sql, ledger } = await createTestLedger({ zone })
const { registered } = await makeRegistry(db, sql, { teams: [{ slug: 'search' }, { slug: 'support' }] })
await bookRandomEvents(ledger, { count: 300, seed: 7 })
await ownAtRandom(sql, registered, 7)
const admin = await adminActor(db)
const everything = scopeFor(admin, 'triage.read')
const now = new Date('2026-05-20T10:00:00Z')
const periods = [
  { from: '2025-10-01', to: '2026-06-01' },
  { from: '2025-11-01', to: '2025-11-03' },
  { from: '2026-04-28', to: '2026-05-02' },
  { from: '2026-05-01', to: '2026-06-01' },
]

const ask = (given: Partial<FindingsQuery>, scope = everything) =>
  listFindings(db, scope, { ...findingsQuerySchema.parse({}), limit: 500, ...given }, { now, userId: admin.id })

const add = (texts: readonly string[]) => formatDecimal(texts.reduce((sum, text) => sum + parseDecimal(text), 0n))

const unattributedLanes = laneNames.filter((lane) => laneOf(lane).isUnattributed)

describe('the lanes of what nobody owns', () => {
  it.each(periods)('add up to what Spend calls unattributed, from $from to $to', async (period) => {
    const report = await ask(period)
    const spend = await getSpend(db, everything, makeSpendParams({ ...period, groupBy: [], filters: { team: ['~none'] } }))
    expect(report.unattributed_usd).toBe(spend.total.cost_usd)
    expect(add(report.lanes.filter(({ lane }) => unattributedLanes.includes(lane)).map(({ costUsd }) => costUsd))).toBe(
      formatDecimal(parseDecimal(spend.total.cost_usd)),
    )
  })
})

describe('a lane', () => {
  it.each(periods)('adds up to its groups, from $from to $to', async (period) => {
    const report = await ask(period)
    for (const { lane, costUsd, groups } of report.lanes) {
      const own = report.findings.filter((finding) => finding.lane === lane)
      expect(own).toHaveLength(groups)
      expect(add(own.map((finding) => finding.costUsd))).toBe(formatDecimal(parseDecimal(costUsd)))
      expect(new Set(own.map(({ id }) => id)).size).toBe(groups)
    }
    expect(report.total).toBe(report.findings.length)
  })

  it('has no group twice over its pages', async () => {
    const whole = await ask(periods[0] ?? {})
    const pages: FindingsReport[] = []
    for (let offset = 0; offset < whole.total; offset += 7) pages.push(await ask({ ...periods[0], limit: 7, offset }))
    expect(pages.flatMap(({ findings }) => findings.map(({ id }) => id))).toEqual(whole.findings.map(({ id }) => id))
  })
})

describe('who is bounded by teams', () => {
  it('sees the gaps of what their teams own, and nothing of what nobody owns', async () => {
    const scope = scopeFor(await leadActor(db, { teams: ['search'] }), 'triage.read')
    const period = { from: '2025-10-01', to: '2026-06-01' }
    const report = await ask(period, scope)
    const { total } = await getSpend(db, scope, makeSpendParams({ ...period, groupBy: [] }))
    const requestsOf = (lane: string) => report.lanes.find((one) => one.lane === lane)?.requests
    expect(total.missing_token_requests).toBeGreaterThan(0)
    expect(requestsOf('missing_tokens')).toBe(total.missing_token_requests)
    expect(requestsOf('unpriced')).toBe(total.unpriced_requests)
    expect(report.unattributed_usd).toBe('0')
    expect(report.findings.filter(({ lane }) => unattributedLanes.includes(lane))).toEqual([])
  })
})
