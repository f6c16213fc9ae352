import { RateLimiterDrizzle, RateLimiterRes } from 'rate-limiter-flexible'
import type { Database } from '@/lib/db/client'
import { rateLimit } from '@/lib/db/schema/auth'
import { AppError } from '@/lib/errors'

/** Failed sign-ins allowed within a quarter of an hour: few for one account, more for an address that many may share. */
const signInLimits = { account: 10, address: 50 } as const
const windowSeconds = 15 * 60

export interface SignInAttempt {
  email: string
  address: string
}

/**
 * The limits on guessing passwords. Attempts are counted before the password is looked at, so that parallel guesses count
 * as well, and are given back when it was right.
 */
export function createSignInLimiter(db: Database) {
  const limiterOf = (keyPrefix: string, points: number) =>
    // Expired rows are removed by the housekeeping job, not by a timer of each limiter.
    new RateLimiterDrizzle({
      storeClient: db,
      schema: rateLimit,
      points,
      duration: windowSeconds,
      keyPrefix,
      clearExpiredByTimeout: false,
    })
  const account = limiterOf('sign_in_account', signInLimits.account)
  const address = limiterOf('sign_in_address', signInLimits.address)

  return {
    /** @throws AppError `rate_limited` with the seconds to wait. */
    async consume(attempt: SignInAttempt): Promise<void> {
      try {
        await address.consume(attempt.address)
        await account.consume(attempt.email)
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error
        const retryAfterSeconds = Math.ceil(error.msBeforeNext / 1000)
        throw new AppError(
          'rate_limited',
          `Too many failed sign-ins. Try again in ${Math.ceil(retryAfterSeconds / 60)} minutes.`,
          {
            retryAfterSeconds,
          },
        )
      }
    },
    /** Gives the attempt back and forgets the account's failures, after a right password. */
    async forgive(attempt: SignInAttempt): Promise<void> {
      await account.delete(attempt.email)
      await address.reward(attempt.address)
    },
  }
}
