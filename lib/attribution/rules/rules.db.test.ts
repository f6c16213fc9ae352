import { eq, sql } from 'drizzle-orm'
import { describe, expect, it, test } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { attributionRule, seriesOwnership, sharedPool } from '@/lib/db/schema/attribution'
import { auditEntry } from '@/lib/db/schema/audit'
import { project, team } from '@/lib/db/schema/registry'
import { usageDaily, usageSeries } from '@/lib/db/schema/usage'
import { engineerActor, leadActor, makeTeam, operator, uniqueSlug } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { readRegistryVersion } from '@/lib/registry/registry-version'
import { onNewSeries } from '../attribute-series'
import { mergeEntries } from '../registry-commands/merge-command'
import { seriesRow } from '../testing/series'
import { createRule, moveRule, restoreRule, retireRule, updateRule } from './commands'
import { previewFacts, previewRule } from './preview'
import { listEndedTargets, listRules, readConflicts, readRuleUse } from './queries'
import type { CreateRuleInput } from './schema'

const { db } = await createTestDatabase()
const scope = scopeFor(operator, 'registry.read')

/** A series with usage on some days: `[day, dollars]`, null for what has no price. */
async function addUsage(
  said: Parameters<typeof seriesRow>[0],
  days: readonly (readonly [string, string | null])[] = [],
): Promise<number> {
  return db.transaction(async (tx) => {
    const rows = await tx.insert(usageSeries).values(seriesRow(said)).returning()
    await onNewSeries(tx, rows)
    const seriesId = rows[0]?.id ?? 0
    for (const [day, cost] of days) {
      await tx.insert(usageDaily).values({
        day,
        seriesId,
        rateSetId: cost === null ? 0 : 1,
        requests: 10n,
        errors: 0n,
        cost: cost ?? '0',
        listCost: cost ?? '0',
        unpricedRequests: cost === null ? 10n : 0n,
        missingTokenRequests: 0n,
        cacheUnknownRequests: 0n,
      })
    }
    return seriesId
  })
}

async function ownersOf(seriesId: number): Promise<string[]> {
  const rows = await db
    .select({
      period: seriesOwnership.period,
      team: team.slug,
      pool: sharedPool.slug,
      reason: seriesOwnership.reason,
      basis: seriesOwnership.basis,
      project: project.slug,
    })
    .from(seriesOwnership)
    .leftJoin(team, eq(team.id, seriesOwnership.teamId))
    .leftJoin(sharedPool, eq(sharedPool.id, seriesOwnership.poolId))
    .leftJoin(project, eq(project.id, seriesOwnership.projectId))
    .where(eq(seriesOwnership.seriesId, seriesId))
    .orderBy(seriesOwnership.period)
  return rows.map((row) => {
    const who = row.reason ?? `${row.team ?? row.pool} by ${row.basis}`
    return `${row.period} ${who}${row.project === null ? '' : ` in ${row.project}`}`
  })
}

/** A rule for one route, which no other test uses. */
async function makeRule(change: Partial<CreateRuleInput> = {}) {
  const route = `/${uniqueSlug('route')}`
  const owner = await makeTeam(db)
  const input = {
    name: 'A rule',
    conditions: [{ dimension: 'route', operator: 'prefix' as const, values: [route] }],
    team: owner.slug,
    ...change,
  }
  return { route, owner, input, ...(await createRule(db, operator, input)) }
}

