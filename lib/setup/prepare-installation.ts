import { openDatabase } from '@/lib/db/client'
import { appUser } from '@/lib/db/schema/auth'
import { organization } from '@/lib/db/schema/organization'
import type { Env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { publishShippedPrices } from '@/lib/pricing/publish-shipped-prices'
import { claimInstallation, createOrganization } from './commands'

const setup = { kind: 'system', name: 'setup' } as const

/**
 * What an installation needs before it serves, after the migrations: the organisation with its reporting zone, the list prices
 * as version 1, and the administrator that the environment names where there is nobody. Safe to repeat, and to run in several
 * processes at once.
 *
 * @returns whether the first-run page waits for somebody.
 */
export async function prepareInstallation(databaseUrl: string, env: Env): Promise<{ isUnclaimed: boolean }> {
  const { db, close } = openDatabase(databaseUrl, { max: 1 })
  try {
    await createOrganization(db, setup, { reportingZone: env.REPORTING_ZONE })
    const [stored] = await db.select({ zone: organization.reportingZone }).from(organization)
    if (stored && stored.zone !== env.REPORTING_ZONE && process.env.REPORTING_ZONE) {
      log.warn({ stored: stored.zone, asked: env.REPORTING_ZONE }, 'REPORTING_ZONE is read at the first start only')
    }
    await publishShippedPrices(db, setup)
    const [someone] = await db.select({ id: appUser.id }).from(appUser).limit(1)
    if (someone) return { isUnclaimed: false }
    if (!env.ADMIN_EMAIL || !env.ADMIN_PASSWORD) return { isUnclaimed: true }
    await claimInstallation(db, setup, { email: env.ADMIN_EMAIL, name: 'Administrator', password: env.ADMIN_PASSWORD }).catch(
      (error) => {
        // Another process was first, with the same environment.
        if (!(error instanceof AppError && error.code === 'conflict')) throw error
      },
    )
    return { isUnclaimed: false }
  } finally {
    await close()
  }
}
