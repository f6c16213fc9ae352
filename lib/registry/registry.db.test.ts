import { describe, expect, it, test } from 'vitest'
import { createTeam } from '@/lib/attribution/team-commands'
import { scopeFor } from '@/lib/auth/scope'
import {
  adminActor,
  engineerActor,
  leadActor,
  makeCostCenter,
  makeTeam,
  makeUser,
  operator,
  uniqueSlug,
} from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { listScopeOwners } from './assigned'
import { createCostCenter, renameTeam } from './commands'
import { findCostCenterIds, findTeamIds, listCostCenters, listTeams } from './queries'

const { db } = await createTestDatabase()

describe('teams', () => {
  it('are listed by slug with how many people each has', async () => {
    const [two, none] = [await makeTeam(db, { slug: 'b-two' }), await makeTeam(db, { slug: 'a-none' })]
    await makeUser(db, { role: 'engineer', teams: [two.slug] })
    await makeUser(db, { role: 'lead', teams: [two.slug] })
    const listed = await listTeams(db)
    expect(listed.filter(({ id }) => [two.id, none.id].includes(id)).map(({ slug, people }) => [slug, people])).toEqual([
      ['a-none', 0],
      ['b-two', 2],
    ])
  })

  it('keep their slug when they are renamed', async () => {
    const { id, slug } = await makeTeam(db, { name: 'Before' })
    await renameTeam(db, operator, { id, name: ' After ' })
    expect((await listTeams(db)).find((team) => team.id === id)).toMatchObject({ slug, name: 'After' })
  })

  it('cannot be renamed where there is none', async () => {
    await expect(renameTeam(db, operator, { id: crypto.randomUUID(), name: 'x' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('are found by slug, whatever their order, and the unknown ones are named', async () => {
    const [one, two] = [await makeTeam(db), await makeTeam(db)]
    expect((await findTeamIds(db, [two.slug, one.slug])).sort()).toEqual([one.id, two.id].sort())
    expect(await findTeamIds(db, [])).toEqual([])
    await expect(findTeamIds(db, [one.slug, 'nowhere'])).rejects.toThrow('teams: no team is registered as "nowhere".')
  })

  test.each(['Support', 'a--b', 'x'.repeat(64)])('are not registered under %j', async (slug) => {
    await expect(createTeam(db, operator, { slug, name: 'x' })).rejects.toMatchObject({ errors: [{ path: 'slug' }] })
  })
})

describe('cost centres', () => {
  test.each(['4711', 'CC-100', 'ops.eu_1', ' 4712 '])('take the ledger’s code %j', async (code) => {
    const created = await createCostCenter(db, operator, { code, name: 'Operations' })
    expect(created.code).toBe(code.trim())
    expect(await findCostCenterIds(db, [created.code])).toEqual([created.id])
  })

  test.each(['', 'with space', '-1', 'x'.repeat(33), 'ä'])('refuse the code %j', async (code) => {
    await expect(createCostCenter(db, operator, { code, name: 'x' })).rejects.toMatchObject({ errors: [{ path: 'code' }] })
  })

  it('have a code each: codes in another case are other codes', async () => {
    const code = uniqueSlug('cc')
    await createCostCenter(db, operator, { code, name: 'x' })
    await createCostCenter(db, operator, { code: code.toUpperCase(), name: 'x' })
    await expect(createCostCenter(db, operator, { code, name: 'y' })).rejects.toMatchObject({
      code: 'conflict',
      errors: [{ path: 'code', message: 'this code is taken by another cost centre' }],
    })
    expect((await listCostCenters(db)).filter((row) => row.code.toLowerCase() === code)).toHaveLength(2)
  })
})

describe('what bounds a reader', () => {
  it('is everything for an administrator, their own for a lead, and their teams for an engineer', async () => {
    const [mine, costCenter] = [await makeTeam(db), await makeCostCenter(db)]
    await makeTeam(db)
    const ownersOf = async (actor: Parameters<typeof scopeFor>[0]) => listScopeOwners(db, scopeFor(actor, 'spend.read'))
    const lead = await ownersOf(await leadActor(db, { teams: [mine.slug], costCenters: [costCenter.code] }))
    expect(lead.teams.map(({ slug }) => slug)).toEqual([mine.slug])
    expect(lead.costCenters.map(({ code }) => code)).toEqual([costCenter.code])
    const engineer = await ownersOf(await engineerActor(db, { teams: [mine.slug] }))
    expect(engineer.teams.map(({ slug }) => slug)).toEqual([mine.slug])
    expect(engineer.costCenters).toEqual([])
    const admin = await ownersOf(await adminActor(db))
    expect(admin.teams).toHaveLength((await listTeams(db)).length)
    expect(admin.costCenters).toHaveLength((await listCostCenters(db)).length)
  })
})
