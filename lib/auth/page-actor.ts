import { cookies } from 'next/headers'
import { forbidden, redirect } from 'next/navigation'
import { connection } from 'next/server'
import { cache } from 'react'
import { getDatabase } from '@/lib/db/client'
import { appUser } from '@/lib/db/schema/auth'
import { actorMay, type UserActor } from './actor'
import type { Permission } from './permissions'
import { readSessionCookie, sessionCookieName } from './session-cookie'
import { findSessionActor } from './sessions'

/** The signed-in person of the page or server action that runs, looked up once a request; null where nobody is. */
export const findPageActor = cache(async (): Promise<UserActor | null> => {
  const sessionId = await readSessionCookie((await cookies()).get(sessionCookieName())?.value)
  return sessionId ? findSessionActor(getDatabase(), sessionId) : null
})

/** Whether this installation has nobody yet, so that the first-run page is open. */
export async function isUnclaimed(): Promise<boolean> {
  // Asked of the database at each request, never while building.
  await connection()
  const [someone] = await getDatabase().select({ id: appUser.id }).from(appUser).limit(1)
  return !someone
}

/** The signed-in person; anyone else is sent to sign in, or to the first-run page of an empty installation. */
export async function requirePageActor(): Promise<UserActor> {
  const actor = await findPageActor()
  if (actor) return actor
  redirect((await isUnclaimed()) ? '/setup' : '/login')
}

/** The signed-in person with a permission, for pages; anyone else gets the page that says it is not for their role. */
export async function requirePagePermission(permission: Permission): Promise<UserActor> {
  const actor = await requirePageActor()
  if (!actorMay(actor, permission)) forbidden()
  return actor
}
