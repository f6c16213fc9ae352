import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Database } from '@/lib/db/client'
import { appUser } from '@/lib/db/schema/auth'
import { log } from '@/lib/log'
import { verifyPassword } from './password'
import { passwordLength } from './password-length'
import { createSignInLimiter } from './rate-limit'
import { openSession } from './sessions'

const credentialsSchema = z.object({
  // Nobody has an account under what is no e-mail address, so refusing it early tells nothing.
  email: z.string().trim().toLowerCase().max(320).pipe(z.email()),
  password: z.string().min(1).max(passwordLength.max),
})

/**
 * Checks e-mail and password and opens a session. A wrong password, an unknown and a disabled account look and take the
 * same.
 *
 * @returns the session and its person, or null where they do not match.
 * @throws AppError `rate_limited` after too many failures of the account or the address.
 */
export async function signIn(
  db: Database,
  credentials: unknown,
  client: { address: string; userAgent: string },
): Promise<{ userId: string; sessionId: string } | null> {
  const parsed = credentialsSchema.safeParse(credentials)
  if (!parsed.success) return null
  const { email, password } = parsed.data
  const limiter = createSignInLimiter(db)
  const attempt = { email, address: client.address }
  await limiter.consume(attempt)
  const [user] = await db.select().from(appUser).where(eq(appUser.email, email))
  const matches = await verifyPassword(user?.passwordHash, password)
  if (!user || !matches || user.disabledAt) {
    log.warn({ address: client.address, known: Boolean(user) }, 'sign-in refused')
    return null
  }
  await limiter.forgive(attempt)
  return { userId: user.id, sessionId: await openSession(db, { userId: user.id, ...client }) }
}
