import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { command } from '@/lib/audit/command'
import type { Actor } from '@/lib/auth/actor'
import { notification } from '@/lib/db/schema/inbox'
import { AppError } from '@/lib/errors'

/** Notes that the person has seen one of their notifications; a second time changes nothing. */
export const acknowledgeNotification = command({
  name: 'notification.acknowledge',
  permission: 'account.edit',
  input: z.object({ id: z.uuid('is the id of a notification') }),
  async run({ tx, actor, now }, { id }) {
    const own = and(eq(notification.id, id), eq(notification.userId, requireUser(actor)))
    const [found] = await tx.select().from(notification).where(own).for('no key update')
    if (!found) throw new AppError('not_found', 'No such notification.')
    if (found.acknowledgedAt) return { result: undefined, audit: [] }
    await tx.update(notification).set({ acknowledgedAt: now }).where(own)
    const subject = { kind: 'notification', id, name: found.title }
    return { result: undefined, audit: [{ subject, before: { acknowledged: false }, after: { acknowledged: true } }] }
  },
})

/** Notes that the person has seen all of their notifications. */
export const acknowledgeAll = command({
  name: 'notification.acknowledge_all',
  permission: 'account.edit',
  input: z.object({}),
  async run({ tx, actor, now }) {
    const userId = requireUser(actor)
    const seen = await tx
      .update(notification)
      .set({ acknowledgedAt: now })
      .where(and(eq(notification.userId, userId), isNull(notification.acknowledgedAt)))
      .returning({ id: notification.id })
    if (seen.length === 0) return { result: 0, audit: [] }
    const subject = { kind: 'user', id: userId, name: actor.name }
    return { result: seen.length, audit: [{ subject, before: { unread: seen.length }, after: { unread: 0 } }] }
  },
})

function requireUser(actor: Actor): string {
  if (actor.kind === 'user') return actor.id
  throw new AppError('forbidden', 'Only a person who signs in has an inbox.')
}
