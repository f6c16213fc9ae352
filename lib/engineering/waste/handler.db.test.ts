import { afterAll, describe, expect, it, vi } from 'vitest'
import { makeKey, makeSession, makeTeam, makeUser } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { pointProcessAt } from '@/lib/db/testing/test-database'
import { ownEverything } from '@/lib/reports/testing/own-everything'
import { makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { getWasteReport } from './handler'
import { wasteReportSchema } from './schema'

vi.stubEnv('AUTH_SECRET', 'a-secret-of-tests-of-32-characters')
afterAll(() => vi.unstubAllEnvs())

const { db, url, sql, ledger } = await createTestLedger({ zone: 'UTC' })
await pointProcessAt(url)
const { secret: key } = await makeKey(db)
const team = await makeTeam(db, { name: 'Support operations' })

// Two retries at 0.003 USD, one of them on a route that a spreadsheet would take for a formula.
await ledger.book([
  makeEvent('one'),
  makeEvent('two', { dimensions: { isRetry: true, route: '=1+1' } }),
  makeEvent('three', { dimensions: { isRetry: true, route: '/plain' } }),
])
await ownEverything(sql, team.id)

const period = 'from=2026-05-01&to=2026-06-01'
const ask = async (query: string, options: Parameters<typeof makeRequest>[1] = { key }) =>
  getWasteReport(await makeRequest(`/api/v1/engineering/waste?${query}`, options), {
    requestId: 'request-1',
    address: '192.0.2.7',
  })

describe('GET /api/v1/engineering/waste', () => {
  it('answers every kind with exact text, or those that are asked for', async () => {
    const report = wasteReportSchema.parse(await (await ask(period)).json())
    expect(report).toMatchObject({
      spend: { cost_usd: '0.009', requests: '3' },
      names: { team: { [team.slug]: 'Support operations' } },
    })
    expect(report.kinds).toHaveLength(9)
    expect(report.kinds[0]).toMatchObject({ kind: 'retries', cost_usd: '0.006', row_count: 2 })
    const some = await (await ask(`${period}&kind=retries&kind=long_context&route=/plain`)).json()
    expect(some.kinds).toMatchObject([
      { kind: 'retries', cost_usd: '0.003' },
      { kind: 'long_context', cost_usd: '0' },
    ])
  })

  it('gives the rows of the kinds as CSV, in which no value is run', async () => {
    const response = await ask(`${period}&format=csv`)
    expect(response.headers.get('content-type')).toContain('text/csv')
    expect((await response.text()).split('\r\n').slice(1, 3)).toEqual([
      `retries,${team.slug},,answers,/plain,,plain,,Support operations,,1,0.003,false`,
      `retries,${team.slug},,answers,'=1+1,,plain,,Support operations,,1,0.003,false`,
    ])
  })

  it.each([
    ['from=2026-05-01', 'to'],
    ['from=2026-05-01&to=2026-05-01', 'to'],
    [`${period}&kind=laziness`, 'kind'],
    [`${period}&format=xlsx`, 'format'],
    [`${period}&day=2026-05-02`, 'day'],
    [`${period}&colour=red`, 'colour'],
    [`${period}&label:nobody=1`, 'label:nobody'],
  ])('refuses %s, naming %s', async (query, path) => {
    const response = await ask(query)
    expect(response.status).toBe(422)
    expect((await response.json()).errors).toEqual(expect.arrayContaining([expect.objectContaining({ path })]))
  })

  it('asks who it is, and shows another team’s engineer nothing', async () => {
    expect((await ask(period, {})).status).toBe(401)
    const { secret } = await makeKey(db, { scopes: ['ingest'] })
    expect((await ask(period, { key: secret })).status).toBe(403)
    const { id } = await makeUser(db, { role: 'engineer' })
    const report = await (await ask(period, { sessionId: await makeSession(db, id) })).json()
    expect(report.spend).toMatchObject({ cost_usd: '0', requests: '0' })
    expect(JSON.stringify(report)).not.toContain(team.slug)
  })
})
