import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '@/lib/auth/actor'
import { scopeFor } from '@/lib/auth/scope'
import { poolPolicy } from '@/lib/db/schema/attribution'
import {
  adminActor,
  keyActor,
  leadActor,
  makeCostCenter,
  makeTeam,
  operator,
  uniqueSlug,
  userActor,
} from '@/lib/db/testing/factories'
import { parseDecimal } from '@/lib/money/decimal'
import { makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { archiveTeam } from '../team-commands'
import { archivePool, changePool, createPool, mapPool, restorePool } from './commands'
import { decidePolicy, proposePolicy } from './policy-commands'
import { listPools } from './queries'
import { readPoolAllocations } from './read-pool-allocations'

const { db, sql, ledger } = await createTestLedger({ zone: 'UTC' })
const everything = scopeFor(operator, 'pool.read')
const month = '2026-05'
const may = (day: number) => Date.UTC(2026, 4, day, 9)

const addPool = (change: Partial<Parameters<typeof createPool>[2]> = {}, actor: Actor = operator) => {
  const slug = uniqueSlug('pool')
  return createPool(db, actor, { slug, name: 'A pool', approver_email: 'approver@example.com', ...change })
}
const propose = async (actor: Actor, pool: string, change: Partial<Parameters<typeof proposePolicy>[2]> = {}) =>
  (await proposePolicy(db, actor, { pool, from_month: month, method: 'even', ...change })).id
const approve = (actor: Actor, id: string) => decidePolicy(db, actor, { id, decision: 'approved' })

/** Books calls of 0.003 USD each, one series for each owner, and gives those to the owners for all of time. */
async function spend(calls: Record<string, number>, owners: Record<string, { teamId?: string; poolId?: string } | null>) {
  const name = uniqueSlug('call')
  await ledger.book(
    Object.entries(calls).flatMap(([service, count]) =>
      Array.from({ length: count }, (_, index) =>
        makeEvent(`${name} ${service} ${index}`, { occurredAtMs: may(1 + index), dimensions: { service: `${name}-${service}` } }),
      ),
    ),
  )
  for (const [service, owner] of Object.entries(owners)) {
    const [series] = await sql`select id from usage_series where service = ${`${name}-${service}`}`
    await sql`delete from series_ownership where series_id = ${series?.id}`
    const kind = owner?.teamId ? 'team' : owner?.poolId ? 'pool' : 'none'
    await sql`insert into series_ownership ${sql({
      series_id: series?.id,
      period: '(,)',
      owner_kind: kind,
      team_id: owner?.teamId ?? null,
      pool_id: owner?.poolId ?? null,
      reason: kind === 'none' ? 'missing_team' : null,
      basis: kind === 'none' ? null : 'rule',
    })}`
  }
}
const monthOf = async (pool: string, scope = everything) =>
  (await readPoolAllocations(db, scope, month)).find((one) => one.pool === pool)

beforeEach(async () => {
  await sql`truncate usage_daily, usage_hourly, usage_event, series_ownership`
})

describe('a pool', () => {
  it('is registered once, with its cost centre from the beginning, and moves on a day', async () => {
    const [first, second] = [await makeCostCenter(db), await makeCostCenter(db)]
    const pool = await addPool({ cost_center: first.code })
    await expect(addPool({ slug: pool.slug })).rejects.toThrow('this slug is taken by another pool')
    await mapPool(db, operator, { pool: pool.slug, cost_center: second.code, from: '2026-06-01' })
    const on = async (day: string) => (await listPools(db, day)).find(({ slug }) => slug === pool.slug)?.costCenter
    expect([await on('2026-05-31'), await on('2026-06-01')]).toEqual([first.code, second.code])
    const audit = await sql`select command from audit_entry where subject_id = ${pool.id} order by id`
    expect(audit.map(({ command }) => command)).toEqual(['pool.create', 'pool.create', 'pool.map'])
  })

  it('is not registered into a cost centre that is not, and nothing of it remains', async () => {
    const slug = uniqueSlug('pool')
    await expect(addPool({ slug, cost_center: 'CC-NOWHERE' })).rejects.toThrow('no cost centre is registered')
    expect((await listPools(db, '2026-05-01')).some((one) => one.slug === slug)).toBe(false)
  })

  it('is renamed, gets another approver, is archived and restored', async () => {
    const { slug } = await addPool()
    await changePool(db, operator, { pool: slug, name: 'Other', approver_email: 'Other@Example.com' })
    await archivePool(db, operator, { pool: slug })
    const find = async () => (await listPools(db, '2026-05-01')).find((one) => one.slug === slug)
    expect(await find()).toMatchObject({ name: 'Other', approverEmail: 'other@example.com', isArchived: true })
    await restorePool(db, operator, { pool: slug })
    expect(await find()).toMatchObject({ isArchived: false })
  })

  it('is not archived while spend is its own', async () => {
    const pool = await addPool()
    await spend({ shared: 1 }, { shared: { poolId: pool.id } })
    await expect(archivePool(db, operator, { pool: pool.slug })).rejects.toThrow('rules still give it spend')
  })
})

describe('a policy', () => {
  it('holds once somebody other than its proposer has approved it', async () => {
    const { slug } = await addPool()
    const [proposer, other] = [await userActor(db, { role: 'finance' }), await userActor(db, { role: 'finance' })]
    const id = await propose(proposer, slug)
    expect((await monthOf(slug))?.keptReason).toBe('no_policy')
    await expect(approve(proposer, id)).rejects.toThrow('somebody else has to approve it')
    await approve(other, id)
    expect((await monthOf(slug))?.policy).toMatchObject({ id, method: 'even', decision: 'approved', decidedBy: other.email })
    await expect(approve(other, id)).rejects.toThrow('approved already')
  })

  it('is approved by the pool’s approver whatever their role, and by nobody else without finance’s right', async () => {
    const approver = await leadActor(db)
    const { slug } = await addPool({ approver_email: approver.email })
    const id = await propose(await adminActor(db), slug)
    await expect(approve(await adminActor(db), id)).rejects.toThrow(`Only ${approver.email}`)
    await expect(approve(await leadActor(db), id)).rejects.toThrow(`Only ${approver.email}`)
    await expect(approve(await userActor(db, { role: 'auditor' }), id)).rejects.toThrow('pool.approve')
    await expect(approve(await keyActor(db, { scopes: ['admin', 'finance:write'] }), id)).rejects.toThrow('pool.approve')
    await approve(approver, id)
  })

  it('is one at a time, and its proposer may take it back', async () => {
    const { slug } = await addPool()
    const proposer = await adminActor(db)
    const id = await propose(proposer, slug)
    await expect(propose(proposer, slug, { method: 'central' })).rejects.toThrow('a proposal is waiting already')
    await decidePolicy(db, proposer, { id, decision: 'refused', note: 'a slip' })
    await propose(proposer, slug, { method: 'central' })
    const rows = await db.select().from(poolPolicy)
    expect(rows.find((row) => row.id === id)).toMatchObject({ decision: 'refused', note: 'a slip' })
  })

  it('names registered teams only, and a lead proposes none', async () => {
    const { slug } = await addPool()
    await expect(propose(operator, slug, { shares: [{ team: 'no-such-team' }] })).rejects.toMatchObject({
      errors: [{ path: 'shares', message: 'no team is registered as "no-such-team"' }],
    })
    await expect(propose(await leadActor(db), slug)).rejects.toThrow('pool.edit')
    await expect(propose(operator, 'no-such-pool')).rejects.toThrow('No pool is registered')
  })
})

describe('the allocation of a month', () => {
  it('shares the pool’s cost by direct spend alone: neither other pools’ nor nobody’s spend counts', async () => {
    const [one, two] = [await makeTeam(db), await makeTeam(db)]
    const [pool, other] = [await addPool(), await addPool()]
    await approve(operator, await propose(operator, pool.slug, { method: 'direct_spend' }))
    await spend(
      { one: 3, two: 1, shared: 4, elsewhere: 9, nobody: 7 },
      {
        one: { teamId: one.id },
        two: { teamId: two.id },
        shared: { poolId: pool.id },
        elsewhere: { poolId: other.id },
        nobody: null,
      },
    )
    const found = await monthOf(pool.slug)
    expect(found).toMatchObject({ cost: '0.012', kept: '0', keptReason: null, isAtLeast: false })
    expect(found?.received.filter(({ amount }) => amount !== '0')).toMatchObject([
      { team: one.slug, amount: '0.009', directCost: '0.009' },
      { team: two.slug, amount: '0.003', directCost: '0.003' },
    ])
    expect(await monthOf(other.slug)).toMatchObject({ cost: '0.027', kept: '0.027', keptReason: 'no_policy', received: [] })
  })

  it('adds up exactly where it does not divide, and leaves out who was archived before', async () => {
    const teams = [await makeTeam(db), await makeTeam(db), await makeTeam(db), await makeTeam(db)]
    const gone = teams.at(-1)
    if (gone) await archiveTeam(db, operator, { id: gone.id, from: '2026-05-01' })
    const pool = await addPool()
    await approve(operator, await propose(operator, pool.slug, { shares: teams.map(({ slug }) => ({ team: slug })) }))
    await spend({ shared: 1 }, { shared: { poolId: pool.id } })
    await sql`update usage_daily set cost = 0.010000000000000001`
    const found = await monthOf(pool.slug)
    const sum = found?.received.reduce((total, { amount }) => total + parseDecimal(amount), 0n)
    expect(found?.received.map(({ amount }) => amount)).toEqual([
      '0.003333333333333334',
      '0.003333333333333334',
      '0.003333333333333333',
    ])
    expect(sum).toBe(parseDecimal('0.010000000000000001'))
    expect(found?.received.some(({ team }) => team === gone?.slug)).toBe(false)
  })

  it('counts a series on the days on which the pool owns it', async () => {
    const pool = await addPool()
    const team = await makeTeam(db)
    await spend({ shared: 4 }, { shared: { poolId: pool.id } })
    await sql`update series_ownership set period = '[2026-05-03,)'`
    await sql`insert into series_ownership (series_id, period, owner_kind, team_id, basis)
      select series_id, '(,2026-05-03)', 'team', ${team.id}, 'tag' from series_ownership`
    expect(await monthOf(pool.slug)).toMatchObject({ cost: '0.006' })
  })

  it('shows a lead what their teams receive, and neither the others’ shares nor the whole', async () => {
    const [mine, theirs] = [await makeTeam(db), await makeTeam(db)]
    const pool = await addPool()
    const shares = [
      { team: mine.slug, percent: '25' },
      { team: theirs.slug, percent: '75' },
    ]
    await approve(operator, await propose(operator, pool.slug, { method: 'fixed', shares }))
    await spend({ shared: 4 }, { shared: { poolId: pool.id } })
    const lead = await leadActor(db, { teams: [mine.slug] })
    const found = await monthOf(pool.slug, scopeFor(lead, 'pool.read'))
    expect(found).toMatchObject({ cost: null, kept: null, policy: { shares: [{ team: mine.slug, percent: '25' }] } })
    expect(found?.received).toMatchObject([{ team: mine.slug, amount: '0.003' }])
    expect(JSON.stringify(found)).not.toContain(theirs.slug)
  })

  it('shows the lead of a cost centre what its teams receive, and the whole of a pool booked there', async () => {
    const center = await makeCostCenter(db)
    const team = await makeTeam(db)
    await sql`insert into team_cost_center select ${team.id}, ${center.id}, '(,)'`
    const pool = await addPool({ cost_center: center.code })
    await approve(operator, await propose(operator, pool.slug, { shares: [{ team: team.slug }] }))
    await spend({ shared: 1 }, { shared: { poolId: pool.id } })
    const lead = await leadActor(db, { costCenters: [center.code] })
    expect(await monthOf(pool.slug, scopeFor(lead, 'pool.read'))).toMatchObject({
      cost: '0.003',
      received: [{ team: team.slug }],
    })
  })
})
