import { afterAll, describe, expect, it, vi } from 'vitest'
import { type Scope, scopeFor } from '@/lib/auth/scope'
import { adminActor, leadActor, makeKey, operator } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { pointProcessAt } from '@/lib/db/testing/test-database'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { makeRegistry, nameModelFamilies } from '@/lib/reports/testing/make-registry'
import { bookRandomEvents, ownAtRandom } from '@/lib/reports/testing/random-organisation'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import type { DimensionName } from '../spend/dimension-names'
import { getSpend } from '../spend/queries'
import { makeSpendParams } from '../spend/search-params'
import { getOwnershipReport } from './handler'
import { getOwnership, type OwnershipLine } from './queries'
import { readLineCursor } from './schema'

vi.stubEnv('AUTH_SECRET', 'a-secret-of-tests-of-32-characters')
afterAll(() => vi.unstubAllEnvs())

const { db, url, sql, ledger } = await createTestLedger({ zone: 'America/Havana' })
await pointProcessAt(url)
const { teams, costCenters, registered } = await makeRegistry(db, sql)
await nameModelFamilies(sql)
await bookRandomEvents(ledger, { count: 400, seed: 20_260_601 })
await ownAtRandom(sql, registered, 7)

const everything = scopeFor(await adminActor(db), 'spend.read')
const [team] = teams
if (!team) throw new Error('a team is missing')
const year = { from: '2025-10-01', to: '2026-06-01' }
type Filters = Readonly<Partial<Record<DimensionName, readonly string[]>>>
const ask = (filters: Filters = {}, { scope = everything, limit = 10_000, period = year, cursor = null as string | null } = {}) =>
  getOwnership(db, scope, { ...period, filters, limit, after: readLineCursor(cursor) })

const questions: [string, Filters][] = [
  ['nothing', {}],
  ['a team', { team: [team.slug] }],
  ['nobody', { team: ['~none'] }],
  ['pools', { team: ['~shared'] }],
  ['a service of two teams', { team: teams.slice(0, 2).map(({ slug }) => slug), environment: ['production', '~none'] }],
  ['a cost centre', { cost_center: [costCenters[0]?.code ?? ''] }],
  ['a business unit and no product line', { business_unit: ['unit-1'], product_line: ['~none'] }],
  ['a model family', { model_family: ['plain-family', '~none'], outcome: ['success'] }],
  ['months and days', { month: ['2026-05', '2025-11'], day: ['2026-05-14', '2025-11-01', '2026-05-01'] }],
  ['retries of a source', { attempt: ['retry'], source: ['source-2'] }],
]

