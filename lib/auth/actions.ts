'use server'

import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { getDatabase } from '@/lib/db/client'
import { readSessionCookie, sessionCookieName } from './session-cookie'
import { closeSession } from './sessions'

/** Ends the session of this browser, forgets its cookie and goes to the sign-in page. */
export async function signOutAction(): Promise<void> {
  const jar = await cookies()
  const sessionId = await readSessionCookie(jar.get(sessionCookieName())?.value)
  if (sessionId) await closeSession(getDatabase(), sessionId)
  jar.delete(sessionCookieName())
  redirect('/login')
}
