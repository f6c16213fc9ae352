import { describe, expect, it } from 'vitest'
import { onNewSeries } from '@/lib/attribution/attribute-series'
import { scopeFor } from '@/lib/auth/scope'
import { source } from '@/lib/db/schema/auth'
import { adminActor, makeCostCenter, makeTeam, operator } from '@/lib/db/testing/factories'
import { pointProcessAt } from '@/lib/db/testing/test-database'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { publishExample } from '@/lib/pricing/testing/publish-example'
import { mapTeam } from '@/lib/registry/mapping-commands'
import { getSpend } from '@/lib/reports/spend/queries'
import { makeSpendParams } from '@/lib/reports/spend/search-params'
import { makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { readCoverage } from './coverage'
import { runFix } from './fixes/run-fix'
import { undoFix } from './fixes/undo'
import { type Finding, listFindings } from './queries'
import { type FindingsQuery, findingsQuerySchema } from './schema'
import { findingOrders } from './search-params'
import { readTrends } from './trend'

const strays = 600
const { db, url, ledger } = await createTestLedger({ zone: 'UTC', onNewSeries })
await pointProcessAt(url)
await publishExample(db)
await db.insert(source).values({ slug: 'gateway', format: 'canonical', role: 'ledger', rank: 1 })
await makeTeam(db, { slug: 'search' })
await makeCostCenter(db, { code: 'CC-1' })
await mapTeam(db, operator, { team: 'search', cost_center: 'CC-1', from: null })
const admin = await adminActor(db)
const scope = scopeFor(admin, 'triage.read')
const now = new Date()
const serviceOf = (number: number) => `service-${Math.floor(number / 20)}`
const owned = { project: 'p', service: 'answers', feature: 'f', costCenter: null }
// Many cost the same, so that pages are cut between equals; some have no price, which is a lane of its own.
await ledger.book(
  Array.from({ length: strays }, (_, number) =>
    makeEvent(`stray ${number}`, {
      occurredAtMs: now.getTime() - (number % 2) * 60_000,
      usage: { input_tokens: BigInt(1_000 * (1 + (number % 3))), output_tokens: 0n },
      dimensions: {
        ...owned,
        ...{ tagTeam: null, tagBasis: null, apiKey: `key-${number % 20}`, service: serviceOf(number) },
        model: number % 10 === 0 ? `unknown-${number}` : 'plain',
      },
    }),
  ),
)
await ledger.book(
  Array.from({ length: 20 }, (_, number) =>
    makeEvent(`owned ${number}`, { occurredAtMs: now.getTime(), dimensions: { ...owned, route: `/${number}` } }),
  ),
)

const ask = (given: Partial<FindingsQuery>) =>
  listFindings(db, scope, { ...findingsQuerySchema.parse({}), ...given }, { now, userId: admin.id })

async function pageThrough(given: Partial<FindingsQuery>): Promise<Finding[]> {
  const found: Finding[] = []
  for (;;) {
    const { findings } = await ask({ ...given, offset: found.length })
    if (findings.length === 0) return found
    found.push(...findings)
  }
}

const add = (findings: readonly Pick<Finding, 'costUsd'>[]) =>
  formatDecimal(findings.reduce((sum, { costUsd }) => sum + parseDecimal(costUsd), 0n))
const toRefs = (findings: readonly Finding[]) => findings.map(({ lane, key }) => ({ lane, key: { ...key } }))
const holdsOf = async (lane: string) => (await ask({ limit: 1 })).lanes.find((one) => one.lane === lane)

/** What Spend, the lanes and coverage say that nobody owns, which must be one figure. */
async function readUnowned(): Promise<string> {
  const { from, to, unattributed_usd: unattributed } = await ask({ limit: 1 })
  const spend = await getSpend(db, scope, makeSpendParams({ from, to, groupBy: [], filters: { team: ['~none'] } }))
  expect(spend.total.cost_usd).toBe(unattributed)
  expect((await readCoverage(db, scope, { from, to })).total.unattributedUsd).toBe(unattributed)
  return unattributed
}

describe('hundreds of groups', () => {
  it.each(findingOrders)('come each once over the pages by %s, to the end, and add up to their lanes', async (order) => {
    const { lanes, total } = await ask({ limit: 1 })
    const found = await pageThrough({ order, limit: 70 })
    expect(found).toHaveLength(total)
    expect(new Set(found.map(({ id }) => id)).size).toBe(total)
    for (const { lane, groups, costUsd, requests } of lanes) {
      const own = found.filter((finding) => finding.lane === lane)
      expect(own).toHaveLength(groups)
      expect(add(own)).toBe(formatDecimal(parseDecimal(costUsd)))
      expect(own.reduce((sum, one) => sum + one.requests, 0)).toBe(requests)
    }
    expect(await holdsOf('no_owner')).toMatchObject({ groups: strays, requests: strays })
    expect(await holdsOf('unpriced')).toMatchObject({ groups: strays / 10 })
  })

  it('are in the order asked for across the edges of pages', async () => {
    const costs = (await pageThrough({ order: 'cost', limit: 70 })).map(({ costUsd }) => parseDecimal(costUsd))
    expect(costs).toEqual(costs.toSorted((one, other) => (one < other ? 1 : one > other ? -1 : 0)))
    const requests = (await pageThrough({ order: 'requests', limit: 70 })).map((finding) => finding.requests)
    expect(requests).toEqual(requests.toSorted((one, other) => other - one))
  })

  it('are narrowed by lane and by words over all pages, and counted so', async () => {
    const narrowed = { lane: ['no_owner' as const], search: 'SERVICE-2' }
    const { total, lanes } = await ask({ ...narrowed, limit: 1 })
    const found = await pageThrough({ ...narrowed, limit: 50 })
    const services = Array.from({ length: strays }, (_, number) => serviceOf(number)).filter((name) =>
      name.startsWith('service-2'),
    )
    expect(found.map(({ key }) => key.service).toSorted()).toEqual(services.toSorted())
    expect(total).toBe(found.length)
    expect(lanes.find(({ lane }) => lane === 'no_owner')?.groups).toBe(strays)
  })

  it('have days that add up to them', async () => {
    const report = await ask({ limit: 500 })
    const trends = await readTrends(db, scope, report, report.findings)
    for (const { id, costUsd, requests } of report.findings) {
      const days = trends.get(id) ?? []
      expect(add(days)).toBe(formatDecimal(parseDecimal(costUsd)))
      expect(days.reduce((sum, day) => sum + day.requests, 0)).toBe(requests)
    }
  })

  it('are given away as many as one act takes, whether most or few of all are left, and are back when that is undone', async () => {
    const before = await readUnowned()
    const { findings } = await ask({ lane: ['no_owner'], limit: 500 })
    const { fixId } = await runFix(db, admin, 'owner', { findings: toRefs(findings), team: 'search' })
    expect(await holdsOf('no_owner')).toMatchObject({ groups: strays - 500 })
    const left = await readUnowned()
    expect(formatDecimal(parseDecimal(left) + parseDecimal(add(findings)))).toBe(formatDecimal(parseDecimal(before)))
    await undoFix(db, admin, { id: fixId })
    expect(await readUnowned()).toBe(before)
    expect((await pageThrough({ lane: ['no_owner'], limit: 500 })).map(({ id }) => id)).toEqual(
      expect.arrayContaining(findings.map(({ id }) => id)),
    )
  })
})
