import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Database } from '@/lib/db/client'
import { seriesOwnership } from '@/lib/db/schema/attribution'
import { auditEntry } from '@/lib/db/schema/audit'
import { team } from '@/lib/db/schema/registry'
import { usageSeries } from '@/lib/db/schema/usage'
import { makeCostCenter, makeTeam, operator, uniqueSlug } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { openLedgerClient } from '@/lib/usage/ledger-client'
import { onNewSeries, reattribute } from './attribute-series'
import { findOwnershipFaults } from './queries'
import { acceptSeen } from './registry-commands/accept-command'
import { archiveTeam, createTeam, restoreTeam } from './team-commands'
import { seriesRow } from './testing/series'

const { db, url, sql: raw } = await createTestDatabase()

/** Inserts series as the ledger does: with their owners, in one transaction. */
async function addSeries(...rows: Parameters<typeof seriesRow>[0][]): Promise<number[]> {
  return db.transaction(async (tx) => {
    const inserted = await tx.insert(usageSeries).values(rows.map(seriesRow)).returning()
    await onNewSeries(tx, inserted)
    return inserted.map(({ id }) => id)
  })
}

/** `[from,to) owner`, as it is stored. */
async function ownersOf(seriesId: number): Promise<string[]> {
  const rows = await db
    .select({ period: seriesOwnership.period, slug: team.slug, reason: seriesOwnership.reason, basis: seriesOwnership.basis })
    .from(seriesOwnership)
    .leftJoin(team, eq(team.id, seriesOwnership.teamId))
    .where(eq(seriesOwnership.seriesId, seriesId))
    .orderBy(seriesOwnership.period)
  return rows.map(({ period, slug, reason, basis }) => `${period} ${slug ? `${slug} by ${basis}` : reason}`)
}

/** All that is stored of who owns what. */
const readAllOwnership = (tx: Database) =>
  tx
    .select({
      id: seriesOwnership.seriesId,
      period: seriesOwnership.period,
      team: seriesOwnership.teamId,
      reason: seriesOwnership.reason,
      basis: seriesOwnership.basis,
    })
    .from(seriesOwnership)
    .orderBy(seriesOwnership.seriesId, seriesOwnership.period)

const idOf = (rows: readonly number[]) => rows[0] ?? 0

describe('a new series', () => {
  it('gets its owner with it: the registered team, or nobody and why', async () => {
    const known = await makeTeam(db)
    const ids = await addSeries(
      { tagTeam: known.slug, tagBasis: 'metadata' },
      {},
      { tagTeam: uniqueSlug('nowhere'), tagBasis: 'tag' },
    )
    expect(await Promise.all(ids.map(ownersOf))).toEqual([
      [`(,) ${known.slug} by metadata`],
      ['(,) missing_team'],
      ['(,) unknown_team'],
    ])
    expect(await findOwnershipFaults(db)).toEqual([])
  })

  it('gets it through the ledger’s own driver as well', async () => {
    const known = await makeTeam(db)
    const ledger = openLedgerClient(url, { max: 1 })
    try {
      const rows = await db
        .insert(usageSeries)
        .values(seriesRow({ keyTeam: known.slug }))
        .returning()
      await ledger.begin((tx) => onNewSeries(tx, rows))
      expect(await ownersOf(idOf(rows.map(({ id }) => id)))).toEqual([`(,) ${known.slug} by key`])
    } finally {
      await ledger.end()
    }
  })

  it('without owners is found by verify, and so is one with a gap', async () => {
    const [{ id } = { id: 0 }] = await db.insert(usageSeries).values(seriesRow()).returning()
    const [gap = 0] = await addSeries({})
    await db.update(seriesOwnership).set({ period: '[2026-01-01,2026-02-01)' }).where(eq(seriesOwnership.seriesId, gap))
    expect(await findOwnershipFaults(db)).toEqual([
      { seriesId: id, covered: '{}' },
      { seriesId: gap, covered: '{[2026-01-01,2026-02-01)}' },
    ])
    expect(await db.transaction((tx) => reattribute(tx, { all: true }))).toMatchObject({ changed: 2 })
    expect(await findOwnershipFaults(db)).toEqual([])
  })

  it('is no work where there is none', async () => {
    await db.transaction((tx) => onNewSeries(tx, []))
  })
})