describe('a rule', () => {
  it('decides at once, for series that are there and those to come, on its days only', async () => {
    const route = `/${uniqueSlug('route')}`
    const owner = await makeTeam(db)
    const before = await addUsage({ route: `${route}/a` })
    const conditions = [{ dimension: 'route', operator: 'prefix' as const, values: [route] }]
    const { series } = await createRule(db, operator, {
      name: 'Ours',
      conditions,
      team: owner.slug,
      from: '2026-03-01',
      to: '2026-06-01',
    })
    expect(series).toBe(1)
    const later = await addUsage({ route: `${route}/b` })
    const expected = ['(,2026-03-01) missing_team', `[2026-03-01,2026-06-01) ${owner.slug} by rule`, '[2026-06-01,) missing_team']
    expect([await ownersOf(before), await ownersOf(later)]).toEqual([expected, expected])
  })

  it('assigns pools and projects too, and a project’s team owns what nothing else names', async () => {
    const [pool] = await db
      .insert(sharedPool)
      .values({ slug: uniqueSlug('pool'), name: 'P', approverEmail: 'a@example.com' })
      .returning()
    const [made] = await db
      .insert(project)
      .values({ slug: uniqueSlug('project'), name: 'P' })
      .returning()
    const owner = await makeTeam(db)
    await db.execute(sql`insert into project_team (project_id, team_id, period) values (${made?.id}, ${owner.id}, '(,)')`)
    const toPool = await makeRule({ team: null, pool: pool?.slug })
    const toProject = await makeRule({ team: null, project: made?.slug })
    expect(await ownersOf(await addUsage({ route: toPool.route }))).toEqual([`(,) ${pool?.slug} by rule`])
    expect(await ownersOf(await addUsage({ route: toProject.route }))).toEqual([`(,) ${owner.slug} by mapping in ${made?.slug}`])
  })

  it('goes on under the team that stays when its own is merged', async () => {
    const { id, route, owner } = await makeRule()
    const stays = await makeTeam(db)
    const series = await addUsage({ route })
    expect((await listEndedTargets(db)).get(owner.id)).toBeUndefined()
    await mergeEntries(db, operator, { kind: 'team', id: owner.id, into: stays.slug, from: '2026-10-01' })
    expect(await ownersOf(series)).toEqual([`(,2026-10-01) ${owner.slug} by rule`, `[2026-10-01,) ${stays.slug} by rule`])
    expect((await listEndedTargets(db)).get(owner.id)).toMatchObject({ from: '2026-10-01', successor: { slug: stays.slug } })
    await retireRule(db, operator, { id })
  })

  it('is undone with all that it did, and taken into use again in its old place', async () => {
    const { id, route, owner } = await makeRule()
    const other = await makeTeam(db)
    const conditions = [{ dimension: 'route', operator: 'equals' as const, values: [route] }]
    const second = await createRule(db, operator, { name: 'After it', conditions, team: other.slug })
    const series = await addUsage({ route })
    await retireRule(db, operator, { id })
    expect(await ownersOf(series)).toEqual([`(,) ${other.slug} by rule`])
    await moveRule(db, operator, { id: second.id, position: 1 })
    await restoreRule(db, operator, { id })
    expect(await ownersOf(series)).toEqual([`(,) ${other.slug} by rule`])
    await retireRule(db, operator, { id: second.id })
    expect(await ownersOf(series)).toEqual([`(,) ${owner.slug} by rule`])
  })

  it('is tried before others when it is moved up, and the list says where it stands', async () => {
    const { id, route, owner } = await makeRule()
    const first = await makeRule({ conditions: [{ dimension: 'route', operator: 'equals', values: [route] }], position: 1 })
    const series = await addUsage({ route })
    expect(await ownersOf(series)).toEqual([`(,) ${first.owner.slug} by rule`])
    await moveRule(db, operator, { id, position: 1 })
    expect(await ownersOf(series)).toEqual([`(,) ${owner.slug} by rule`])
    const places = (await listRules(db)).filter((rule) => rule.position !== null && rule.kind === 'rule')
    expect(places.slice(0, 2).map((rule) => rule.id)).toEqual([id, first.id])
    expect(places.map(({ position }) => position)).toEqual(places.map((_, index) => index + 1))
  })

  it('gives way to a decision, and the latest decision to none', async () => {
    const { route } = await makeRule()
    const [earlier, latest] = [await makeTeam(db), await makeTeam(db)]
    const conditions = [{ dimension: 'route', operator: 'equals' as const, values: [route] }]
    for (const { slug } of [earlier, latest])
      await createRule(db, operator, { kind: 'decision', name: 'Decided', conditions, team: slug })
    expect(await ownersOf(await addUsage({ route }))).toEqual([`(,) ${latest.slug} by decision`])
  })

  it('changes in the parts that are named; the rest stays, and the audit row tells both', async () => {
    const { id, route, owner } = await makeRule({ note: 'as agreed' })
    const other = await makeTeam(db)
    const series = await addUsage({ route })
    await updateRule(db, operator, { id, team: other.slug, from: '2026-04-01' })
    expect(await ownersOf(series)).toEqual(['(,2026-04-01) missing_team', `[2026-04-01,) ${other.slug} by rule`])
    const [rule] = (await listRules(db)).filter((one) => one.id === id)
    expect(rule).toMatchObject({ name: 'A rule', note: 'as agreed', from: '2026-04-01', to: null, createdBy: 'cli' })
    const entries = await db.select().from(auditEntry).where(eq(auditEntry.subjectId, id)).orderBy(auditEntry.id)
    expect(entries.map(({ command }) => command)).toEqual(['rule.create', 'rule.update'])
    expect(entries[1]).toMatchObject({
      before: { assigns: `team ${owner.slug}`, from: null, conditions: [`Route begins with “${route}”`] },
      after: { assigns: `team ${other.slug}`, from: '2026-04-01' },
    })
  })

  it('changes nothing and leaves no audit row where it is what it was', async () => {
    const { id } = await makeRule()
    await updateRule(db, operator, { id, name: 'A rule' })
    await restoreRule(db, operator, { id })
    expect(await db.$count(auditEntry, eq(auditEntry.subjectId, id))).toBe(1)
  })

  it('has every process read the registry again', async () => {
    const before = await readRegistryVersion(db)
    const { id } = await makeRule()
    await retireRule(db, operator, { id })
    expect(await readRegistryVersion(db)).toBeGreaterThan(before + 1)
  })
})

