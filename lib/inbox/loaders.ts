import type { UserActor } from '@/lib/auth/actor'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import { getOrganization } from '@/lib/organization/queries'
import { countUnread, listNotifications } from './queries'

/** The number beside the bell. */
export function loadUnreadCount(actor: UserActor): Promise<number> {
  return countUnread(getDatabase(), scopeFor(actor, 'account.read'), actor.id)
}

/** The inbox of the signed-in person. */
export async function loadInboxPage() {
  const actor = await requirePagePermission('account.read')
  const [rows, { reportingZone: zone }] = await Promise.all([
    listNotifications(getDatabase(), scopeFor(actor, 'account.read'), actor.id),
    getOrganization(),
  ])
  return {
    notifications: rows.map(({ createdAt, acknowledgedAt, ...row }) => ({
      ...row,
      createdAt: createdAt.toISOString(),
      acknowledgedAt: acknowledgedAt?.toISOString() ?? null,
    })),
    zone,
  }
}

/** The inbox as plain values; instants are ISO. */
export type InboxPageData = Awaited<ReturnType<typeof loadInboxPage>>
export type NotificationView = InboxPageData['notifications'][number]
