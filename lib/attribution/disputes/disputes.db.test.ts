import { afterAll, describe, expect, it, vi } from 'vitest'
import { type Actor, actorMay } from '@/lib/auth/actor'
import { scopeFor } from '@/lib/auth/scope'
import {
  adminActor,
  engineerActor,
  leadActor,
  makeCostCenter,
  makeKey,
  makeTeam,
  operator,
  uniqueSlug,
  userActor,
} from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { pointProcessAt } from '@/lib/db/testing/test-database'
import { makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { actorLabel } from '../actor-label'
import { reattribute } from '../attribute-series'
import { createPool } from '../pools/commands'
import { decideDispute, raiseDispute, withdrawDispute } from './commands'
import { getDisputes, patchDispute, postDispute } from './handlers'
import { previewDispute } from './preview-dispute'
import { listDisputes } from './queries'

vi.stubEnv('AUTH_SECRET', 'a-secret-of-tests-of-32-characters')
afterAll(() => vi.unstubAllEnvs())

const { db, url, sql, ledger } = await createTestLedger({ zone: 'UTC' })
await pointProcessAt(url)
const today = '2026-05-20'

/** A team with one call a day of a service of its own on the tenth and the twentieth of May. */
async function makeSpender() {
  const team = await makeTeam(db)
  const service = uniqueSlug('service')
  await ledger.book(
    [10, 20].map((day) =>
      makeEvent(`${service} ${day}`, { occurredAtMs: Date.UTC(2026, 4, day, 9), dimensions: { tagTeam: team.slug, service } }),
    ),
  )
  await db.transaction((tx) => reattribute(tx, { all: true }))
  const conditions = [
    { dimension: 'service', operator: 'equals' as const, values: [service] },
    { dimension: 'api_key', operator: 'absent' as const },
  ]
  return { team, service, conditions }
}
type Spender = Awaited<ReturnType<typeof makeSpender>>
const raise = (actor: Actor, { team, conditions }: Spender, change: Partial<Parameters<typeof raiseDispute>[2]> = {}) =>
  raiseDispute(db, actor, { team: team.slug, conditions, from: '2026-05-15', reason: 'Not ours', ...change })
const ownersOf = async (service: string) =>
  (
    await sql`select lower(owner.period)::text as from, coalesce(team.slug, shared_pool.slug) as owner, owner.basis, owner.rule_id
      from series_ownership owner join usage_series series on series.id = owner.series_id
      left join team on team.id = owner.team_id left join shared_pool on shared_pool.id = owner.pool_id
      where service = ${service} order by owner.period`
  ).map(({ from, owner, basis, rule_id }) => ({ from, owner, basis, ruleId: rule_id }))
const seenBy = async (actor: Actor) =>
  (await listDisputes(db, { scope: scopeFor(actor, 'dispute.read'), reader: actorLabel(actor) }, { today })).map(({ id }) => id)

describe('a dispute', () => {
  it('moves the series on its days once finance accepts it, and names the decision', async () => {
    const spender = await makeSpender()
    const other = await makeTeam(db)
    const lead = await leadActor(db, { teams: [spender.team.slug] })
    const { id } = await raise(lead, spender, { proposed_team: other.slug })
    expect(await ownersOf(spender.service)).toMatchObject([{ owner: spender.team.slug }])
    const finance = await userActor(db, { role: 'finance' })
    const { ruleId, series } = await decideDispute(db, finance, { id, decision: 'accepted', note: 'Agreed' })
    expect(series).toBe(1)
    expect(await ownersOf(spender.service)).toEqual([
      { from: null, owner: spender.team.slug, basis: 'metadata', ruleId: null },
      { from: '2026-05-15', owner: other.slug, basis: 'decision', ruleId },
    ])
    const [row] = await sql`select note, created_by from attribution_rule where id = ${ruleId}`
    expect(row).toEqual({ note: `Disputed by ${lead.email}: Not ours\nAgreed`, created_by: finance.email })
    const audit = await sql`select command from audit_entry where subject_id in (${id}, ${ruleId}) order by id`
    expect(audit.map(({ command }) => command)).toEqual(['dispute.raise', 'dispute.decide', 'dispute.decide'])
    await expect(decideDispute(db, finance, { id, decision: 'refused', note: 'No' })).rejects.toThrow('accepted already')
  })

  it('can propose a shared pool, and leaves everything as it is where it is refused', async () => {
    const spender = await makeSpender()
    const pool = await createPool(db, operator, { slug: uniqueSlug('pool'), name: 'Pool', approver_email: 'a@example.com' })
    const engineer = await engineerActor(db, { teams: [spender.team.slug] })
    const { id } = await raise(engineer, spender, { proposed_pool: pool.slug })
    await expect(decideDispute(db, await adminActor(db), { id, decision: 'refused' })).rejects.toMatchObject({
      errors: [{ path: 'note' }],
    })
    await decideDispute(db, await adminActor(db), { id, decision: 'refused', note: 'It is yours' })
    expect(await ownersOf(spender.service)).toMatchObject([{ owner: spender.team.slug }])
    const again = await raise(engineer, spender, { proposed_pool: pool.slug, from: null })
    await decideDispute(db, await adminActor(db), { id: again.id, decision: 'accepted' })
    expect(await ownersOf(spender.service)).toMatchObject([{ from: null, owner: pool.slug, basis: 'decision' }])
  })

  it('is raised about a team of one’s own alone, and a foreign team is told apart from none by nobody', async () => {
    const spender = await makeSpender()
    const lead = await leadActor(db)
    const faultOf = async (promise: Promise<unknown>) =>
      promise.then(
        () => null,
        (error: Error) => error.message,
      )
    const foreign = await faultOf(raise(lead, spender, { proposed_team: lead.teamIds[0] ? (await makeTeam(db)).slug : '' }))
    const none = await faultOf(
      raise(lead, { ...spender, team: { ...spender.team, slug: 'no-such-team' } }, { proposed_team: 'x' }),
    )
    expect([foreign, none]).toEqual([
      `team: no team of yours is registered as "${spender.team.slug}".`,
      'team: no team of yours is registered as "no-such-team".',
    ])
    await expect(raise(await userActor(db, { role: 'auditor' }), spender, { proposed_team: 'x' })).rejects.toThrow(
      'dispute.raise',
    )
  })

  it('is raised once while it is open, with someone to propose who is in use', async () => {
    const spender = await makeSpender()
    const other = await makeTeam(db)
    const lead = await leadActor(db, { teams: [spender.team.slug] })
    await raise(lead, spender, { proposed_team: other.slug })
    await expect(
      raise(lead, { ...spender, conditions: spender.conditions.toReversed() }, { proposed_team: other.slug }),
    ).rejects.toThrow('the same is disputed already')
    const another = await makeSpender()
    const owner = await leadActor(db, { teams: [another.team.slug] })
    for (const [change, path] of [
      [{}, 'proposed_team'],
      [{ proposed_team: another.team.slug }, 'proposed_team'],
      [{ proposed_team: 'no-such-team' }, 'proposed_team'],
      [{ proposed_pool: 'no-such-pool' }, 'proposed_pool'],
      [{ proposed_team: other.slug, reason: ' ' }, 'reason'],
      [{ proposed_team: other.slug, conditions: [] }, 'conditions'],
      [{ proposed_team: other.slug, to: '2026-05-15' }, 'to'],
    ] as const) {
      await expect(
        raise(owner, another, { ...change, conditions: 'conditions' in change ? [] : another.conditions }),
      ).rejects.toMatchObject({
        errors: expect.arrayContaining([expect.objectContaining({ path })]),
      })
    }
  })

  it('is withdrawn by who raised it, and decided by nobody without the right', async () => {
    const spender = await makeSpender()
    const lead = await leadActor(db, { teams: [spender.team.slug] })
    const colleague = await leadActor(db, { teams: [spender.team.slug] })
    const { id } = await raise(lead, spender, { proposed_team: (await makeTeam(db)).slug })
    await expect(withdrawDispute(db, colleague, { id })).rejects.toThrow(`Only ${lead.email}`)
    await expect(decideDispute(db, lead, { id, decision: 'accepted' })).rejects.toThrow('dispute.decide')
    await expect(withdrawDispute(db, await leadActor(db), { id })).rejects.toThrow('No such dispute')
    await withdrawDispute(db, lead, { id })
    await expect(withdrawDispute(db, lead, { id })).rejects.toThrow('withdrawn already')
  })

  it('is seen by the team, by who raised it and by those who decide, and by no other team', async () => {
    const spender = await makeSpender()
    const other = await makeTeam(db)
    const center = await makeCostCenter(db)
    await sql`insert into team_cost_center values (${spender.team.id}, ${center.id}, '(,)')`
    const { id } = await raise(await leadActor(db, { teams: [spender.team.slug] }), spender, { proposed_team: other.slug })
    expect(await seenBy(await engineerActor(db, { teams: [spender.team.slug] }))).toEqual([id])
    expect(await seenBy(await leadActor(db, { costCenters: [center.code] }))).toEqual([id])
    expect(await seenBy(await leadActor(db, { teams: [other.slug] }))).toEqual([])
    expect(await seenBy(await userActor(db, { role: 'auditor' }))).toContain(id)
  })

  it('shows what it would move to those who decide, and to no lead', async () => {
    const spender = await makeSpender()
    const other = await makeTeam(db)
    const lead = await leadActor(db, { teams: [spender.team.slug] })
    const { id } = await raise(lead, spender, { proposed_team: other.slug })
    await expect(previewDispute(db, lead, id)).rejects.toThrow('dispute.decide')
    const admin = await adminActor(db)
    expect(actorMay(admin, 'dispute.decide')).toBe(true)
    expect(await previewDispute(db, admin, id)).toMatchObject({
      series: 1,
      requests: '1',
      costUsd: expect.stringMatching(/^0\.0030*$/),
    })
    expect(await ownersOf(spender.service)).toMatchObject([{ owner: spender.team.slug }])
  })
})

describe('the API', () => {
  it('raises, lists by state, accepts, and hides what is not the reader’s', async () => {
    const spender = await makeSpender()
    const other = await makeTeam(db)
    const { secret: key } = await makeKey(db, { scopes: ['admin'] })
    const send = async (handler: typeof getDisputes, path: string, body?: unknown, method?: string) =>
      handler(await makeRequest(`/api/v1/disputes${path}`, { key, body, method }), { requestId: 'r', address: '192.0.2.7' })
    const input = {
      team: spender.team.slug,
      proposed_team: other.slug,
      conditions: spender.conditions,
      from: null,
      reason: 'Not ours',
    }
    const created = await send(postDispute, '', input)
    expect(created.status).toBe(201)
    const { id } = await created.json()
    const list = async (state: string) =>
      (await (await send(getDisputes, `?state=${state}`)).json()).disputes.map((one: { id: string }) => one.id)
    expect(await list('open')).toContain(id)
    const accepted = await (await send(patchDispute, `/${id}`, { state: 'accepted' }, 'PATCH')).json()
    expect(accepted).toMatchObject({ state: 'accepted', rule_id: expect.any(String), proposed_pool: null })
    expect(await list('open')).not.toContain(id)
    expect((await send(patchDispute, '/nothing', { state: 'accepted' }, 'PATCH')).status).toBe(404)
    expect((await send(getDisputes, '?state=lost')).status).toBe(422)
  })
})