describe('the report of ownership', () => {
  it.each(questions)('has the total of Spend for %s, and lines that add up to it', async (_what, filters) => {
    const lead = await leadActor(db, { teams: [team.slug], costCenters: [costCenters[1]?.code ?? ''] })
    for (const scope of [everything, scopeFor(lead, 'spend.read')]) {
      for (const period of [year, { from: '2026-05-01', to: '2026-05-15' }]) {
        const { total } = await getSpend(db, scope, makeSpendParams({ ...period, filters }))
        const report = await ask(filters, { scope, period })
        expect(report.total).toMatchObject({ cost: total.cost_usd, requests: total.requests, isAtLeast: total.is_at_least })
        const sum = report.lines.reduce((all, { cost }) => all + parseDecimal(cost), 0n)
        expect([formatDecimal(sum), report.lines.length]).toEqual([total.cost_usd, report.lineCount])
      }
    }
  })

  it('gives the same lines page by page, those that cost most first', async () => {
    const whole = await ask()
    const walked: OwnershipLine[] = []
    let cursor: string | null = null
    do {
      const page: Awaited<ReturnType<typeof ask>> = await ask({}, { limit: 40, cursor })
      expect(page.total).toEqual(whole.total)
      walked.push(...page.lines)
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(walked.map(({ key }) => key)).toEqual(whole.lines.map(({ key }) => key))
    const costs = whole.lines.map(({ cost }) => parseDecimal(cost))
    expect(costs).toEqual(costs.toSorted((one, other) => (one === other ? 0 : one > other ? -1 : 1)))
    expect(new Set(whole.lines.map(({ key }) => key)).size).toBe(whole.lines.length)
  })

  it('shows a lead the lines of their teams and no others, on the days on which they own them', async () => {
    const scope: Scope = scopeFor(await leadActor(db, { teams: [team.slug] }), 'spend.read')
    const { lines } = await ask({}, { scope })
    expect(lines.length).toBeGreaterThan(0)
    expect(new Set(lines.map(({ owner }) => owner))).toEqual(new Set([team.slug]))
    expect((await ask({ team: [teams[1]?.slug ?? ''] }, { scope })).lineCount).toBe(0)
  })
})

describe('the evidence of a line', () => {
  const own = async (basis: string | null, ruleId: string | null = null) => {
    await sql`truncate series_ownership`
    await sql`insert into series_ownership (series_id, period, owner_kind, team_id, reason, basis, rule_id)
      select id, '(,)'::daterange, ${basis === null ? 'none' : 'team'}, ${basis === null ? null : team.id},
        ${basis === null ? 'missing_team' : null}, ${basis}, ${ruleId}::uuid from usage_series`
    return (await ask()).lines
  }

  it('is the registration of the team, where the source named it', async () => {
    const [line] = await own('metadata')
    expect(line).toMatchObject({ basis: 'metadata', evidence: { kind: 'team', name: team.slug, by: operator.name } })
    expect(line?.evidence.at).toMatch(/^\d{4}-\d\d-\d\dT/)
  })

  it('is the rule, with who made it and their note', async () => {
    const [rule] = await sql`insert into attribution_rule (name, kind, position, conditions, period, team_id, note, created_by)
      values ('Ours', 'decision', 1, '[]', '(,)', ${team.id}, 'As agreed', 'ada@example.com') returning id`
    const [line] = await own('decision', rule?.id)
    expect(line?.evidence).toMatchObject({ kind: 'decision', name: 'Ours', note: 'As agreed', by: 'ada@example.com' })
  })

  it('is the mapping of the key or the service, with who changed it last', async () => {
    const [key] = await sql`insert into provider_key (key, name) values ('key-1', 'Key 1') returning id`
    await sql`insert into provider_key_team values (${key?.id}, ${team.id}, true, '(,)')`
    await sql`insert into audit_entry (actor_kind, actor_id, actor_name, command, subject_kind, subject_id, subject_name, before, after)
      values ('user', 'u', 'Ada', 'provider_key.map', 'provider_key', ${key?.id}, 'key-1', '{}', ${sql.json({ team: ['search'] })})`
    const byKey = await own('key')
    const evidenceOf = (apiKey: string | null) => byKey.find(({ dimensions }) => dimensions.api_key === apiKey)?.evidence
    expect(evidenceOf('key-1')).toMatchObject({ kind: 'provider_key', name: 'key-1', by: 'Ada' })
    expect(evidenceOf('key-2')).toMatchObject({ kind: 'sender', by: null })
  })

  it('is nothing, where nobody owns it', async () => {
    const [line] = await own(null)
    expect(line).toMatchObject({ ownerKind: 'none', reason: 'missing_team', owner: null, evidence: { kind: 'nobody', by: null } })
  })
})

describe('GET /api/v1/reports/ownership', () => {
  const send = async (query: string) => {
    const { secret: key } = await makeKey(db)
    const request = await makeRequest(`/api/v1/reports/ownership?${query}`, { key })
    return getOwnershipReport(request, { requestId: 'request-1', address: '192.0.2.7' })
  }

  it('answers lines with a cursor, and a file of all of them', async () => {
    const body = await (await send('from=2025-10-01&to=2026-06-01&limit=2')).json()
    expect(body).toMatchObject({ from: '2025-10-01', zone: 'America/Havana', line_count: expect.any(Number) })
    expect(body.lines).toHaveLength(2)
    const next = await (await send(`from=2025-10-01&to=2026-06-01&limit=2&cursor=${body.next_cursor}`)).json()
    expect(next.lines[0].key).not.toBe(body.lines[0].key)
    const file = await (await send('from=2025-10-01&to=2026-06-01&format=csv')).text()
    expect(file.split('\r\n')).toHaveLength(body.line_count + 2)
  })

  it.each([
    ['from=2026-05-01&to=2026-05-01', 'to'],
    ['from=2026-05-01&to=2026-06-01&colour=red', 'colour'],
    ['from=2026-05-01&to=2026-05-02&hour=2026-05-01T09:00:00Z', 'hour'],
    ['from=2026-05-01&to=2026-06-01&cursor=x', 'cursor'],
  ])('refuses %s and names the parameter', async (query, path) => {
    const response = await send(query)
    expect(response.status).toBe(422)
    expect((await response.json()).errors[0].path).toBe(path)
  })
})
