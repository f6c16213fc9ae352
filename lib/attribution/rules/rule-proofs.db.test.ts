import { asc, eq, getTableColumns, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { attributionRule, seriesOwnership, sharedPool } from '@/lib/db/schema/attribution'
import { project, team } from '@/lib/db/schema/registry'
import { usageSeries } from '@/lib/db/schema/usage'
import { makeTeam, operator, uniqueSlug } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { addDays } from '@/lib/time/calendar'
import { lockAttribution, onNewSeries, reattribute } from '../attribute-series'
import { findOwnershipFaults } from '../queries'
import { archiveTeam, restoreTeam } from '../team-commands'
import { seriesRow } from '../testing/series'
import { createRule, moveRule, restoreRule, retireRule, updateRule } from './commands'
import { previewRule } from './preview'
import { listRules } from './queries'
import type { RuleChangeInput } from './schema'

const { db } = await createTestDatabase()
const scope = scopeFor(operator, 'registry.read')
const firstDay = '2026-03-20'
const dayCount = 30
const routes = ['/chat', '/chat/beta', '/search', null] as const
const features = ['a', 'b', null] as const

/** Teams, a pool and a project that rules may name, and series that say all sorts of things, each with usage on each day. */
const slugs = await Promise.all(
  ['one', 'two', 'three'].map(async (noun) => (await makeTeam(db, { slug: uniqueSlug(noun) })).slug),
)
const [pool] = await db
  .insert(sharedPool)
  .values({ slug: uniqueSlug('pool'), name: 'P', approverEmail: 'a@example.com' })
  .returning()
const [someProject] = await db
  .insert(project)
  .values({ slug: uniqueSlug('project'), name: 'P' })
  .returning()
await db.execute(sql`insert into project_team (project_id, team_id, period)
  select ${someProject?.id}, id, '[2026-04-01,)' from team where slug = ${slugs[0]}`)
await db.execute(sql`insert into provider_key (key, name) values ('exclusive', 'x'), ('shared', 'x')`)
// The first moves in the middle of a month; the second is shared and never decides.
await db.execute(sql`insert into provider_key_team (provider_key_id, team_id, is_exclusive, period)
  select key.id, team.id, held.is_exclusive, held.period::daterange
  from (values ('exclusive', ${slugs[0]}, true, '(,2026-04-10)'), ('exclusive', ${slugs[1]}, true, '[2026-04-10,)'), ('shared', ${slugs[2]}, false, '(,)'))
    as held (key, team, is_exclusive, period)
  join provider_key key on key.key = held.key join team on team.slug = held.team`)
await db.transaction(async (tx) => {
  const said = routes.flatMap((route) =>
    features.flatMap((feature) =>
      [...slugs, null].map((tagTeam, index) => ({
        route,
        feature,
        tagTeam,
        tagBasis: 'tag',
        apiKey: index === 0 ? 'exclusive' : index === 1 ? 'shared' : null,
        project: index === 3 ? (someProject?.slug ?? null) : null,
      })),
    ),
  )
  const rows = await tx.insert(usageSeries).values(said.map(seriesRow)).returning()
  await onNewSeries(tx, rows)
  await tx.execute(sql`
    insert into usage_daily (day, series_id, rate_set_id, requests, errors, cost, list_cost, unpriced_requests, missing_token_requests,
      cache_unknown_requests)
    select ${firstDay}::date + n, id, 1, id, 0, id * 1.000000000000000001 + n, 0, 0, 0, 0
    from usage_series cross join generate_series(0, ${dayCount - 1}::int) n`)
})

const day = fc.integer({ min: -3, max: dayCount + 3 }).map((count) => addDays(firstDay, count))
const condition = fc.oneof(
  fc.record({
    dimension: fc.constant('route'),
    operator: fc.constantFrom('equals' as const, 'prefix' as const),
    values: fc.constantFrom('/chat', '/search').map((value) => [value]),
  }),
  fc.record({
    dimension: fc.constantFrom('route', 'feature', 'reported_team'),
    operator: fc.constantFrom('present' as const, 'absent' as const),
  }),
  fc.record({
    dimension: fc.constant('feature'),
    operator: fc.constant('one_of' as const),
    values: fc.subarray(['a', 'b'], { minLength: 1 }),
  }),
)
const period = fc
  .tuple(fc.option(day), fc.option(day))
  .filter(([from, to]) => from === null || to === null || from < to)
  .map(([from, to]) => ({ from, to }))
const target = fc.oneof(
  fc.constantFrom(...slugs).map((slug) => ({ team: slug })),
  fc.constant({ pool: pool?.slug ?? '' }),
  fc.constant({ project: someProject?.slug ?? '' }),
)
const someRule = fc
  .record({
    kind: fc.constantFrom('rule' as const, 'rule' as const, 'decision' as const),
    conditions: fc.array(condition, { minLength: 1, maxLength: 2 }),
    period,
    target,
  })
  .map(({ period: { from, to }, target: assigned, ...rule }) => ({ ...rule, ...assigned, from, to, name: 'x' }))
const place = fc.integer({ min: 0, max: 5 })
const step = fc.oneof(
  { weight: 3, arbitrary: someRule.map((rule) => ({ do: 'create' as const, rule })) },
  fc.record({ do: fc.constant('update' as const), at: place, period, target }),
  fc.record({ do: fc.constant('move' as const), at: place, position: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ do: fc.constantFrom('retire' as const, 'restore' as const), at: place }),
)
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never

/** The change that a step means, given the rules that there are; null where there is none to change. */
async function toChange(tx: Database, one: Step): Promise<RuleChangeInput | null> {
  if (one.do === 'create') return { action: 'create', rule: one.rule }
  const rules = (await listRules(tx)).filter(({ isRetired }) => one.do === 'restore' || !isRetired)
  const id = rules[one.at % Math.max(1, rules.length)]?.id
  if (id === undefined) return null
  if (one.do === 'update') return { action: 'update', rule: { id, ...one.period, ...one.target } }
  return one.do === 'move' ? { action: 'move', rule: { id, position: one.position } } : { action: one.do, rule: { id } }
}

function make(tx: Database, change: RuleChangeInput) {
  if (change.action === 'create') return createRule(tx, operator, change.rule)
  if (change.action === 'update') return updateRule(tx, operator, change.rule)
  if (change.action === 'move') return moveRule(tx, operator, change.rule)
  return change.action === 'retire' ? retireRule(tx, operator, change.rule) : restoreRule(tx, operator, change.rule)
}

/** Every dollar with its owner and project, by series and day, as a report would find them. */
const readFigures = (tx: Database) =>
  tx.execute<{ day: string; id: number; owner: string; project: string | null; cost: string }>(sql`
    select usage.day::text, usage.series_id as id, coalesce(team.slug, pool.slug, owned.reason) as owner, project.slug as project,
      usage.cost::text
    from usage_daily usage
    join series_ownership owned on owned.series_id = usage.series_id and owned.period @> usage.day
    left join team on team.id = owned.team_id left join shared_pool pool on pool.id = owned.pool_id
    left join project on project.id = owned.project_id
    order by usage.day, usage.series_id`)

const readRows = (tx: Database) => {
  const { updatedAt: _, ...columns } = getTableColumns(seriesOwnership)
  return tx.select(columns).from(seriesOwnership).orderBy(asc(seriesOwnership.seriesId), asc(seriesOwnership.period))
}

/** Runs in a transaction that leaves nothing behind. */
async function isolated(work: (tx: Database) => Promise<void>): Promise<void> {
  const rolledBack = new Error('rolled back')
  const outcome = db.transaction(async (tx) => {
    await work(tx)
    throw rolledBack
  })
  await expect(outcome).rejects.toBe(rolledBack)
}

describe('any history of rules', () => {
  const history = fc.array(step, { minLength: 1, maxLength: 8 })

  it('leaves each series one owner or one reason on each day, and every dollar where it was or with another owner', async () => {
    const [before] = await db.execute<{ total: string; rows: string }>(
      sql`select sum(cost)::text as total, count(*)::text as rows from usage_daily`,
    )
    await fc.assert(
      fc.asyncProperty(history, (steps) =>
        isolated(async (tx) => {
          for (const one of steps) {
            const change = await toChange(tx, one)
            if (change) await make(tx, change)
          }
          expect(await findOwnershipFaults(tx)).toEqual([])
          const figures = await readFigures(tx)
          expect(String(figures.length)).toBe(before?.rows)
          const [after] = await tx.execute<{ total: string }>(sql`
            select sum(cost)::text as total from usage_daily usage
            join series_ownership owned on owned.series_id = usage.series_id and owned.period @> usage.day`)
          expect(after?.total).toBe(before?.total)
          // What is stored, change by change, is what attributing for the first time would give.
          const stored = await readRows(tx)
          await tx.delete(seriesOwnership)
          await reattribute(tx, { all: true })
          expect(await readRows(tx)).toEqual(stored)
        }),
      ),
      { numRuns: 30 },
    )
  })

  it('is undone to the last figure by undoing its rules', async () => {
    const before = await readFigures(db)
    await fc.assert(
      fc.asyncProperty(fc.array(someRule, { minLength: 1, maxLength: 4 }), (rules) =>
        isolated(async (tx) => {
          const made: string[] = []
          for (const rule of rules) made.push((await createRule(tx, operator, rule)).id)
          const during = await readFigures(tx)
          for (const id of made) await retireRule(tx, operator, { id })
          expect(await readFigures(tx)).toEqual(before)
          for (const id of made.toReversed()) await restoreRule(tx, operator, { id })
          expect(await readFigures(tx)).toEqual(during)
        }),
      ),
      { numRuns: 20 },
    )
  })

  it('does what its previews said: the same series, dollars and requests, from and to the same', async () => {
    await fc.assert(
      fc.asyncProperty(history, (steps) =>
        isolated(async (tx) => {
          for (const one of steps) {
            const change = await toChange(tx, one)
            if (!change) continue
            const preview = await previewRule(tx, scope, change)
            const before = await readFigures(tx)
            await make(tx, change)
            const after = await readFigures(tx)
            const told = preview.months.map((month) => [
              `${month.month} ${month.before.key} ${month.before.project} → ${month.after.key} ${month.after.project}`,
              month.costUsd,
            ])
            expect(Object.fromEntries(told)).toEqual(sumMoves(before, after))
            expect(new Set(preview.largest.flatMap(({ id }) => id))).toEqual(new Set(movedSeries(before, after)))
          }
        }),
      ),
      { numRuns: 30 },
    )
  })

  const isMoved = (one: Figure, other: Figure | undefined) => one.owner !== other?.owner || one.project !== other.project
  type Figure = Awaited<ReturnType<typeof readFigures>>[number]
  const movedSeries = (before: readonly Figure[], after: readonly Figure[]) =>
    before.flatMap((one, index) => (isMoved(one, after[index]) ? [one.id] : []))

  function sumMoves(before: readonly Figure[], after: readonly Figure[]): Record<string, string> {
    const sums = new Map<string, bigint>()
    for (const [index, one] of before.entries()) {
      const other = after[index]
      if (!other || !isMoved(one, other)) continue
      const key = `${one.day.slice(0, 7)} ${one.owner} ${one.project} → ${other.owner} ${other.project}`
      sums.set(key, (sums.get(key) ?? 0n) + BigInt(one.cost.replace('.', '')))
    }
    return Object.fromEntries(
      [...sums].map(([key, cost]) => [
        key,
        String(cost)
          .padStart(19, '0')
          .replace(/(\d{18})$/, '.$1'),
      ]),
    )
  }
})

describe('a provider key that moves in the middle of a month', () => {
  it('leaves the days before with the old team, and so with its cost centre', async () => {
    const figures = (await readFigures(db)).filter(({ day }) => day === '2026-04-09' || day === '2026-04-10')
    const held = await db.select({ id: usageSeries.id }).from(usageSeries).where(eq(usageSeries.apiKey, 'exclusive'))
    const ids = new Set(held.map(({ id }) => id))
    const ownersOn = (on: string) => new Set(figures.filter(({ day, id }) => day === on && ids.has(id)).map(({ owner }) => owner))
    expect([ownersOn('2026-04-09'), ownersOn('2026-04-10')]).toEqual([new Set([slugs[0]]), new Set([slugs[1]])])
  })

  it('never has a shared key decide', async () => {
    const owners = await db
      .select({ team: team.slug, basis: seriesOwnership.basis })
      .from(seriesOwnership)
      .innerJoin(usageSeries, eq(usageSeries.id, seriesOwnership.seriesId))
      .leftJoin(team, eq(team.id, seriesOwnership.teamId))
      .where(eq(usageSeries.apiKey, 'shared'))
    expect(new Set(owners.map(({ team: slug, basis }) => `${slug} by ${basis}`))).toEqual(new Set([`${slugs[1]} by tag`]))
  })
})

describe('rules that change while new series come in', () => {
  it('leave none with a stale owner', async () => {
    const route = `/${uniqueSlug('busy')}`
    const add = () =>
      db.transaction(async (tx) => {
        const rows = await tx
          .insert(usageSeries)
          .values([seriesRow({ route }), seriesRow({ route, tagTeam: slugs[0], tagBasis: 'tag' })])
          .returning()
        await onNewSeries(tx, rows)
      })
    const conditions = [{ dimension: 'route', operator: 'equals' as const, values: [route] }]
    const change = async (slug: string) => {
      const { id } = await createRule(db, operator, { name: 'x', conditions, team: slug })
      await updateRule(db, operator, { id, from: '2026-04-01' })
      if (slug === slugs[0]) await retireRule(db, operator, { id })
    }
    await Promise.all([...slugs.map(change), ...Array.from({ length: 24 }, add)])
    const [third = ''] = await db
      .select({ id: team.id })
      .from(team)
      .where(eq(team.slug, slugs[2] ?? ''))
      .then((rows) => rows.map(({ id }) => id))
    await archiveTeam(db, operator, { id: third, from: '2026-05-01' })
    await restoreTeam(db, operator, { id: third })
    expect(await db.transaction((tx) => reattribute(tx, { all: true }))).toMatchObject({ changed: 0 })
    expect(await findOwnershipFaults(db)).toEqual([])
    await db.delete(seriesOwnership).where(sql`series_id in (select id from usage_series where route = ${route})`)
    await db.delete(usageSeries).where(eq(usageSeries.route, route))
    for (const { id } of await db.select({ id: attributionRule.id }).from(attributionRule)) await retireRule(db, operator, { id })
  })

  it('wait for each other by one lock', async () => {
    let changing: Promise<unknown> = Promise.resolve()
    const order: string[] = []
    await db.transaction(async (tx) => {
      await lockAttribution(tx)
      changing = createRule(db, operator, {
        name: 'x',
        conditions: [{ dimension: 'feature', operator: 'present' }],
        team: slugs[0],
      }).then(() => order.push('changed'))
      await new Promise((resolve) => setTimeout(resolve, 50))
      order.push('committed')
    })
    await changing
    expect(order).toEqual(['committed', 'changed'])
  })
})
