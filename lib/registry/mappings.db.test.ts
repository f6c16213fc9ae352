import { count, eq } from 'drizzle-orm'
import { describe, expect, it, test } from 'vitest'
import { createTeam } from '@/lib/attribution/team-commands'
import { auditEntry } from '@/lib/db/schema/audit'
import { registryVersion } from '@/lib/db/schema/registry'
import { makeCostCenter, makeTeam, operator, uniqueSlug, userActor } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import {
  archiveCostCenter,
  createBusinessUnit,
  createCostCenter,
  renameBusinessUnit,
  renameTeam,
  restoreCostCenter,
} from './commands'
import { mapCostCenter, mapTeam } from './mapping-commands'
import { listMappings } from './mappings'
import { listBusinessUnits, listCostCenters, listTeams } from './queries'
import { createRegistryCache } from './snapshot'

const { db } = await createTestDatabase()

const historyOf = async (slug: string) =>
  (await listMappings(db, 'team_cost_center'))
    .filter(({ member }) => member === slug)
    .map(({ owner, from, to }) => `${from ?? ''}..${to ?? ''} ${owner}`)
const auditsOf = async (id: string) =>
  (await db.select({ n: count() }).from(auditEntry).where(eq(auditEntry.subjectId, id)))[0]?.n

describe('mapping a team', () => {
  it('from a day splits the running span, and moving back in time splits past ones', async () => {
    const [{ slug }, a, b, c] = [await makeTeam(db), await makeCostCenter(db), await makeCostCenter(db), await makeCostCenter(db)]
    await mapTeam(db, operator, { team: slug, cost_center: a.code, from: null })
    await mapTeam(db, operator, { team: slug, cost_center: b.code, from: '2026-10-01' })
    expect(await historyOf(slug)).toEqual([`..2026-10-01 ${a.code}`, `2026-10-01.. ${b.code}`])
    await mapTeam(db, operator, { team: slug, cost_center: c.code, from: '2026-09-01', to: '2026-11-01' })
    expect(await historyOf(slug)).toEqual([
      `..2026-09-01 ${a.code}`,
      `2026-09-01..2026-11-01 ${c.code}`,
      `2026-11-01.. ${b.code}`,
    ])
  })

  it('to nothing leaves a gap, in which it has no cost centre', async () => {
    const [{ id, slug }, a] = [await makeTeam(db), await makeCostCenter(db)]
    await mapTeam(db, operator, { team: slug, cost_center: a.code, from: null })
    await mapTeam(db, operator, { team: slug, cost_center: null, from: '2026-03-01', to: '2026-04-01' })
    const onDay = async (day: string) => (await listTeams(db, day)).find((team) => team.id === id)?.costCenter
    expect([await onDay('2026-02-28'), await onDay('2026-03-01'), await onDay('2026-03-31'), await onDay('2026-04-01')]).toEqual([
      a.code,
      null,
      null,
      a.code,
    ])
  })

  it('to where it is already leaves no audit row, and a change leaves one with the whole history', async () => {
    const [{ id, slug }, a, b] = [await makeTeam(db), await makeCostCenter(db), await makeCostCenter(db)]
    await mapTeam(db, operator, { team: slug, cost_center: a.code, from: '2026-01-01' })
    await mapTeam(db, operator, { team: slug, cost_center: a.code, from: '2026-05-01', to: '2026-06-01' })
    await mapTeam(db, operator, { team: slug, cost_center: null, from: null, to: '2026-01-01' })
    expect(await auditsOf(id)).toBe(2)
    await mapTeam(db, operator, { team: slug, cost_center: b.code, from: '2026-02-01' })
    const [entry] = await db.select().from(auditEntry).where(eq(auditEntry.subjectId, id)).orderBy(auditEntry.id).offset(2)
    expect(entry).toMatchObject({
      command: 'team.map',
      before: { costCenter: [`${a.code} from 2026-01-01 on`] },
      after: { costCenter: [`${a.code} from 2026-01-01 to 2026-02-01`, `${b.code} from 2026-02-01 on`] },
    })
  })

  it('by two at once keeps both changes', async () => {
    const [{ slug }, a, b] = [await makeTeam(db), await makeCostCenter(db), await makeCostCenter(db)]
    await Promise.all([
      mapTeam(db, operator, { team: slug, cost_center: a.code, from: '2026-01-01', to: '2026-02-01' }),
      mapTeam(db, operator, { team: slug, cost_center: b.code, from: '2026-02-01', to: '2026-03-01' }),
    ])
    expect(await historyOf(slug)).toEqual([`2026-01-01..2026-02-01 ${a.code}`, `2026-02-01..2026-03-01 ${b.code}`])
  })

  test.each<[string, Record<string, unknown>, string, string]>([
    ['a team that is not registered', { team: 'nowhere' }, 'team', 'no team is registered as "nowhere"'],
    ['a cost centre that is not registered', { cost_center: 'CC-0' }, 'cost_center', 'no cost centre is registered as "CC-0"'],
    ['a day that does not exist', { from: '2026-02-30' }, 'from', 'is a day written YYYY-MM-DD, and one that exists'],
    ['an instant', { from: '2026-02-01T00:00:00Z' }, 'from', 'is a day written YYYY-MM-DD, and one that exists'],
    ['a year by a slip of the finger', { from: '0206-02-01' }, 'from', 'lies between 2000-01-01 and 2100-01-01'],
    [
      'a span that ends before it begins',
      { from: '2026-02-02', to: '2026-02-01' },
      'to',
      'is a day after "from": the day itself is no longer in the span',
    ],
    [
      'a span without a day',
      { from: '2026-02-01', to: '2026-02-01' },
      'to',
      'is a day after "from": the day itself is no longer in the span',
    ],
    ['no word on when', { from: undefined }, 'from', 'is needed: a day written YYYY-MM-DD, or null for an open end'],
  ])('refuses %s', async (_what, change, path, message) => {
    const [{ slug }, { code }] = [await makeTeam(db), await makeCostCenter(db)]
    const input = { team: slug, cost_center: code, from: '2026-01-01', ...change }
    await expect(mapTeam(db, operator, input)).rejects.toMatchObject({ code: 'invalid', errors: [{ path, message }] })
    expect(await historyOf(slug)).toEqual([])
  })

  it('is refused to everyone but an administrator', async () => {
    const [{ slug }, { code }] = [await makeTeam(db), await makeCostCenter(db)]
    for (const role of ['finance', 'lead', 'engineer', 'auditor'] as const) {
      const actor = await userActor(db, { role })
      await expect(mapTeam(db, actor, { team: slug, cost_center: code, from: null })).rejects.toMatchObject({ code: 'forbidden' })
    }
  })
})

