import { afterAll, describe, expect, it, vi } from 'vitest'
import type { KeyScope } from '@/lib/auth/permissions'
import { scopeFor } from '@/lib/auth/scope'
import { adminActor, leadActor, makeKey } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { pointProcessAt } from '@/lib/db/testing/test-database'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { readStatement } from '../statement/queries'
import { makeExampleOrganisation, planExampleMonth } from '../statement/testing/example-organisation'
import { getFinanceQuestions } from './handler'
import { getQuestions } from './queries'
import { questionsSchema } from './schema'

vi.stubEnv('AUTH_SECRET', 'a-secret-of-tests-of-32-characters')
afterAll(() => vi.unstubAllEnvs())

const { db, sql, url } = await createTestLedger({ zone: 'UTC' })
await pointProcessAt(url)
const { teams } = await makeExampleOrganisation(db, sql)
await planExampleMonth(db)
const everything = scopeFor(await adminActor(db), 'finance.read')
const afterwards = new Date('2026-06-03T12:00:00Z')
const during = new Date('2026-05-16T12:00:00Z')
const ask = (now: Date, scope = everything) => getQuestions(db, scope, { month: '2026-05', zone: 'UTC', now })

describe('the four questions', () => {
  it('agree with the statement of the month to the last digit', async () => {
    const [questions, statement] = [
      await ask(afterwards),
      await readStatement(db, everything, { month: '2026-05', view: 'project', now: afterwards }),
    ]
    const line = (id: string) => statement.lines.find((one) => one.id === id)
    expect(questions.growth.basis).toBe('total')
    for (const row of [...questions.growth.teams.filter(({ code }) => code !== 'support'), ...questions.growth.cost_centers]) {
      expect([row.current_usd, row.prior_usd]).toEqual([line(row.line_id)?.total_usd, line(row.line_id)?.prior_total_usd])
    }
    for (const row of questions.allocation) {
      expect([row.total_usd, row.budget_usd]).toEqual([line(row.line_id)?.total_usd, line(row.line_id)?.budget_usd])
    }
    expect(questions.unattributed.total_usd).toBe('18')
    expect(questions.total_usd).toBe(statement.total.total_usd)
  })

  it('rank what a whole month came to, shares of pools in it', async () => {
    const { growth, allocation, proportion } = await ask(afterwards)
    expect(growth.teams.map(({ code, growth_usd }) => [code, growth_usd])).toEqual([
      // 40 and 9 of the platform, after 30; support 20 and 3, after 10, in whichever cost centre; growth is new.
      ['search', '19'],
      ['support', '13'],
      ['growth', '10'],
    ])
    expect(allocation.map(({ code, variance_usd }) => [code, variance_usd])).toContainEqual(['search', '3.5'])
    expect(proportion.every(({ level }) => level === 'owner')).toBe(true)
  })

  it('hold no part of a running month against a whole one', async () => {
    const { growth } = await ask(during)
    expect(growth).toMatchObject({
      basis: 'direct',
      period: { from: '2026-05-01', to: '2026-05-16' },
      prior_period: { from: '2026-04-01', to: '2026-04-16' },
    })
    // Of the days up to the 15th: 35 after 30 of April 10, without what the platform shared out.
    expect(growth.teams.find(({ code }) => code === 'search')).toMatchObject({
      current_usd: '35',
      prior_usd: '30',
      growth_usd: '5',
    })
    expect((await ask(new Date('2026-05-01T12:00:00Z'))).growth).toMatchObject({ period: null, teams: [], cost_centers: [] })
  })

  it('are asked of what a lead leads, and show nothing of others', async () => {
    const lead = scopeFor(await leadActor(db, { teams: [teams.search.slug] }), 'finance.read')
    for (const now of [afterwards, during]) {
      const { growth, unattributed, allocation } = await ask(now, lead)
      expect(growth.teams.map(({ code }) => code)).toEqual(['search'])
      expect(growth.cost_centers[0]?.growth_usd).toBe(growth.teams[0]?.growth_usd)
      expect(unattributed).toEqual({ total_usd: '0', exceptions: [], assignees: [] })
      expect(allocation.every(({ line_id }) => line_id.includes('team:search'))).toBe(true)
    }
  })
})

describe('GET /api/v1/finance/questions', () => {
  const request = async (query: string, scopes: KeyScope[] = ['finance:read']) => {
    const { secret } = await makeKey(db, { scopes })
    const asked = await makeRequest(`/api/v1/finance/questions${query}`, { key: secret })
    return getFinanceQuestions(asked, { requestId: 'request-1', address: '192.0.2.7' })
  }

  it('answers in the declared shape', async () => {
    const answer = await request('?month=2026-05')
    expect(answer.status).toBe(200)
    expect(questionsSchema.parse(await answer.json()).month).toBe('2026-05')
  })

  it('names what is no month, and refuses those who may not', async () => {
    const answer = await request('?month=May')
    expect(answer.status).toBe(422)
    expect(JSON.stringify(await answer.json())).toContain('is a month such as 2026-05')
    expect((await request('?month=2099-01')).status).toBe(404)
    expect((await request('?month=2026-05', ['ingest'])).status).toBe(403)
  })
})
