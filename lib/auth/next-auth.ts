import type { AuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { getDatabase } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { isSecureOrigin, readAuthSecret, sessionCookieName } from './session-cookie'
import { closeSession, sessionLifetimeSeconds } from './sessions'
import { signIn } from './sign-in'

declare module 'next-auth' {
  interface User {
    sessionId: string
  }
}
declare module 'next-auth/jwt' {
  interface JWT {
    sid?: string
  }
}

const headerOf = (headers: Record<string, unknown> | undefined, name: string) => {
  const value = headers?.[name]
  return typeof value === 'string' ? value : ''
}

/**
 * next-auth does the sign-in exchange, CSRF tokens and the cookie. The cookie names a row of `user_session` and nothing
 * else: who someone is and what they may do is read from the database at every request (`request-actor.ts`).
 */
export function authOptions(): AuthOptions {
  return {
    secret: readAuthSecret(),
    session: { strategy: 'jwt', maxAge: sessionLifetimeSeconds },
    pages: { signIn: '/login', error: '/login' },
    useSecureCookies: isSecureOrigin(),
    cookies: {
      sessionToken: {
        name: sessionCookieName(),
        options: { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecureOrigin() },
      },
    },
    providers: [
      Credentials({
        credentials: { email: {}, password: {} },
        async authorize(credentials, request) {
          const client = {
            address: headerOf(request.headers, 'x-forwarded-for') || 'unknown',
            userAgent: headerOf(request.headers, 'user-agent'),
          }
          try {
            const session = await signIn(getDatabase(), credentials, client)
            return session && { id: session.userId, sessionId: session.sessionId }
          } catch (error) {
            // next-auth hands the message of what is thrown to the sign-in form, so only our own may pass.
            if (error instanceof AppError) throw new Error(error.message)
            throw new Error('Sign-in is not possible for the moment. Try again shortly.', { cause: error })
          }
        },
      }),
    ],
    callbacks: {
      jwt: ({ token, user }) => (user ? { sid: user.sessionId } : token),
      session: ({ session }) => ({ expires: session.expires }),
    },
    events: {
      async signOut({ token }) {
        if (token?.sid) await closeSession(getDatabase(), token.sid)
      },
    },
  }
}