describe('a cost centre', () => {
  it('rolls up to the business unit of the day, and so does each of its teams', async () => {
    const [one, two] = [uniqueSlug('unit'), uniqueSlug('unit')]
    await createBusinessUnit(db, operator, { slug: one, name: 'One' })
    const { id } = await createBusinessUnit(db, operator, { slug: two, name: 'Two' })
    const { code } = await createCostCenter(db, operator, { code: uniqueSlug('cc'), name: 'x', business_unit: one })
    const { slug } = await createTeam(db, operator, { slug: uniqueSlug('team'), name: 'x', cost_center: code })
    await mapCostCenter(db, operator, { cost_center: code, business_unit: two, from: '2026-10-01' })
    const onDay = async (day: string) => ({
      team: (await listTeams(db, day)).find((team) => team.slug === slug)?.businessUnit,
      costCenter: (await listCostCenters(db, day)).find((row) => row.code === code),
      units: (await listBusinessUnits(db, day))
        .filter((row) => [one, two].includes(row.slug))
        .map((row) => [row.slug === one, row.costCenters]),
    })
    expect(await onDay('2026-09-30')).toMatchObject({ team: one, costCenter: { businessUnit: one, teams: 1 } })
    expect(await onDay('2026-10-01')).toMatchObject({ team: two, costCenter: { businessUnit: two, teams: 1 } })
    expect((await onDay('2026-10-01')).units.toSorted()).toEqual([
      [false, 1],
      [true, 0],
    ])
    await renameBusinessUnit(db, operator, { id, name: 'Second' })
    expect((await listBusinessUnits(db, '2026-10-01')).find((row) => row.id === id)?.name).toBe('Second')
  })

  it('is not archived while a team belongs to it or will, and takes no new team afterwards', async () => {
    const [{ id, code }, { slug }] = [await makeCostCenter(db), await makeTeam(db)]
    await mapTeam(db, operator, { team: slug, cost_center: code, from: '2099-01-01' })
    await expect(archiveCostCenter(db, operator, { id })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(slug),
    })
    await mapTeam(db, operator, { team: slug, cost_center: null, from: '2026-01-01' })
    await archiveCostCenter(db, operator, { id })
    await archiveCostCenter(db, operator, { id })
    await expect(mapTeam(db, operator, { team: slug, cost_center: code, from: null })).rejects.toMatchObject({
      errors: [{ path: 'cost_center' }],
    })
    await restoreCostCenter(db, operator, { id })
    await mapTeam(db, operator, { team: slug, cost_center: code, from: null })
    expect(await auditsOf(id)).toBe(3)
  })

  it('of a taken code is refused, naming the field, as is a business unit of a taken slug', async () => {
    const { code } = await makeCostCenter(db)
    await expect(createCostCenter(db, operator, { code, name: 'x' })).rejects.toMatchObject({
      code: 'conflict',
      errors: [{ path: 'code' }],
    })
    const slug = uniqueSlug('unit')
    await createBusinessUnit(db, operator, { slug, name: 'x' })
    await expect(createBusinessUnit(db, operator, { slug, name: 'y' })).rejects.toMatchObject({
      code: 'conflict',
      errors: [{ path: 'slug' }],
    })
  })

  it('is not made with a business unit that is not there', async () => {
    const code = uniqueSlug('cc')
    await expect(createCostCenter(db, operator, { code, name: 'x', business_unit: 'nowhere' })).rejects.toMatchObject({
      errors: [{ path: 'business_unit' }],
    })
    expect((await listCostCenters(db)).some((row) => row.code === code)).toBe(false)
  })
})

