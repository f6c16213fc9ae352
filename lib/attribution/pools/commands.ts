import { eq, sql } from 'drizzle-orm'
import { command } from '@/lib/audit/command'
import type { Database } from '@/lib/db/client'
import { sharedPool } from '@/lib/db/schema/attribution'
import { AppError } from '@/lib/errors'
import { applyMapping } from '@/lib/registry/mapping-commands'
import { beginRegistryChange, findReportingDay } from '@/lib/registry/registry-version'
import { lockAttribution } from '../attribute-series'
import { changePoolSchema, createPoolSchema, mapPoolSchema, poolSchema } from './schema'

/** Registers a shared pool under a slug that stays; with a cost centre, it is booked there from the beginning. */
export const createPool = command({
  name: 'pool.create',
  permission: 'pool.edit',
  input: createPoolSchema,
  async run({ tx }, { cost_center: owner, slug, name, approver_email: approverEmail }) {
    await beginRegistryChange(tx)
    const [created] = await tx.insert(sharedPool).values({ slug, name, approverEmail }).returning()
    if (!created) throw new Error('a pool was not stored')
    const subject = { kind: 'pool', id: created.id, name: slug }
    const audit = [{ subject, before: null, after: { slug, name, approver: approverEmail } }]
    if (owner === null) return { result: created, audit }
    const change = { kind: 'pool_cost_center', member: slug, owner, from: null, to: null } as const
    return { result: created, audit: [...audit, ...(await applyMapping(tx, change)).audit] }
  },
})

/** Changes what a pool is called, or who approves its policies; policies that are approved already stay so. */
export const changePool = command({
  name: 'pool.change',
  permission: 'pool.edit',
  input: changePoolSchema,
  async run({ tx }, { pool, name, approver_email: approverEmail }) {
    await beginRegistryChange(tx)
    const before = await lockPool(tx, pool)
    const after = { name: name ?? before.name, approverEmail: approverEmail ?? before.approverEmail }
    if (after.name === before.name && after.approverEmail === before.approverEmail) return { result: undefined, audit: [] }
    await tx.update(sharedPool).set(after).where(eq(sharedPool.id, before.id))
    const tell = (facts: typeof after) => ({ name: facts.name, approver: facts.approverEmail })
    const subject = { kind: 'pool', id: before.id, name: pool }
    return { result: undefined, audit: [{ subject, before: tell(before), after: tell(after) }] }
  },
})

/** Says where a pool is booked from one day to another; spans that it cuts into keep their other days. */
export const mapPool = command({
  name: 'pool.map',
  permission: 'pool.edit',
  input: mapPoolSchema,
  async run({ tx }, { pool, cost_center: owner, from, to }) {
    await beginRegistryChange(tx)
    return applyMapping(tx, { kind: 'pool_cost_center', member: pool, owner, from, to })
  },
})

/** Takes a pool out of use. Refused while spend is its own today or later: that would have no owner any more. */
export const archivePool = command({
  name: 'pool.archive',
  permission: 'pool.edit',
  input: poolSchema,
  async run({ tx, now }, { pool }) {
    // Before any row: rules give spend to pools under this lock.
    await lockAttribution(tx)
    await beginRegistryChange(tx)
    const before = await lockPool(tx, pool)
    if (before.archivedAt) return { result: undefined, audit: [] }
    const uses = await countUses(tx, before.id, await findReportingDay(tx, now))
    if (uses.rules + uses.series > 0) {
      const message = `rules still give it spend, today or later (rules: ${uses.rules}, series: ${uses.series}): end or undo them first`
      throw new AppError('conflict', `${pool} cannot be archived: ${message}.`, { errors: [{ path: 'archived', message }] })
    }
    await tx.update(sharedPool).set({ archivedAt: now }).where(eq(sharedPool.id, before.id))
    const subject = { kind: 'pool', id: before.id, name: pool }
    return { result: undefined, audit: [{ subject, before: { archived: false }, after: { archived: true } }] }
  },
})

/** Takes an archived pool into use again. */
export const restorePool = command({
  name: 'pool.restore',
  permission: 'pool.edit',
  input: poolSchema,
  async run({ tx }, { pool }) {
    await beginRegistryChange(tx)
    const before = await lockPool(tx, pool)
    if (!before.archivedAt) return { result: undefined, audit: [] }
    await tx.update(sharedPool).set({ archivedAt: null }).where(eq(sharedPool.id, before.id))
    const subject = { kind: 'pool', id: before.id, name: pool }
    return { result: undefined, audit: [{ subject, before: { archived: true }, after: { archived: false } }] }
  },
})

/** The pool of a slug, locked until the transaction ends. */
export async function lockPool(tx: Database, slug: string) {
  const [found] = await tx.select().from(sharedPool).where(eq(sharedPool.slug, slug)).for('no key update')
  if (!found) throw new AppError('not_found', `No pool is registered as "${slug}".`)
  return found
}

async function countUses(tx: Database, poolId: string, day: string): Promise<{ rules: number; series: number }> {
  const [uses] = await tx.execute<{ rules: number; series: number }>(sql`
    select
      (select count(*)::int from attribution_rule
        where pool_id = ${poolId} and retired_at is null and period && daterange(${day}::date, null)) as rules,
      (select count(distinct series_id)::int from series_ownership
        where pool_id = ${poolId} and period && daterange(${day}::date, null)) as series`)
  return uses ?? { rules: 0, series: 0 }
}
