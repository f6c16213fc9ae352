import { randomBytes } from 'node:crypto'
import { and, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { command } from '@/lib/audit/command'
import { hashPassword } from '@/lib/auth/password'
import type { Database } from '@/lib/db/client'
import { appUser, userCostCenter, userSession, userTeam } from '@/lib/db/schema/auth'
import { costCenter, team } from '@/lib/db/schema/registry'
import { AppError } from '@/lib/errors'
import { findCostCenterIds, findTeamIds } from '@/lib/registry/queries'
import { createUserSchema, passwordSchema, updateUserSchema } from './schema'

/** A password of 108 bits of chance, for a person to replace. */
const makePassword = () => randomBytes(14).toString('base64url').slice(0, 18)

/** Adds a person. The password is in the result only where it was made here. */
export const createUser = command({
  name: 'user.create',
  permission: 'user.edit',
  input: createUserSchema,
  async run({ tx }, input) {
    const madePassword = input.password === undefined ? makePassword() : null
    const passwordHash = await hashPassword(input.password ?? madePassword ?? '')
    const [created] = await tx
      .insert(appUser)
      .values({ email: input.email, name: input.name, role: input.role, passwordHash })
      .returning({ id: appUser.id })
    if (!created) throw new Error('a user was not stored')
    await assign(tx, created.id, input)
    const { password: _, ...after } = input
    return {
      result: { id: created.id, madePassword },
      audit: [{ subject: { kind: 'user', id: created.id, name: input.email }, before: null, after }],
    }
  },
})

/** Changes name, role and what a person sees; in force from their next request. */
export const updateUser = command({
  name: 'user.update',
  permission: 'user.edit',
  input: updateUserSchema,
  async run({ tx }, { id, ...input }) {
    const admins = await lockAdmins(tx)
    const before = await lockUser(tx, id)
    const assigned = await readAssignment(tx, id)
    if (before.role === 'admin' && input.role !== 'admin') assertOtherAdmin(admins, id)
    await tx.update(appUser).set({ name: input.name, role: input.role }).where(eq(appUser.id, id))
    await assign(tx, id, input)
    const { email, disabledAt: _, ...was } = before
    return {
      result: undefined,
      audit: [{ subject: { kind: 'user', id, name: email }, before: { ...was, ...assigned }, after: input }],
    }
  },
})

/** Shuts a person out, ending their sessions, or lets them in again. */
export const setUserDisabled = command({
  name: 'user.set_disabled',
  permission: 'user.edit',
  input: z.object({ id: z.uuid(), disabled: z.boolean() }),
  async run({ tx, actor, now }, { id, disabled }) {
    const admins = await lockAdmins(tx)
    const before = await lockUser(tx, id)
    if (disabled && actor.kind === 'user' && actor.id === id)
      throw new AppError('conflict', 'You cannot disable your own account.')
    if (disabled && before.role === 'admin') assertOtherAdmin(admins, id)
    if (disabled === (before.disabledAt !== null)) return { result: undefined, audit: [] }
    await tx
      .update(appUser)
      .set({ disabledAt: disabled ? now : null })
      .where(eq(appUser.id, id))
    if (disabled) await endSessions(tx, id)
    const subject = { kind: 'user', id, name: before.email }
    return { result: undefined, audit: [{ subject, before: { disabled: !disabled }, after: { disabled } }] }
  },
})

/** Gives a person a new password and ends their sessions. It is in the result only where it was made here. */
export const resetPassword = command({
  name: 'user.reset_password',
  permission: 'user.edit',
  input: z.object({ id: z.uuid(), password: passwordSchema.optional() }),
  async run({ tx }, { id, password }) {
    const before = await lockUser(tx, id)
    const madePassword = password === undefined ? makePassword() : null
    await tx
      .update(appUser)
      .set({ passwordHash: await hashPassword(password ?? madePassword ?? '') })
      .where(eq(appUser.id, id))
    await endSessions(tx, id)
    return {
      result: { madePassword },
      audit: [{ subject: { kind: 'user', id, name: before.email }, before: null, after: { sessions: 'ended' } }],
    }
  },
})

/** Signs a person out everywhere. */
export const revokeUserSessions = command({
  name: 'user.revoke_sessions',
  permission: 'user.edit',
  input: z.object({ id: z.uuid() }),
  async run({ tx }, { id }) {
    const { email } = await lockUser(tx, id)
    const ended = await endSessions(tx, id)
    return {
      result: { ended },
      audit:
        ended === 0 ? [] : [{ subject: { kind: 'user', id, name: email }, before: { sessions: ended }, after: { sessions: 0 } }],
    }
  },
})

async function lockUser(tx: Database, id: string) {
  const [user] = await tx
    .select({ email: appUser.email, name: appUser.name, role: appUser.role, disabledAt: appUser.disabledAt })
    .from(appUser)
    .where(eq(appUser.id, id))
    .for('update')
  if (!user) throw new AppError('not_found', 'No such person.')
  return user
}

/**
 * Locks every active administrator's row, so that two who demote each other at once cannot both succeed; in one order and
 * before any other row, so that neither waits for the other.
 */
async function lockAdmins(tx: Database): Promise<string[]> {
  const admins = await tx
    .select({ id: appUser.id })
    .from(appUser)
    .where(and(eq(appUser.role, 'admin'), isNull(appUser.disabledAt)))
    .orderBy(appUser.id)
    .for('update')
  return admins.map(({ id }) => id)
}

function assertOtherAdmin(admins: readonly string[], id: string): void {
  if (!admins.some((admin) => admin !== id))
    throw new AppError('conflict', 'This is the only administrator left: make another one first.')
}

/** What a person sees before a change, by the names that the change itself uses. */
async function readAssignment(tx: Database, userId: string): Promise<{ teams: string[]; costCenters: string[] }> {
  const teams = await tx
    .select({ slug: team.slug })
    .from(userTeam)
    .innerJoin(team, eq(team.id, userTeam.teamId))
    .where(eq(userTeam.userId, userId))
    .orderBy(team.slug)
  const costCenters = await tx
    .select({ code: costCenter.code })
    .from(userCostCenter)
    .innerJoin(costCenter, eq(costCenter.id, userCostCenter.costCenterId))
    .where(eq(userCostCenter.userId, userId))
    .orderBy(costCenter.code)
  return { teams: teams.map(({ slug }) => slug), costCenters: costCenters.map(({ code }) => code) }
}

async function assign(
  tx: Database,
  userId: string,
  { teams, costCenters }: { teams: string[]; costCenters: string[] },
): Promise<void> {
  const teamIds = await findTeamIds(tx, teams)
  const costCenterIds = await findCostCenterIds(tx, costCenters)
  await tx.delete(userTeam).where(eq(userTeam.userId, userId))
  await tx.delete(userCostCenter).where(eq(userCostCenter.userId, userId))
  if (teamIds.length > 0) await tx.insert(userTeam).values(teamIds.map((teamId) => ({ userId, teamId })))
  if (costCenterIds.length > 0)
    await tx.insert(userCostCenter).values(costCenterIds.map((costCenterId) => ({ userId, costCenterId })))
}

async function endSessions(tx: Database, userId: string): Promise<number> {
  const ended = await tx
    .update(userSession)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(userSession.userId, userId), isNull(userSession.revokedAt)))
    .returning({ id: userSession.id })
  return ended.length
}
