import { afterAll, describe, expect, it, vi } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { engineerActor, leadActor, makeCostCenter, makeKey, makeTeam, operator, userActor } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import type { Handler } from '@/lib/http/handler'
import { createEstimates, withdrawEstimate } from './commands'
import { deleteEstimate, getEstimates, postEstimates } from './handlers'
import { listEstimates, readEstimates } from './queries'

vi.stubEnv('AUTH_SECRET', 'a-secret-of-tests-of-32-characters')
afterAll(() => vi.unstubAllEnvs())

const { db, url, sql } = await createTestDatabase()
await pointProcessAt(url)
const { secret: key } = await makeKey(db, { scopes: ['admin'] })
const everything = scopeFor(operator, 'estimate.read')

const estimate = (change: object) => ({
  from: '2026-01-01',
  to: '2026-04-01',
  amount_usd: '900',
  method: 'Invoices of the quarter',
  ...change,
})
const store = (...changes: object[]) => createEstimates(db, operator, { estimates: changes.map(estimate) })
const send = async (handler: Handler, path: string, options: Parameters<typeof makeRequest>[1] = {}) =>
  handler(await makeRequest(`/api/v1/estimates${path}`, { key, ...options }), { requestId: 'request-1', address: '192.0.2.7' })
const sendFile = async (text: string, query = '') => {
  const request = new Request(`http://ascribe.test/api/v1/estimates${query}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'text/csv' },
    body: text,
  })
  return postEstimates(request, { requestId: 'request-1', address: '192.0.2.7' })
}

describe('estimates', () => {
  it('count by the day in a period, and not at all once they are withdrawn', async () => {
    const team = await makeTeam(db)
    await store(
      { team: team.slug },
      { team: team.slug, from: '2026-02-10', to: '2026-02-12', amount_usd: '10', provider: 'openai' },
    )
    const scope = scopeFor(await leadActor(db, { teams: [team.slug] }), 'estimate.read')
    const february = { from: '2026-02-01', to: '2026-03-01' }
    const { estimates, total } = await readEstimates(db, scope, february)
    expect(total).toBe('290')
    expect(estimates.map(({ amountInPeriod, author }) => [amountInPeriod, author])).toEqual([
      ['10', 'cli'],
      ['280', 'cli'],
    ])
    await withdrawEstimate(db, operator, { id: estimates[0]?.id ?? '' })
    expect(await readEstimates(db, scope, february)).toMatchObject({ total: '280', estimates: [{ amountInPeriod: '280' }] })
    expect(await listEstimates(db, scope)).toHaveLength(2)
    const audit = await sql`select command from audit_entry where subject_id = ${estimates[0]?.id ?? ''} order by id`
    expect(audit.map(({ command }) => command)).toEqual(['estimate.create', 'estimate.withdraw'])
  })

  it('are seen by those whose team or cost centre they are of', async () => {
    const [mine, theirs] = [await makeTeam(db), await makeTeam(db)]
    const center = await makeCostCenter(db)
    await sql`insert into team_cost_center values (${mine.id}, ${center.id}, '[2026-01-01,)')`
    await store({ team: mine.slug }, { team: theirs.slug }, { cost_center: center.code }, { team: mine.slug, from: '2025-12-01' })
    const seen = async (actor: Parameters<typeof scopeFor>[0]) =>
      (await listEstimates(db, scopeFor(actor, 'estimate.read'))).map(
        ({ team, costCenter, from }) => `${team ?? costCenter} ${from}`,
      )
    expect(await seen(await engineerActor(db, { teams: [mine.slug] }))).toEqual([
      `${mine.slug} 2026-01-01`,
      `${mine.slug} 2025-12-01`,
    ])
    // On the day before, the team was in no cost centre.
    expect((await seen(await leadActor(db, { costCenters: [center.code] }))).toSorted()).toEqual(
      [`${center.code} 2026-01-01`, `${mine.slug} 2026-01-01`].toSorted(),
    )
    expect(await seen(await userActor(db, { role: 'auditor' }))).toContain(`${theirs.slug} 2026-01-01`)
  })

  it('are made by finance and the platform alone', async () => {
    const team = await makeTeam(db)
    const lead = await leadActor(db, { teams: [team.slug] })
    await expect(createEstimates(db, lead, { estimates: [estimate({ team: team.slug })] })).rejects.toThrow('estimate.edit')
  })

  it('are stored once, however often the same file comes', async () => {
    const team = await makeTeam(db)
    const twice = [{ team: team.slug }, { team: team.slug }]
    expect(await store(...twice)).toEqual({ created: 1, known: 1 })
    expect(await store(...twice)).toEqual({ created: 0, known: 2 })
    const answers = await Promise.all([store({ team: team.slug, amount_usd: '1' }), store({ team: team.slug, amount_usd: '1' })])
    expect(answers.reduce((sum, { created }) => sum + created, 0)).toBe(1)
  })

  it('are stored all or none, each fault under its place', async () => {
    const team = await makeTeam(db)
    await expect(
      store({ team: team.slug, amount_usd: '7' }, { team: 'no-such-team' }, { cost_center: 'CC-0' }),
    ).rejects.toMatchObject({
      errors: [
        { path: 'estimates[1].team', message: 'no team is registered as "no-such-team"' },
        { path: 'estimates[2].cost_center', message: 'no cost centre is registered as "CC-0"' },
      ],
    })
    expect((await listEstimates(db, everything)).filter((row) => row.team === team.slug)).toEqual([])
  })
})

describe('the API', () => {
  it('takes one, several or a file, gives them back as a file that can be sent again, and withdraws', async () => {
    const team = await makeTeam(db)
    const one = await send(postEstimates, '', { body: estimate({ team: team.slug }) })
    expect([one.status, await one.json()]).toEqual([201, { created: 1, known: 0 }])
    const list = await send(postEstimates, '', { body: { estimates: [estimate({ team: team.slug, amount_usd: '2' })] } })
    expect(list.status).toBe(201)
    const file = await (await send(getEstimates, '?format=csv')).text()
    expect(await (await sendFile(file, '?dry_run=true')).json()).toMatchObject({ new: 0, faulty: 0, total_usd: '0' })
    expect(await (await sendFile(file)).json()).toMatchObject({ created: 0 })
    const { estimates } = await (await send(getEstimates, '?from=2026-01-01&to=2026-01-02')).json()
    const mine = estimates.filter((row: { team: string }) => row.team === team.slug)
    expect(mine).toMatchObject([{ amount_in_period_usd: '10' }, { amount_in_period_usd: '0.022222222222222223' }])
    const gone = await send(deleteEstimate, `/${mine[0].id}`, { method: 'DELETE' })
    expect(gone.status).toBe(204)
    expect((await send(deleteEstimate, '/nothing', { method: 'DELETE' })).status).toBe(404)
  })

  it('checks a file without storing it, and refuses one with faults, naming the lines', async () => {
    const team = await makeTeam(db)
    const text = `team,from,to,amount_usd,method\n${team.slug},2026-01-01,2026-02-01,5,Guess\nnobody,2026-01-01,2026-02-01,x,Guess\n`
    expect(await (await sendFile(text, '?dry_run=true')).json()).toMatchObject({
      ...{ new: 1, faulty: 1, total_usd: '5' },
      lines: [
        { line: 2, state: 'new' },
        { line: 3, state: 'faulty' },
      ],
    })
    const refused = await sendFile(text)
    expect(refused.status).toBe(422)
    expect(await refused.json()).toMatchObject({ errors: [{ path: 'line 3: amount_usd' }] })
    expect((await listEstimates(db, everything)).some((row) => row.team === team.slug)).toBe(false)
  })

  it('names the field of a single estimate that is at fault, and wants both ends of a period', async () => {
    const refused = await send(postEstimates, '', { body: estimate({ amount_usd: '5' }) })
    expect(await refused.json()).toMatchObject({ errors: [{ path: 'team' }] })
    expect((await send(getEstimates, '?from=2026-01-01')).status).toBe(422)
  })
})
