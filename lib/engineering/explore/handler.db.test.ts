import { afterAll, describe, expect, it, test, vi } from 'vitest'
import { source } from '@/lib/db/schema/auth'
import { makeKey, makeSession, makeTeam, makeUser } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { pointProcessAt } from '@/lib/db/testing/test-database'
import { ownEverything } from '@/lib/reports/testing/own-everything'
import { makeEvent, testInstantMs } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { getExploreReport } from './handler'
import { exploreReportSchema } from './schema'

vi.stubEnv('AUTH_SECRET', 'a-secret-of-tests-of-32-characters')
afterAll(() => vi.unstubAllEnvs())

const { db, url, sql, ledger } = await createTestLedger({ zone: 'UTC' })
await pointProcessAt(url)
await db.insert(source).values({ slug: 'gateway', format: 'canonical', role: 'ledger', rank: 1 })
const { secret: key } = await makeKey(db)
const team = await makeTeam(db, { slug: 'search', name: 'Search & ranking' })
await ledger.book([
  makeEvent('one', { latencyMs: 4 }),
  makeEvent('two', { latencyMs: 4, occurredAtMs: testInstantMs + 86_400_000 }),
  makeEvent('formula', { dimensions: { feature: '=1+1', isRetry: true } }),
])
await ownEverything(sql, team.id)

const period = 'from=2026-05-10&to=2026-05-20'
const ask = async (query: string, options: Parameters<typeof makeRequest>[1] = { key }) =>
  getExploreReport(await makeRequest(`/api/v1/engineering/explore?${query}`, options), {
    requestId: 'request-1',
    address: '192.0.2.7',
  })

describe('GET /api/v1/engineering/explore', () => {
  it('answers rows, series, steps and the names of owners', async () => {
    const response = await ask(`${period}&group_by=team,feature&latency=true`)
    const body = exploreReportSchema.parse(await response.json())
    expect(response.status).toBe(200)
    expect(body).toMatchObject({
      ...{ grain: 'day', measure: 'cost', row_count: 2, rest: null, other_count: 0, group_by: ['team', 'feature'] },
      names: { team: { search: 'Search & ranking' } },
      series: [{ values: ['search', null] }, { values: ['search', '=1+1'] }],
      total: { measures: { cost: '0.009', latency_p50: '4', retry_share: '0.333333333333333333' } },
    })
  })

  it('gives every group as CSV, exact, of which none runs as a formula', async () => {
    const response = await ask(`${period}&group_by=feature&format=csv`)
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="explore-feature-2026-05-10-2026-05-20.csv"')
    const [heading = '', ...lines] = (await response.text()).trim().split('\r\n')
    expect(heading).toMatch(/^feature,cost_usd,requests,tokens,.*,cost_per_request_usd,.*,latency_p99_ms,at_least$/)
    expect(lines.map((line) => line.split(',').slice(0, 3))).toEqual([
      ['', '0.006', '2'],
      ["'=1+1", '0.003', '1'],
    ])
    const latency = heading.split(',').indexOf('latency_p99_ms')
    expect(lines.map((line) => line.split(',')[latency])).toEqual(['4', ''])
  })

  it('gives every group in every step as CSV', async () => {
    const lines = (await (await ask(`${period}&group_by=feature&format=csv&rows=steps`)).text()).trim().split('\r\n')
    expect(lines.map((line) => line.split(',').slice(0, 3))).toEqual([
      ['day', 'feature', 'cost_usd'],
      ['2026-05-14', "'=1+1", '0.003'],
      ['2026-05-14', '', '0.003'],
      ['2026-05-15', '', '0.003'],
    ])
    const hours = (await (await ask(`${period}&format=csv&rows=steps&grain=hour`)).text()).trim().split('\r\n')
    expect(hours[1]).toMatch(/^2026-05-14T09:00:00Z,0.006,2,/)
  })

  it('shows an engineer what their own teams own, and refuses who is nobody', async () => {
    const requestsOf = async (teams: string[]) => {
      const { id } = await makeUser(db, { role: 'engineer', teams })
      return (await (await ask(period, { sessionId: await makeSession(db, id) })).json()).total.measures.requests
    }
    expect(await requestsOf(['search'])).toBe('3')
    expect(await requestsOf([(await makeTeam(db)).slug])).toBe('0')
    expect((await ask(period, {})).status).toBe(401)
  })

  test.each<[string, string, RegExp]>([
    ['from=2026-05-10', 'to', /is a day such as/],
    ['from=2026-02-30&to=2026-05-20', 'from', /is a day such as/],
    ['from=2026-05-10&to=2026-05-10', 'to', /2026-05-11 or later/],
    ['from=2020-01-01&to=2026-05-20', 'to', /at most 1100 days/],
    [`${period}&from=2026-05-11`, 'from', /is a day/],
    [`${period}&group_by=colour`, 'group_by', /“colour”: use team, /],
    [`${period}&group_by=day`, 'group_by', /“day”.*time is grain/],
    [`${period}&group_by=team,model,feature`, 'group_by', /at most 2/],
    [`${period}&group_by=label:tier`, 'group_by', /no declared label/],
    [`${period}&measure=happiness`, 'measure', /is one of cost, requests/],
    [`${period}&grain=week`, 'grain', /is one of hour, day, month/],
    ['from=2026-04-01&to=2026-05-20&grain=hour', 'grain', /at most 14 days/],
    [`${period}&grain=hour&measure=latency_p95`, 'grain', /kept by the day/],
    [`${period}&latency=maybe`, 'latency', /true or false/],
    [`${period}&rows=steps`, 'rows', /format=csv/],
    [`${period}&format=pdf`, 'format', /json, csv/],
    [`${period}&teem=search`, 'teem', /is not known: use from, to/],
    [`${period}&day=2026-05-14`, 'day', /say it by from and to/],
    [`${period}&team=`, 'team', /is empty/],
  ])('refuses %s, naming %s', async (query, path, message) => {
    const response = await ask(query)
    expect(response.status).toBe(422)
    expect((await response.json()).errors).toContainEqual({ path, message: expect.stringMatching(message) })
  })
})
