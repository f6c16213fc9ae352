import { and, eq, isNull, ne, sql } from 'drizzle-orm'
import { z } from 'zod'
import { command } from '@/lib/audit/command'
import type { Actor, UserActor } from '@/lib/auth/actor'
import { hashPassword, verifyPassword } from '@/lib/auth/password'
import { appUser, userSession } from '@/lib/db/schema/auth'
import { AppError } from '@/lib/errors'
import { passwordSchema } from '@/lib/users/schema'

function requireUser(actor: Actor): UserActor {
  if (actor.kind !== 'user') throw new AppError('forbidden', 'Only a signed-in person has an account.')
  return actor
}

/** Changes one's own password and ends one's other sessions. */
export const changePassword = command({
  name: 'account.change_password',
  permission: 'account.edit',
  input: z.object({ currentPassword: z.string().min(1, 'is needed'), newPassword: passwordSchema }),
  async run({ tx, actor }, { currentPassword, newPassword }) {
    const { id, email, sessionId } = requireUser(actor)
    const [user] = await tx.select({ passwordHash: appUser.passwordHash }).from(appUser).where(eq(appUser.id, id)).for('update')
    if (!(await verifyPassword(user?.passwordHash, currentPassword))) {
      const error = { path: 'currentPassword', message: 'is not your password' }
      throw new AppError('invalid', 'The current password is not right.', { errors: [error] })
    }
    await tx
      .update(appUser)
      .set({ passwordHash: await hashPassword(newPassword) })
      .where(eq(appUser.id, id))
    await tx
      .update(userSession)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(userSession.userId, id), ne(userSession.id, sessionId), isNull(userSession.revokedAt)))
    return {
      result: undefined,
      audit: [{ subject: { kind: 'user', id, name: email }, before: null, after: { otherSessions: 'ended' } }],
    }
  },
})

/** Signs one of one's own browsers out. */
export const revokeSession = command({
  name: 'account.revoke_session',
  permission: 'account.edit',
  input: z.object({ sessionId: z.uuid() }),
  async run({ tx, actor }, { sessionId }) {
    const { id, email } = requireUser(actor)
    const [ended] = await tx
      .update(userSession)
      .set({ revokedAt: sql`now()` })
      .where(and(eq(userSession.id, sessionId), eq(userSession.userId, id), isNull(userSession.revokedAt)))
      .returning({ userAgent: userSession.userAgent })
    if (!ended) throw new AppError('not_found', 'No such session, or it has ended already.')
    return {
      result: undefined,
      audit: [{ subject: { kind: 'user', id, name: email }, before: { session: ended.userAgent }, after: null }],
    }
  },
})