describe('a rule is refused', () => {
  const good: CreateRuleInput = { name: 'x', conditions: [{ dimension: 'route', operator: 'present' }], team: 'nobody-there' }
  const looking = (dimension: string, operator: 'equals' | 'one_of' | 'prefix' | 'present' = 'equals', ...values: string[]) => ({
    ...good,
    conditions: [{ dimension, operator, values }],
  })
  test.each<[string, CreateRuleInput, string, RegExp]>([
    [
      'for a conversation',
      looking('conversation_id', 'equals', 'c-1'),
      'conditions[0].dimension',
      /conversation_id.*is for debugging.*cannot own spend/,
    ],
    [
      'for a conversation by another name',
      looking('Conversation Id', 'equals', 'c-1'),
      'conditions[0].dimension',
      /is for debugging/,
    ],
    [
      'for a value that is a conversation’s',
      looking('feature', 'equals', 'thread_abc123xyz'),
      'conditions[0].values',
      /conversation id is for debugging/,
    ],
    ['for a request', looking('request_id', 'equals', 'r'), 'conditions[0].dimension', /single call/],
    ['for a trace', looking('trace_id', 'equals', 'r'), 'conditions[0].dimension', /single call/],
    ['for an end user', looking('user_id', 'equals', 'u'), 'conditions[0].dimension', /person or a customer/],
    ['for a tenant', looking('tenant', 'equals', 'u'), 'conditions[0].dimension', /person or a customer/],
    [
      'for what nobody knows',
      looking('colour', 'equals', 'blue'),
      'conditions[0].dimension',
      /no dimension that a rule can look at: use source/,
    ],
    [
      'for a label that is not declared',
      looking('label:colour', 'equals', 'blue'),
      'conditions[0].dimension',
      /no declared label/,
    ],
    ['without conditions', { ...good, conditions: [] }, 'conditions', /would take everything/],
    ['without a value', looking('route', 'equals'), 'conditions[0].values', /at least one value/],
    ['with an empty value', looking('route', 'equals', '  '), 'conditions[0].values[0]', /is empty/],
    ['with two values where one is meant', looking('route', 'prefix', '/a', '/b'), 'conditions[0].values', /exactly one/],
    ['with a value where none is meant', looking('route', 'present', '/a'), 'conditions[0].values', /are none/],
    ['without a target', { ...good, team: null }, 'team', /exactly one of the three/],
    ['with two targets', { ...good, pool: 'platform' }, 'team', /exactly one of the three/],
    ['for a team that is not registered', good, 'team', /no team is registered as "nobody-there"/],
    ['for a pool that is not registered', { ...good, team: null, pool: 'none' }, 'pool', /no pool is registered/],
    ['for no days', { ...good, from: '2026-03-01', to: '2026-03-01' }, 'to', /is a day after/],
    ['for a day that is none', { ...good, from: '2026-02-30' }, 'from', /a day written/],
  ])('%s, and says which field is at fault', async (_what, input, path, message) => {
    const expected = { code: 'invalid', errors: [{ path, message: expect.stringMatching(message) }] }
    await expect(createRule(db, operator, input)).rejects.toMatchObject(expected)
    await expect(previewRule(db, scope, { action: 'create', rule: input })).rejects.toMatchObject({
      errors: [{ path: expect.stringMatching(new RegExp(`${path.replaceAll(/[[\]]/g, '\\$&')}$`)) }],
    })
  })

  it('where it is not there, undone, or its change leaves it no days', async () => {
    const { id } = await makeRule({ from: '2026-03-01' })
    await expect(updateRule(db, operator, { id, to: '2026-02-01' })).rejects.toMatchObject({ errors: [{ path: 'to' }] })
    await retireRule(db, operator, { id })
    await expect(moveRule(db, operator, { id, position: 1 })).rejects.toMatchObject({ code: 'conflict' })
    await expect(retireRule(db, operator, { id: crypto.randomUUID() })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('to those who may not edit the registry, and its preview to those who see a part of it', async () => {
    const lead = await leadActor(db)
    await expect(createRule(db, lead, good)).rejects.toMatchObject({ code: 'forbidden' })
    const bounded = scopeFor(await engineerActor(db), 'registry.read')
    await expect(previewRule(db, bounded, { action: 'create', rule: good })).rejects.toMatchObject({ code: 'forbidden' })
    expect(await readRuleUse(db, bounded, { from: '2026-01-01', to: '2027-01-01' })).toEqual(new Map())
    expect(await readConflicts(db, bounded, '2026-01-01')).toBeNull()
  })

  it('where its pool was archived meanwhile', async () => {
    const [pool] = await db
      .insert(sharedPool)
      .values({ slug: uniqueSlug('pool'), name: 'P', approverEmail: 'a@example.com' })
      .returning()
    const { id } = await makeRule({ team: null, pool: pool?.slug })
    await retireRule(db, operator, { id })
    await db
      .update(sharedPool)
      .set({ archivedAt: new Date() })
      .where(eq(sharedPool.slug, pool?.slug ?? ''))
    await expect(restoreRule(db, operator, { id })).rejects.toMatchObject({ errors: [{ path: 'pool' }] })
  })
})

describe('a preview', () => {
  it('tells series, dollars and requests by month, from whom to whom, and stores nothing', async () => {
    const route = `/${uniqueSlug('route')}`
    const [from, to] = [await makeTeam(db), await makeTeam(db)]
    const large = await addUsage({ route, tagTeam: from.slug, tagBasis: 'tag' }, [
      ['2026-02-28', '7'],
      ['2026-03-01', '1.000000000000000001'],
      ['2026-03-31', '2.5'],
      ['2026-04-01', '0.1'],
    ])
    await addUsage({ route }, [['2026-03-05', null]])
    const idle = await addUsage({ route, feature: 'idle' })
    const same = await addUsage({ route, tagTeam: to.slug, tagBasis: 'tag' }, [['2026-03-05', '9']])
    const conditions = [{ dimension: 'route', operator: 'equals' as const, values: [route] }]
    const rule = { name: 'x', conditions, team: to.slug, from: '2026-03-01' }
    const preview = await previewRule(db, scope, { action: 'create', rule })
    expect(preview).toMatchObject({ series: 3, confirmed: 1, costUsd: '3.600000000000000001', requests: '40', isAtLeast: true })
    expect(
      preview.months.map(({ month, before, after, costUsd, isAtLeast, series }) => [
        month,
        before.key,
        after.key,
        costUsd,
        isAtLeast,
        series,
      ]),
    ).toEqual([
      ['2026-04', from.slug, to.slug, '0.100000000000000000', false, 1],
      ['2026-03', from.slug, to.slug, '3.500000000000000001', false, 1],
      ['2026-03', 'missing_team', to.slug, '0.000000000000000000', true, 1],
    ])
    expect(preview.largest[0]).toMatchObject({
      id: large,
      dimensions: { route, reported_team: from.slug },
      moves: [{ from: '2026-03-01', to: null, before: { key: from.slug }, after: { key: to.slug } }],
    })
    expect(preview.largest.map(({ id }) => id)).not.toContain(idle)
    expect(preview.largest.map(({ id }) => id)).not.toContain(same)
    expect(await db.$count(attributionRule, sql`conditions::text like ${`%${route}%`}`)).toBe(0)
  })

  it('tells nothing where nothing moves', async () => {
    const rule = {
      name: 'x',
      conditions: [{ dimension: 'route', operator: 'equals' as const, values: ['/nowhere'] }],
      team: (await makeTeam(db)).slug,
    }
    expect(await previewRule(db, scope, { action: 'create', rule })).toEqual({
      series: 0,
      confirmed: 0,
      costUsd: '0',
      requests: '0',
      isAtLeast: false,
      months: [],
      largest: [],
    })
  })

  it('can be asked of anything supposed, for some series only', async () => {
    const [one, other] = [
      await addUsage({ feature: 'supposed' }, [['2026-03-01', '1']]),
      await addUsage({ feature: 'supposed' }, [['2026-03-01', '2']]),
    ]
    const owner = await makeTeam(db)
    const preview = await previewFacts(
      db,
      scope,
      (facts) => ({
        ...facts,
        rules: [
          { id: 'x', name: 'x', kind: 'decision', conditions: [], from: null, to: null, target: { kind: 'team', id: owner.id } },
        ],
      }),
      [one],
    )
    expect(preview).toMatchObject({ series: 1, costUsd: '1.000000000000000000' })
    expect(preview.largest.map(({ id }) => id)).not.toContain(other)
  })
})

describe('what rules decide', () => {
  it('is told by rule for a period, and conflicts by day', async () => {
    const { id, route } = await makeRule()
    await addUsage({ route }, [
      ['2026-03-01', '1'],
      ['2026-05-01', '5'],
    ])
    const use = await readRuleUse(db, scope, { from: '2026-03-01', to: '2026-04-01' })
    expect(use.get(id)).toMatchObject({ series: 1, costUsd: '1.000000000000000000', requests: '10', isAtLeast: false })
    const before = await readConflicts(db, scope, '2026-03-01')
    const [one, other] = [await makeTeam(db), await makeTeam(db)]
    await addUsage({ keyTeam: one.slug, tagTeam: other.slug, tagBasis: 'tag' })
    expect(await readConflicts(db, scope, '2026-03-01')).toEqual({ series: (before?.series ?? 0) + 1 })
  })
})
