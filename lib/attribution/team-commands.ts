import { eq } from 'drizzle-orm'
import { command } from '@/lib/audit/command'
import type { Database } from '@/lib/db/client'
import { team } from '@/lib/db/schema/registry'
import { AppError } from '@/lib/errors'
import { assertNoAlias } from '@/lib/registry/aliases'
import { applyMapping } from '@/lib/registry/mapping-commands'
import { findReportingDay } from '@/lib/registry/registry-version'
import { createTeamSchema, dateSchema, idSchema } from '@/lib/registry/schema'
import { beginOwnerChange, finishOwnerChange } from './registry-commands/owner-change'

/**
 * Registers a team under a slug that callers may send from then on. Series that name the slug already are the team's at once,
 * for all days: the spend was its own before anybody wrote that down.
 */
export const createTeam = command({
  name: 'team.create',
  permission: 'registry.edit',
  input: createTeamSchema,
  async run({ tx }, { cost_center: costCenter, ...input }) {
    await beginOwnerChange(tx)
    await assertNoAlias(tx, 'team', [input.slug], 'slug')
    const [created] = await tx.insert(team).values(input).returning()
    if (!created) throw new Error('a team was not stored')
    const changed = await finishOwnerChange(tx)
    const after = changed === 0 ? input : { ...input, series: changed }
    const audit = [{ subject: { kind: 'team', id: created.id, name: created.slug }, before: null, after }]
    if (costCenter === null) return { result: created, audit }
    const change = { kind: 'team_cost_center', member: created.slug, owner: costCenter, from: null, to: null } as const
    return { result: created, audit: [...audit, ...(await applyMapping(tx, change)).audit] }
  },
})

/**
 * Ends a team on a day, by default today: from then on nobody owns what still names it, and triage says so. What it owned
 * before stays its own. Archiving an archived team moves the day.
 */
export const archiveTeam = command({
  name: 'team.archive',
  permission: 'registry.edit',
  input: idSchema.extend({ from: dateSchema.optional() }),
  async run({ tx, now }, { id, from }) {
    const before = await lockTeam(tx, id)
    const archivedFrom = from ?? before.archivedFrom ?? (await findReportingDay(tx, now))
    if (before.archivedFrom === archivedFrom) return { result: undefined, audit: [] }
    await tx.update(team).set({ archivedAt: now, archivedFrom }).where(eq(team.id, id))
    await finishOwnerChange(tx)
    const subject = { kind: 'team', id, name: before.slug }
    return { result: undefined, audit: [{ subject, before: { archivedFrom: before.archivedFrom }, after: { archivedFrom } }] }
  },
})

/** Takes an archived team into use again, as if it had never been archived. */
export const restoreTeam = command({
  name: 'team.restore',
  permission: 'registry.edit',
  input: idSchema,
  async run({ tx }, { id }) {
    const before = await lockTeam(tx, id)
    if (before.archivedFrom === null) return { result: undefined, audit: [] }
    await assertNoAlias(tx, 'team', [before.slug], 'archived_from')
    await tx.update(team).set({ archivedAt: null, archivedFrom: null }).where(eq(team.id, id))
    await finishOwnerChange(tx)
    const subject = { kind: 'team', id, name: before.slug }
    return {
      result: undefined,
      audit: [{ subject, before: { archivedFrom: before.archivedFrom }, after: { archivedFrom: null } }],
    }
  },
})

async function lockTeam(tx: Database, id: string) {
  await beginOwnerChange(tx)
  const [found] = await tx.select().from(team).where(eq(team.id, id)).for('no key update')
  if (!found) throw new AppError('not_found', 'No such team.')
  return found
}
