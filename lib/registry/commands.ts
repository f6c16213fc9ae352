import { eq, sql } from 'drizzle-orm'
import { command } from '@/lib/audit/command'
import type { Database } from '@/lib/db/client'
import { businessUnit, costCenter, team } from '@/lib/db/schema/registry'
import { AppError } from '@/lib/errors'
import type { CalendarDate } from '@/lib/time/calendar'
import { applyMapping } from './mapping-commands'
import { beginRegistryChange, findReportingDay } from './registry-version'
import { createBusinessUnitSchema, createCostCenterSchema, idSchema, renameSchema } from './schema'

/*
 * Teams are registered, archived and restored in `lib/attribution/team-commands.ts`, because that decides who owns what. What
 * is here changes names, and where owners are booked.
 */

/** Changes the display name of a team; its slug, and what was booked under it, stay. */
export const renameTeam = command({
  name: 'team.rename',
  permission: 'registry.edit',
  input: renameSchema,
  async run({ tx }, { id, name }) {
    await beginRegistryChange(tx)
    const [before] = await tx.select().from(team).where(eq(team.id, id)).for('no key update')
    if (!before) throw new AppError('not_found', 'No such team.')
    if (before.name === name) return { result: undefined, audit: [] }
    await tx.update(team).set({ name }).where(eq(team.id, id))
    const subject = { kind: 'team', id, name: before.slug }
    return { result: undefined, audit: [{ subject, before: { name: before.name }, after: { name } }] }
  },
})

/** Registers a cost centre under the code that the general ledger uses. */
export const createCostCenter = command({
  name: 'cost_center.create',
  permission: 'registry.edit',
  input: createCostCenterSchema,
  async run({ tx }, { business_unit: unit, ...input }) {
    await beginRegistryChange(tx)
    const [created] = await tx.insert(costCenter).values(input).returning()
    if (!created) throw new Error('a cost centre was not stored')
    const subject = { kind: 'cost_center', id: created.id, name: created.code }
    const audit = [{ subject, before: null, after: input }]
    if (unit === null) return { result: created, audit }
    const change = { kind: 'cost_center_business_unit', member: created.code, owner: unit, from: null, to: null } as const
    return { result: created, audit: [...audit, ...(await applyMapping(tx, change)).audit] }
  },
})

/** Changes the display name of a cost centre; its code, and what was booked under it, stay. */
export const renameCostCenter = command({
  name: 'cost_center.rename',
  permission: 'registry.edit',
  input: renameSchema,
  async run({ tx }, { id, name }) {
    const before = await lockCostCenter(tx, id)
    if (before.name === name) return { result: undefined, audit: [] }
    await tx.update(costCenter).set({ name }).where(eq(costCenter.id, id))
    const subject = { kind: 'cost_center', id, name: before.code }
    return { result: undefined, audit: [{ subject, before: { name: before.name }, after: { name } }] }
  },
})

/** Takes a cost centre out of use. Refused while teams belong to it, today or later: what they spend would be booked there. */
export const archiveCostCenter = command({
  name: 'cost_center.archive',
  permission: 'registry.edit',
  input: idSchema,
  async run({ tx, now }, { id }) {
    const before = await lockCostCenter(tx, id)
    if (before.archivedAt) return { result: undefined, audit: [] }
    const mapped = await listMappedTeams(tx, id, await findReportingDay(tx, now))
    if (mapped.length > 0) {
      const message = `teams belong to it today or later (${mapped.join(', ')}): move them to another cost centre first`
      throw new AppError('conflict', `${before.code} cannot be archived: ${message}.`, {
        errors: [{ path: 'archived', message }],
      })
    }
    await tx.update(costCenter).set({ archivedAt: now }).where(eq(costCenter.id, id))
    const subject = { kind: 'cost_center', id, name: before.code }
    return { result: undefined, audit: [{ subject, before: { archived: false }, after: { archived: true } }] }
  },
})

/** Takes an archived cost centre into use again. */
export const restoreCostCenter = command({
  name: 'cost_center.restore',
  permission: 'registry.edit',
  input: idSchema,
  async run({ tx }, { id }) {
    const before = await lockCostCenter(tx, id)
    if (!before.archivedAt) return { result: undefined, audit: [] }
    await tx.update(costCenter).set({ archivedAt: null }).where(eq(costCenter.id, id))
    const subject = { kind: 'cost_center', id, name: before.code }
    return { result: undefined, audit: [{ subject, before: { archived: true }, after: { archived: false } }] }
  },
})

/** Registers a business unit, which cost centres roll up to. */
export const createBusinessUnit = command({
  name: 'business_unit.create',
  permission: 'registry.edit',
  input: createBusinessUnitSchema,
  async run({ tx }, input) {
    await beginRegistryChange(tx)
    const [created] = await tx.insert(businessUnit).values(input).returning()
    if (!created) throw new Error('a business unit was not stored')
    const subject = { kind: 'business_unit', id: created.id, name: created.slug }
    return { result: created, audit: [{ subject, before: null, after: input }] }
  },
})

/** Changes the display name of a business unit; its slug stays. */
export const renameBusinessUnit = command({
  name: 'business_unit.rename',
  permission: 'registry.edit',
  input: renameSchema,
  async run({ tx }, { id, name }) {
    await beginRegistryChange(tx)
    const [before] = await tx.select().from(businessUnit).where(eq(businessUnit.id, id)).for('no key update')
    if (!before) throw new AppError('not_found', 'No such business unit.')
    if (before.name === name) return { result: undefined, audit: [] }
    await tx.update(businessUnit).set({ name }).where(eq(businessUnit.id, id))
    const subject = { kind: 'business_unit', id, name: before.slug }
    return { result: undefined, audit: [{ subject, before: { name: before.name }, after: { name } }] }
  },
})

async function lockCostCenter(tx: Database, id: string) {
  await beginRegistryChange(tx)
  const [found] = await tx.select().from(costCenter).where(eq(costCenter.id, id)).for('no key update')
  if (!found) throw new AppError('not_found', 'No such cost centre.')
  return found
}

/** The slugs of the teams that belong to a cost centre on a day or later. */
async function listMappedTeams(tx: Database, costCenterId: string, day: CalendarDate): Promise<string[]> {
  const rows = await tx.execute<{ slug: string }>(sql`
    select distinct slug from team_cost_center mapping
    join team on team.id = mapping.team_id
    where mapping.cost_center_id = ${costCenterId} and mapping.period && daterange(${day}::date, null)
      and (team.archived_from is null or mapping.period && daterange(${day}::date, greatest(team.archived_from, ${day}::date)))
    order by slug`)
  return rows.map(({ slug }) => slug)
}