describe('the registry in memory', () => {
  it('is read once for many who ask, and again when something changed', async () => {
    const cache = createRegistryCache(db)
    const many = await Promise.all(Array.from({ length: 50 }, () => cache.current()))
    expect(new Set(many).size).toBe(1)
    const { id, slug } = await makeTeam(db)
    const after = await cache.current()
    expect(after.teams.get(slug)).toMatchObject({ slug, archivedFrom: null })
    expect(await cache.current()).toBe(after)
    await renameTeam(db, operator, { id, name: 'Other' })
    expect((await cache.current()).teams.get(slug)?.name).toBe('Other')
  })

  it('knows what was committed before each asked, however many ask at once', async () => {
    const cache = createRegistryCache(db)
    for (let round = 0; round < 20; round += 1) {
      const under = [cache.current(), cache.current()]
      const { slug } = await makeTeam(db)
      const asked = await Promise.all(Array.from({ length: 5 }, () => cache.current()))
      expect(asked.every((snapshot) => snapshot.teams.has(slug))).toBe(true)
      await Promise.all(under)
    }
  })

  it('recovers after a look that failed', async () => {
    let fails = true
    const flaky = new Proxy(db, {
      get: (target, key, receiver) => {
        if (fails && key === 'select') throw new Error('away')
        return Reflect.get(target, key, receiver)
      },
    })
    const cache = createRegistryCache(flaky)
    await Promise.all([cache.current(), cache.current()].map((look) => expect(look).rejects.toThrow('away')))
    fails = false
    expect((await cache.current()).version).toBeGreaterThan(0)
  })

  it('has a version that every change raises', async () => {
    const version = async () => (await db.select().from(registryVersion))[0]?.version ?? 0
    const before = await version()
    await makeTeam(db)
    expect(await version()).toBeGreaterThan(before)
  })
})
