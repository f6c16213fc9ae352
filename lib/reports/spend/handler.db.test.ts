import { afterAll, describe, expect, it, test, vi } from 'vitest'
import { source } from '@/lib/db/schema/auth'
import { makeKey, makeSession, makeTeam, makeUser, uniqueSlug } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { pointProcessAt } from '@/lib/db/testing/test-database'
import type { Handler } from '@/lib/http/handler'
import { ownEverything } from '@/lib/reports/testing/own-everything'
import { makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { getFilterValuesReport, getSpendReport } from './handler'
import { spendReportSchema } from './report-schema'

vi.stubEnv('AUTH_SECRET', 'a-secret-of-tests-of-32-characters')
afterAll(() => vi.unstubAllEnvs())

const { db, url, sql, ledger } = await createTestLedger({ zone: 'UTC' })
await pointProcessAt(url)
await db.insert(source).values({ slug: 'gateway', format: 'canonical', role: 'ledger', rank: 1 })
const { secret: key } = await makeKey(db)
const team = await makeTeam(db, { name: 'Support operations' })
const other = await makeTeam(db, { slug: uniqueSlug('other') })

// Two calls at 0.003 USD, one that a spreadsheet would take for a formula, one without a price.
await ledger.book([
  makeEvent('one'),
  makeEvent('two', { dimensions: { isRetry: true } }),
  makeEvent('formula', { dimensions: { feature: '=1+1' } }),
  makeEvent('unpriced', { dimensions: { model: 'nobody-knows-it' } }),
])
await ownEverything(sql, team.id)

const period = 'from=2026-05-01&to=2026-06-01'
const send = async (handler: Handler, path: string, options: Parameters<typeof makeRequest>[1] = { key }) =>
  handler(await makeRequest(`/api/v1/reports/${path}`, options), { requestId: 'request-1', address: '192.0.2.7' })
const spend = (query: string, options?: Parameters<typeof makeRequest>[1]) => send(getSpendReport, `spend?${query}`, options)

describe('GET /api/v1/reports/spend', () => {
  it('answers rows, the total and the names of owners', async () => {
    const response = await spend(`${period}&group_by=team,model`)
    const body = spendReportSchema.parse(await response.json())
    const counts = { errors: 0, cached_input_tokens: 0, cache_write_tokens: 0, reasoning_tokens: 0, missing_token_requests: 0 }
    expect(response.status).toBe(200)
    expect(body).toMatchObject({
      ...{ from: '2026-05-01', to: '2026-06-01', zone: 'UTC', basis: 'current', next_cursor: null, row_count: 2 },
      names: { team: { [team.slug]: 'Support operations' } },
      total: { requests: 4, cost_usd: '0.009', unpriced_requests: 1, is_at_least: true },
    })
    expect(body.rows[0]).toMatchObject({
      ...{ team: team.slug, model: 'plain', requests: 3, input_tokens: 3000, output_tokens: 300, ...counts },
      ...{ cost_usd: '0.009', list_cost_usd: '0.009', reported_cost_usd: null, unpriced_requests: 0, is_at_least: false },
    })
    expect(body.rows[1]).toMatchObject({ model: 'nobody-knows-it', cost_usd: '0', unpriced_requests: 1, is_at_least: true })
  })

  it('takes a filter repeated for "or", and ~none for nobody', async () => {
    const requests = async (query: string) => (await (await spend(`${period}&${query}`)).json()).total.requests
    expect(await requests('model=plain&model=nobody-knows-it')).toBe(4)
    expect(await requests('feature=~none&model=plain')).toBe(2)
    expect(await requests('attempt=retry')).toBe(1)
    expect(await requests('team=~none')).toBe(0)
    expect(await requests(`team=~none&team=${team.slug}`)).toBe(4)
    expect(await requests('model=%27;drop table team')).toBe(0)
  })

  it('gives the same texts as CSV, of which none runs as a formula', async () => {
    const response = await spend(`${period}&group_by=feature&order=-cost_usd&format=csv`)
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="spend-feature-2026-05-01-2026-06-01.csv"')
    const [heading, ...lines] = (await response.text()).trim().split('\r\n')
    expect(heading).toMatch(/^feature,requests,errors,input_tokens,.*,cost_usd,list_cost_usd,.*,is_at_least$/)
    expect(lines.map((line) => line.split(',').slice(0, 2))).toEqual([
      ['', '3'],
      ["'=1+1", '1'],
    ])
    expect(lines[0]).toContain(',0.006,0.006,')
  })

  it('gives the file that the Spend screen offers: shares, changes and costs per thousand as they read there', async () => {
    const query = `${period}&group_by=team,feature&compare=previous&columns=shown&format=csv&pin=${encodeURIComponent(`${team.slug}/%3D1%2B1`)}`
    const [heading, ...lines] = (await (await spend(query)).text()).trim().split('\r\n')
    expect(heading).toBe(
      'team,team_name,feature,cost_usd,is_at_least,share,change,requests,cost_per_1000_requests_usd,input_tokens,cached_input_tokens,cache_write_tokens,output_tokens,reasoning_tokens',
    )
    // The pinned row stands first, whatever it cost.
    expect(lines).toEqual([
      `${team.slug},Support operations,'=1+1,0.003,false,33.3%,new,1,3,1000,0,0,100,0`,
      `${team.slug},Support operations,,0.006,true,66.7%,new,3,2,3000,0,0,300,0`,
    ])
  })

  it('tells a rise with its sign, which no spreadsheet takes for a formula', async () => {
    const query = 'from=2026-05-14&to=2026-05-15&group_by=feature&compare=last_month&columns=shown&format=csv'
    await ledger.book([makeEvent('a month before', { occurredAtMs: Date.UTC(2026, 3, 14, 9) })])
    await ownEverything(sql, team.id)
    const text = await (await spend(query)).text()
    expect(text).toContain(',66.7%,+100.0%,3,2,')
  })

  it('gives a workbook', async () => {
    const response = await spend(`${period}&group_by=feature&format=xlsx`)
    expect(response.headers.get('content-type')).toContain('spreadsheetml')
    const bytes = new Uint8Array(await response.arrayBuffer())
    expect(String.fromCharCode(...bytes.slice(0, 2))).toBe('PK')
  })

  it('goes on in a file where its limit cut it', async () => {
    const response = await spend(`${period}&group_by=feature&format=csv&limit=1`)
    const cursor = response.headers.get('x-next-cursor') ?? ''
    const rest = await (await spend(`${period}&group_by=feature&format=csv&limit=1&cursor=${cursor}`)).text()
    expect(rest).toContain("'=1+1,1,")
  })

  test.each<[string, string, RegExp]>([
    ['from=2026-05-01', 'to', /is a day such as/],
    ['from=2026-02-30&to=2026-06-01', 'from', /is a day such as/],
    ['from=2026-05-01&to=2026-05-01', 'to', /2026-05-02 or later/],
    ['from=2020-01-01&to=2026-05-01', 'to', /at most 1100 days/],
    [`${period}&group_by=hour`, 'to', /at most 14 days.*use day, month/],
    [`${period}&hour=2026-05-14T09:00:00Z`, 'to', /at most 14 days/],
    [`${period}&group_by=colour`, 'group_by', /"colour": use team, /],
    [`${period}&group_by=label:tier`, 'group_by', /no declared label/],
    [`${period}&label:tier=gold`, 'label:tier', /no declared label/],
    [`${period}&teem=search`, 'teem', /is not known: use from, to/],
    [`${period}&team=`, 'team', /is empty/],
    [`${period}&team=%00`, 'team', /character/],
    [`${period}&day=2026-13-01`, 'day', /is a day such as/],
    [`${period}&month=2026-5`, 'month', /is a month such as/],
    [`${period}&limit=0`, 'limit', /1 or more/],
    [`${period}&limit=10001`, 'limit', /at most 10000/],
    [`${period}&limit=ten`, 'limit', /whole number/],
    [`${period}&order=team`, 'order', /"team": use requests/],
    [`${period}&order=-nothing`, 'order', /"nothing"/],
    [`${period}&basis=guessed`, 'basis', /current, booked/],
    [`${period}&format=pdf`, 'format', /json, csv, xlsx/],
    [`${period}&columns=shown`, 'columns', /shown is for files/],
    [`${period}&format=csv&compare=previous`, 'compare', /columns=shown/],
    [`${period}&format=csv&columns=all`, 'columns', /raw, shown/],
    [`${period}&compare=never`, 'compare', /previous, last_month/],
    [`${period}&cursor=nonsense`, 'cursor', /next_cursor/],
    [`${period}&from=2026-05-01`, 'from', /is a day/],
  ])('refuses %s, naming %s', async (query, path, message) => {
    const response = await spend(query)
    const body = await response.json()
    expect(response.status).toBe(422)
    expect(body.errors).toContainEqual({ path, message: expect.stringMatching(message) })
  })

  it('refuses the cursor of another question', async () => {
    const { next_cursor: cursor } = await (await spend(`${period}&group_by=feature&limit=1`)).json()
    expect((await spend(`${period}&group_by=feature&limit=1&cursor=${cursor}`)).status).toBe(200)
    expect((await spend(`${period}&group_by=model&limit=1&cursor=${cursor}`)).status).toBe(422)
  })

  it('is for those who may read spend', async () => {
    expect((await spend(period, {})).status).toBe(401)
    const { secret: sender } = await makeKey(db, { scopes: ['ingest'] })
    expect((await spend(period, { key: sender })).status).toBe(403)
  })

  it('answers a filter outside one’s scope with empty rows, in files too', async () => {
    const user = await makeUser(db, { role: 'lead', teams: [other.slug] })
    const sessionId = await makeSession(db, user.id)
    const query = `${period}&group_by=team&team=${team.slug}`
    expect(await (await spend(query, { sessionId })).json()).toMatchObject({ rows: [], total: { requests: 0, cost_usd: '0' } })
    const csv = await (await spend(`${query}&format=csv`, { sessionId })).text()
    expect(csv.trim().split('\r\n')).toHaveLength(1)
  })
})

describe('GET /api/v1/reports/filter-values', () => {
  it('answers values with names and costs', async () => {
    const response = await send(getFilterValuesReport, `filter-values?dimension=team&${period}`)
    expect(await response.json()).toEqual({
      dimension: 'team',
      values: [{ value: team.slug, label: 'Support operations', requests: 4, cost_usd: '0.009' }],
      has_more: false,
    })
  })

  test.each([
    [`dimension=day&${period}`, 'dimension'],
    [period, 'dimension'],
    ['dimension=team&from=2026-05-01&to=2026-05-01', 'to'],
    [`dimension=team&${period}&limit=501`, 'limit'],
  ])('refuses %s, naming %s', async (query, path) => {
    const response = await send(getFilterValuesReport, `filter-values?${query}`)
    expect(response.status).toBe(422)
    expect((await response.json()).errors.map((error: { path: string }) => error.path)).toEqual([path])
  })
})
