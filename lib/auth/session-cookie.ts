import { decode } from 'next-auth/jwt'
import { z } from 'zod'

/** Whether people reach the app over TLS, as far as `AUTH_URL` says; then cookies are for TLS alone. */
export const isSecureOrigin = () => (process.env.AUTH_URL ?? '').startsWith('https://')

/** The name of the session cookie. The prefix makes browsers refuse it over plain HTTP. */
export const sessionCookieName = () => (isSecureOrigin() ? '__Secure-ascribe.session' : 'ascribe.session')

/** The key that signs and encrypts session cookies. The launcher makes one where none is given. */
export function readAuthSecret(): string {
  const secret = process.env.AUTH_SECRET
  if (!secret) throw new Error('AUTH_SECRET is not set: start through npm run dev, npm start or npm run demo')
  return secret
}

const payload = z.object({ sid: z.uuid() })

/** The session that a cookie names; null where it is absent, garbled, expired or made with another secret. */
export async function readSessionCookie(cookie: string | undefined): Promise<string | null> {
  if (!cookie) return null
  try {
    const token = await decode({ token: cookie, secret: readAuthSecret() })
    return payload.safeParse(token).data?.sid ?? null
  } catch {
    // jose throws alike for garbage, tampering and age: none of them is a session.
    return null
  }
}