describe('the table refuses', () => {
  const row = async (change: Partial<typeof seriesOwnership.$inferInsert>) => {
    const [{ id } = { id: 0 }] = await db.insert(usageSeries).values(seriesRow()).returning()
    const base = { seriesId: id, period: '(,)', ownerKind: 'none', reason: 'missing_team' }
    try {
      await db.insert(seriesOwnership).values([base, { ...base, ...change }].slice(change.period ? 0 : 1))
    } finally {
      await db.delete(seriesOwnership).where(eq(seriesOwnership.seriesId, id))
      await db.delete(usageSeries).where(eq(usageSeries.id, id))
    }
  }
  test.each<[string, Partial<typeof seriesOwnership.$inferInsert>, string]>([
    ['two owners on one day', { period: '[2026-01-01,2026-01-02)' }, 'series_ownership_no_overlap'],
    ['a span without a day', { period: 'empty' }, 'series_ownership_period_some'],
    ['nobody without a reason', { reason: null }, 'series_ownership_reason_of_none'],
    ['a team that is not named', { ownerKind: 'team', reason: null, basis: 'key' }, 'series_ownership_one_owner'],
    ['an owner of another kind', { ownerKind: 'person', basis: 'rule', reason: null }, 'series_ownership_owner_kind'],
    ['a basis that nobody knows', { basis: 'guess' }, 'series_ownership_basis'],
  ])('%s', async (_what, change, constraint) => {
    await expect(row(change)).rejects.toMatchObject({ cause: { constraint_name: constraint } })
  })

  it('a team that belongs to two cost centres on one day, and a cost centre to two business units', async () => {
    const [member, one, other] = [await makeTeam(db), await makeCostCenter(db), await makeCostCenter(db)]
    await raw`insert into team_cost_center values (${member.id}, ${one.id}, '[2026-01-01,2026-03-01)')`
    await raw`insert into team_cost_center values (${member.id}, ${other.id}, '[2026-03-01,)')`
    await expect(
      raw`insert into team_cost_center values (${member.id}, ${other.id}, '[2026-02-28,2026-03-01)')`,
    ).rejects.toMatchObject({
      constraint_name: 'team_cost_center_no_overlap',
    })
    const [unit] = await raw`insert into business_unit (slug, name) values (${uniqueSlug('bu')}, 'x') returning id`
    await raw`insert into cost_center_business_unit values (${one.id}, ${unit?.id}, '(,)')`
    await expect(
      raw`insert into cost_center_business_unit values (${one.id}, ${unit?.id}, '[2026-02-28,2026-03-01)')`,
    ).rejects.toMatchObject({
      constraint_name: 'cost_center_business_unit_no_overlap',
    })
  })
})

describe('registering a team', () => {
  it('gives it at once what named it before, for all days, and the audit row says how many series', async () => {
    const slug = uniqueSlug('late')
    const [byTag = 0, byKey = 0, other = 0] = await addSeries(
      { tagTeam: slug, tagBasis: 'user' },
      { keyTeam: slug },
      { tagTeam: uniqueSlug('x') },
    )
    const { id } = await createTeam(db, operator, { slug, name: 'Late' })
    expect(await ownersOf(byTag)).toEqual([`(,) ${slug} by user`])
    expect(await ownersOf(byKey)).toEqual([`(,) ${slug} by key`])
    expect(await ownersOf(other)).toEqual(['(,) unknown_team'])
    const [entry] = await db.select({ after: auditEntry.after }).from(auditEntry).where(eq(auditEntry.subjectId, id))
    expect(entry?.after).toEqual({ slug, name: 'Late', series: 2 })
  })

  it('by accepting what was seen names several after their slugs, and leaves those that are there', async () => {
    const [there, seen] = [await makeTeam(db, { name: 'Kept' }), uniqueSlug('seen-in-usage')]
    const [id = 0] = await addSeries({ tagTeam: seen, tagBasis: 'tag' })
    expect(await acceptSeen(db, operator, { kind: 'team', names: [there.slug, seen, seen] })).toEqual({ added: 1, series: 1 })
    expect(await ownersOf(id)).toEqual([`(,) ${seen} by tag`])
    const names = await db.select({ name: team.name }).from(team).where(sql`slug in (${there.slug}, ${seen})`).orderBy(team.name)
    expect(names.map(({ name }) => name)).toEqual(['Kept', expect.stringMatching(/^Seen in usage /)])
    await expect(acceptSeen(db, operator, { kind: 'team', names: ['Not A Slug'] })).rejects.toMatchObject({
      errors: [{ path: 'names[0]' }],
    })
  })
})

describe('archiving a team', () => {
  it('leaves it what it owned before, and nobody what comes after; restoring undoes it', async () => {
    const { id, slug } = await makeTeam(db)
    const [series = 0] = await addSeries({ tagTeam: slug, tagBasis: 'tag' })
    await archiveTeam(db, operator, { id, from: '2026-05-01' })
    expect(await ownersOf(series)).toEqual([`(,2026-05-01) ${slug} by tag`, '[2026-05-01,) archived_team'])
    await archiveTeam(db, operator, { id, from: '2026-06-01' })
    expect(await ownersOf(series)).toEqual([`(,2026-06-01) ${slug} by tag`, '[2026-06-01,) archived_team'])
    await restoreTeam(db, operator, { id })
    expect(await ownersOf(series)).toEqual([`(,) ${slug} by tag`])
  })

  it('twice, and restoring what is in use, leave no audit row', async () => {
    const { id } = await makeTeam(db)
    const rows = () => db.$count(auditEntry, eq(auditEntry.subjectId, id))
    await restoreTeam(db, operator, { id })
    await archiveTeam(db, operator, { id })
    await archiveTeam(db, operator, { id })
    expect(await rows()).toBe(2)
    await expect(archiveTeam(db, operator, { id: crypto.randomUUID() })).rejects.toMatchObject({ code: 'not_found' })
    await expect(archiveTeam(db, operator, { id, from: '2026-02-30' })).rejects.toMatchObject({ errors: [{ path: 'from' }] })
  })
})

