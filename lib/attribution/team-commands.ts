import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { command } from '@/lib/audit/command'
import type { Database } from '@/lib/db/client'
import { team } from '@/lib/db/schema/registry'
import { AppError } from '@/lib/errors'
import { applyMapping } from '@/lib/registry/mapping-commands'
import { beginRegistryChange, findReportingDay } from '@/lib/registry/registry-version'
import { createTeamSchema, dateSchema, idSchema } from '@/lib/registry/schema'
import { nameFromSlug, slugSchema } from '@/lib/registry/slug'
import { lockAttribution, reattribute } from './attribute-series'

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
    const [created] = await tx.insert(team).values(input).returning()
    if (!created) throw new Error('a team was not stored')
    const { changed } = await reattribute(tx, { slugs: [created.slug] })
    const after = changed === 0 ? input : { ...input, series: changed }
    const audit = [{ subject: { kind: 'team', id: created.id, name: created.slug }, before: null, after }]
    if (costCenter === null) return { result: created, audit }
    const change = { kind: 'team_cost_center', member: created.slug, owner: costCenter, from: null, to: null } as const
    return { result: created, audit: [...audit, ...(await applyMapping(tx, change)).audit] }
  },
})

/** Registers several teams that usage names already, each called after its slug; those that are there stay as they are. */
export const acceptTeams = command({
  name: 'team.accept',
  permission: 'registry.edit',
  input: z.object({ slugs: z.array(slugSchema).min(1, 'name at least one').max(10_000, 'are at most 10,000') }),
  async run({ tx }, { slugs }) {
    await beginOwnerChange(tx)
    const values = [...new Set(slugs)].map((slug) => ({ slug, name: nameFromSlug(slug) }))
    const created = await tx.insert(team).values(values).onConflictDoNothing({ target: team.slug }).returning()
    const { changed } = await reattribute(tx, { slugs: created.map(({ slug }) => slug) })
    return {
      result: { teams: created.length, series: changed },
      audit: created.map(({ id, slug, name }) => ({
        subject: { kind: 'team', id, name: slug },
        before: null,
        after: { slug, name },
      })),
    }
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
    await reattribute(tx, { slugs: [before.slug] })
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
    await tx.update(team).set({ archivedAt: null, archivedFrom: null }).where(eq(team.id, id))
    await reattribute(tx, { slugs: [before.slug] })
    const subject = { kind: 'team', id, name: before.slug }
    return {
      result: undefined,
      audit: [{ subject, before: { archivedFrom: before.archivedFrom }, after: { archivedFrom: null } }],
    }
  },
})

/** The attribution lock comes first: a new series that holds it waits for no row that a command has locked. */
async function beginOwnerChange(tx: Database): Promise<void> {
  await lockAttribution(tx)
  await beginRegistryChange(tx)
}

async function lockTeam(tx: Database, id: string) {
  await beginOwnerChange(tx)
  const [found] = await tx.select().from(team).where(eq(team.id, id)).for('no key update')
  if (!found) throw new AppError('not_found', 'No such team.')
  return found
}
