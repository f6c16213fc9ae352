import { and, desc, eq, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { notification } from '@/lib/db/schema/inbox'

/** What of an inbox its owner may still see: a lead who gave a team away no longer reads of it. */
function whereVisible(scope: Scope): SQL | undefined {
  if (scope.everything) return undefined
  const idsOf = (ids: readonly string[]) =>
    ids.length === 0
      ? sql`array[]::uuid[]`
      : sql`array[${sql.join(
          [...ids].map((id) => sql`${id}::uuid`),
          sql`, `,
        )}]`
  return or(
    and(isNull(notification.teamIds), isNull(notification.costCenterIds)),
    sql`${notification.teamIds} <@ ${idsOf(scope.teamIds)}`,
    sql`${notification.costCenterIds} <@ ${idsOf(scope.costCenterIds)}`,
  )
}

/** How many notifications of a person wait to be acknowledged. */
export async function countUnread(db: Database, scope: Scope, userId: string): Promise<number> {
  return db.$count(notification, and(eq(notification.userId, userId), isNull(notification.acknowledgedAt), whereVisible(scope)))
}

/** The latest notifications of a person, newest first. */
export async function listNotifications(db: Database, scope: Scope, userId: string, limit = 200) {
  return db
    .select({
      id: notification.id,
      kind: notification.kind,
      title: notification.title,
      body: notification.body,
      href: notification.href,
      createdAt: notification.createdAt,
      acknowledgedAt: notification.acknowledgedAt,
    })
    .from(notification)
    .where(and(eq(notification.userId, userId), whereVisible(scope)))
    .orderBy(desc(notification.createdAt), desc(notification.id))
    .limit(limit)
}
