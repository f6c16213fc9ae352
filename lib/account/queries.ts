import { and, desc, eq, sql } from 'drizzle-orm'
import type { UserActor } from '@/lib/auth/actor'
import { isOpenSession } from '@/lib/auth/sessions'
import type { Database } from '@/lib/db/client'
import { userSession } from '@/lib/db/schema/auth'

/** The browsers in which a person is signed in, the one last seen first. */
export function listOwnSessions(db: Database, actor: UserActor) {
  return db
    .select({
      id: userSession.id,
      address: userSession.address,
      userAgent: userSession.userAgent,
      createdAt: userSession.createdAt,
      lastSeenAt: userSession.lastSeenAt,
      expiresAt: userSession.expiresAt,
      isCurrent: sql<boolean>`${userSession.id} = ${actor.sessionId}`,
    })
    .from(userSession)
    .where(and(eq(userSession.userId, actor.id), isOpenSession))
    .orderBy(desc(userSession.lastSeenAt))
}