describe('attributing anew', () => {
  it('writes only what changes', async () => {
    const { slug } = await makeTeam(db)
    const [id = 0] = await addSeries({ tagTeam: slug })
    const stamp = async () =>
      (await db.select({ at: seriesOwnership.updatedAt }).from(seriesOwnership).where(eq(seriesOwnership.seriesId, id)))[0]?.at
    const before = await stamp()
    expect(await db.transaction((tx) => reattribute(tx, { seriesIds: [id] }))).toEqual({ series: 1, changed: 0 })
    expect(await stamp()).toEqual(before)
  })

  it('leaves, after any history of the registry, what attributing for the first time would give', async () => {
    const slugs = ['a', 'b', 'c'].map(uniqueSlug)
    const slug = fc.constantFrom(...slugs)
    const step = fc.oneof(
      fc.record({ kind: fc.constant('create' as const), slug }),
      fc.record({ kind: fc.constant('archive' as const), slug, from: fc.constantFrom('2026-03-01', '2026-04-01', '2026-05-01') }),
      fc.record({ kind: fc.constant('restore' as const), slug }),
      fc.record({ kind: fc.constant('series' as const), slug: fc.option(slug), key: fc.option(slug) }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), async (steps) => {
        const isolated = new Error('rolled back')
        const outcome = db.transaction(async (tx) => {
          for (const one of steps) await take(tx, one)
          expect(await findOwnershipFaults(tx)).toEqual([])
          const stored = await readAllOwnership(tx)
          await tx.delete(seriesOwnership)
          await onNewSeries(tx, await tx.select().from(usageSeries))
          expect(await readAllOwnership(tx)).toEqual(stored)
          throw isolated
        })
        await expect(outcome).rejects.toBe(isolated)
      }),
      { numRuns: 25 },
    )

    type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never
    async function take(tx: Database, one: Step) {
      const [found] = await tx
        .select()
        .from(team)
        .where(eq(team.slug, one.slug ?? ''))
      if (one.kind === 'series') {
        const rows = await tx
          .insert(usageSeries)
          .values(seriesRow({ tagTeam: one.slug, tagBasis: 'tag', keyTeam: one.key }))
          .returning()
        await onNewSeries(tx, rows)
      } else if (one.kind === 'create') {
        if (!found) await createTeam(tx, operator, { slug: one.slug, name: 'x' })
      } else if (found && one.kind === 'archive') await archiveTeam(tx, operator, { id: found.id, from: one.from })
      else if (found) await restoreTeam(tx, operator, { id: found.id })
    }
  })
})

describe('at the same time', () => {
  /** Waits until some session waits for the attribution lock. */
  async function untilSomebodyWaits() {
    for (;;) {
      const [row] = await raw`
        select count(*)::int as waiting from pg_locks
        where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`
      if (row?.waiting > 0) return
    }
  }

  it('a team that is registered waits for series that are being made, and then owns them', async () => {
    const slug = uniqueSlug('racing')
    let creating: Promise<unknown> = Promise.resolve()
    const id = await db.transaction(async (tx) => {
      const rows = await tx
        .insert(usageSeries)
        .values(seriesRow({ tagTeam: slug, tagBasis: 'tag' }))
        .returning()
      await onNewSeries(tx, rows)
      creating = createTeam(db, operator, { slug, name: 'Racing' })
      await untilSomebodyWaits()
      return rows[0]?.id ?? 0
    })
    await creating
    expect(await ownersOf(id)).toEqual([`(,) ${slug} by tag`])
  })

  it('series that are being made wait for a team that is registered, and then see it', async () => {
    const slug = uniqueSlug('racing')
    let adding: Promise<number[]> = Promise.resolve([])
    await db.transaction(async (tx) => {
      await createTeam(tx, operator, { slug, name: 'Racing' })
      adding = addSeries({ tagTeam: slug, tagBasis: 'tag' })
      await untilSomebodyWaits()
    })
    expect(await ownersOf(idOf(await adding))).toEqual([`(,) ${slug} by tag`])
  })

  it('many of both end with every series owned by whom the registry names', async () => {
    const slugs = Array.from({ length: 12 }, () => uniqueSlug('busy'))
    const added = slugs.flatMap((slug) => [0, 1, 2].map(() => addSeries({ tagTeam: slug, tagBasis: 'tag' }, { keyTeam: slug })))
    const created = slugs.map((slug) => createTeam(db, operator, { slug, name: slug }))
    const ids = (await Promise.all(added)).flat()
    await Promise.all(created)
    expect(await findOwnershipFaults(db)).toEqual([])
    expect(new Set((await Promise.all(ids.map(ownersOf))).flat().map((text) => text.split(' ')[1]))).toEqual(new Set(slugs))
  })
})
