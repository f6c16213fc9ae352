import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { appUser, userCostCenter, userSession, userTeam } from '@/lib/db/schema/auth'
import type { UserActor } from './actor'

/** A session ends this long after sign-in, and earlier when it was not used for the idle time. */
export const sessionLifetimeSeconds = 7 * 24 * 3600
const idleLimit = sql`interval '24 hours'`

/** The sessions that still let somebody in: neither ended, nor too old, nor too long unused. */
export const isOpenSession = and(
  isNull(userSession.revokedAt),
  gt(userSession.expiresAt, sql`now()`),
  gt(userSession.lastSeenAt, sql`now() - ${idleLimit}`),
)

/** Opens a session for a person who has proven who they are. */
export async function openSession(
  db: Database,
  { userId, address, userAgent }: { userId: string; address: string; userAgent: string },
): Promise<string> {
  return db.transaction(async (tx) => {
    await tx.update(appUser).set({ lastSignInAt: sql`now()` }).where(eq(appUser.id, userId))
    const [session] = await tx
      .insert(userSession)
      .values({
        userId,
        address,
        userAgent: userAgent.slice(0, 300),
        expiresAt: sql`now() + make_interval(secs => ${sessionLifetimeSeconds})`,
      })
      .returning({ id: userSession.id })
    if (!session) throw new Error('a session was not stored')
    return session.id
  })
}

/** The person behind a session, as they are now: a changed role or a disabled account takes effect at the next request. */
export async function findSessionActor(db: Database, sessionId: string): Promise<UserActor | null> {
  const [found] = await db
    .select({
      id: appUser.id,
      name: appUser.name,
      email: appUser.email,
      role: appUser.role,
      lastSeenAt: userSession.lastSeenAt,
      teamIds: sql<string[]>`array(select ${userTeam.teamId} from ${userTeam} where ${userTeam.userId} = ${appUser.id})`,
      costCenterIds: sql<
        string[]
      >`array(select ${userCostCenter.costCenterId} from ${userCostCenter} where ${userCostCenter.userId} = ${appUser.id})`,
    })
    .from(userSession)
    .innerJoin(appUser, eq(appUser.id, userSession.userId))
    .where(and(eq(userSession.id, sessionId), isNull(appUser.disabledAt), isOpenSession))
  if (!found) return null
  const { lastSeenAt, ...person } = found
  if (Date.now() - lastSeenAt.getTime() > 60_000) {
    await db.update(userSession).set({ lastSeenAt: sql`now()` }).where(eq(userSession.id, sessionId))
  }
  return { kind: 'user', sessionId, ...person }
}

/** Ends one session; ending it twice changes nothing. */
export async function closeSession(db: Database, sessionId: string): Promise<void> {
  await db
    .update(userSession)
    .set({ revokedAt: sql`now()` })
    .where(and(eq(userSession.id, sessionId), isNull(userSession.revokedAt)))
}
