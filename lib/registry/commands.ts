import { eq } from 'drizzle-orm'
import { command } from '@/lib/audit/command'
import type { Database } from '@/lib/db/client'
import { costCenter, team } from '@/lib/db/schema/registry'
import { AppError } from '@/lib/errors'
import { assertNoAlias } from './aliases'
import { assertNoMembers, defineEntryCommands, plainFrame } from './entry-commands'
import { applyMapping } from './mapping-commands'
import { beginRegistryChange, findReportingDay } from './registry-version'
import {
  createBusinessUnitSchema,
  createCostCenterSchema,
  createProductLineSchema,
  describeCostCenterSchema,
  idSchema,
  renameSchema,
} from './schema'

/*
 * Teams, projects, services and keys of providers are registered, mapped and archived in `lib/attribution`, because that decides
 * who owns what. What is here changes names, and where owners are booked.
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
    await assertNoAlias(tx, 'cost_center', [input.code], 'code')
    const { code, name, gl_account: glAccount, owner_email: ownerEmail } = input
    const [created] = await tx.insert(costCenter).values({ code, name, glAccount, ownerEmail }).returning()
    if (!created) throw new Error('a cost centre was not stored')
    const subject = { kind: 'cost_center', id: created.id, name: created.code }
    const said = { ...(glAccount === null ? {} : { glAccount }), ...(ownerEmail === null ? {} : { ownerEmail }) }
    const audit = [{ subject, before: null, after: { code, name, ...said } }]
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

/** Says which account of the general ledger a cost centre's AI spend is posted to, and who answers for it. */
export const describeCostCenter = command({
  name: 'cost_center.describe',
  permission: 'registry.edit',
  input: describeCostCenterSchema,
  async run({ tx }, { id, gl_account, owner_email }) {
    const before = await lockCostCenter(tx, id)
    const wanted = {
      glAccount: gl_account === undefined ? before.glAccount : gl_account,
      ownerEmail: owner_email === undefined ? before.ownerEmail : owner_email,
    }
    if (wanted.glAccount === before.glAccount && wanted.ownerEmail === before.ownerEmail) return { result: undefined, audit: [] }
    await tx.update(costCenter).set(wanted).where(eq(costCenter.id, id))
    const subject = { kind: 'cost_center', id, name: before.code }
    const { glAccount, ownerEmail } = before
    return { result: undefined, audit: [{ subject, before: { glAccount, ownerEmail }, after: wanted }] }
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
    await assertNoMembers(tx, 'cost_center', { ...before, isArchived: false }, await findReportingDay(tx, now))
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

/** Business units, which cost centres roll up to. */
export const businessUnitCommands = defineEntryCommands('business_unit', {
  create: createBusinessUnitSchema,
  read: ({ slug, name }) => ({ code: slug, name, parents: [] }),
  frame: plainFrame,
})
export const createBusinessUnit = businessUnitCommands.create
export const renameBusinessUnit = businessUnitCommands.rename

/** Product lines, which projects roll up to. */
export const productLineCommands = defineEntryCommands('product_line', {
  create: createProductLineSchema,
  read: ({ slug, name }) => ({ code: slug, name, parents: [] }),
  frame: plainFrame,
})

async function lockCostCenter(tx: Database, id: string) {
  await beginRegistryChange(tx)
  const [found] = await tx.select().from(costCenter).where(eq(costCenter.id, id)).for('no key update')
  if (!found) throw new AppError('not_found', 'No such cost centre.')
  return found
}
