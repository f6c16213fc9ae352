import { eq } from 'drizzle-orm'
import type { UserActor } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { appUser, userCostCenter, userTeam } from '@/lib/db/schema/auth'
import { demoPeople } from './organization'

/** A person of the demo, as if they had signed in: proposals and disputes are somebody's, and who approves is somebody else. */
export async function actAs(db: Database, role: (typeof demoPeople)[number]['role']): Promise<UserActor> {
  const email = demoPeople.find((person) => person.role === role)?.email ?? ''
  const [user] = await db.select().from(appUser).where(eq(appUser.email, email))
  if (!user) throw new Error(`nobody of the demo signs in as ${email}`)
  const teams = await db.select({ id: userTeam.teamId }).from(userTeam).where(eq(userTeam.userId, user.id))
  const costCenters = await db
    .select({ id: userCostCenter.costCenterId })
    .from(userCostCenter)
    .where(eq(userCostCenter.userId, user.id))
  return {
    ...{ kind: 'user', id: user.id, name: user.name, email: user.email, role: user.role, sessionId: 'demo' },
    ...{ teamIds: teams.map(({ id }) => id), costCenterIds: costCenters.map(({ id }) => id) },
  }
}
