import { describe, expect, it } from 'vitest'
import { createTeam } from '@/lib/attribution/team-commands'
import { adminActor, makeCostCenter, makeTeam, operator } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { listAuditEntries, listAuditFacets } from './queries'

const { db } = await createTestDatabase()

describe('the audit list', () => {
  it('pages by key, newest first, without a gap or a repetition when an entry comes in between', async () => {
    for (let team = 0; team < 5; team++) await makeTeam(db)
    const first = await listAuditEntries(db, { command: 'team.create' }, 2)
    await makeTeam(db)
    const second = await listAuditEntries(db, { command: 'team.create', before: first.nextBefore ?? undefined }, 2)
    const third = await listAuditEntries(db, { command: 'team.create', before: second.nextBefore ?? undefined }, 2)
    const ids = [first, second, third].flatMap(({ rows }) => rows.map(({ id }) => id))
    expect(ids).toHaveLength(5)
    expect(ids).toEqual([...new Set(ids)].sort((left, right) => (left < right ? 1 : -1)))
    expect(third.nextBefore).toBeNull()
  })

  it('has no next page where the last one is just full', async () => {
    const all = await listAuditEntries(db, { command: 'team.create' })
    expect((await listAuditEntries(db, { command: 'team.create' }, all.rows.length)).nextBefore).toBeNull()
  })

  it('keeps to its filters', async () => {
    const actor = await adminActor(db, { name: 'Grace' })
    const made = await createTeam(db, actor, { slug: 'filtered', name: 'Filtered' })
    await makeCostCenter(db)
    const rows = async (filter: Parameters<typeof listAuditEntries>[1]) => (await listAuditEntries(db, filter)).rows
    expect(await rows({ actorId: actor.id })).toMatchObject([{ subjectId: made.id }])
    expect(await rows({ actorId: actor.id, command: 'team.rename' })).toEqual([])
    expect((await rows({ subjectKind: 'cost_center' })).every(({ command }) => command === 'cost_center.create')).toBe(true)
  })

  it('offers the commands and the people that it holds, each once', async () => {
    const { commands, actors } = await listAuditFacets(db)
    expect(commands).toEqual([...new Set(commands)].sort())
    expect(commands).toContain('team.create')
    expect(actors.filter(({ id }) => id === operator.name)).toEqual([{ id: 'cli', name: 'cli' }])
    expect(actors.map(({ name }) => name)).toContain('Grace')
  })
})
