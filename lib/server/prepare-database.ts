import { setTimeout as delay } from 'node:timers/promises'
import { migrateDatabase } from '@/lib/db/migrate'
import type { Env } from '@/lib/env'
import { log } from '@/lib/log'
import { prepareInstallation } from '@/lib/setup/prepare-installation'
import { StartError } from './start-error'

/** Long enough for a database that is started together with the app, as by a compose file. */
const defaultPatienceMs = 30_000
const pauseMs = 500

/** Not there yet, or starting up or shutting down. */
const passingCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  '57P03',
  '57P01',
])
const refusals: Record<string, string> = {
  '28P01': 'it refused the password',
  '28000': 'it refused the user',
  '3D000': 'there is no such database: create it first',
  '42501': 'the user may not create tables: grant it CREATE on the database and the schema public',
}

/**
 * Brings a database up to date, under a lock, and makes sure that the installation has what it needs to serve.
 *
 * @returns whether the first-run page waits for the first administrator.
 * @throws StartError when the database does not answer, or refuses us.
 */
export async function prepareDatabase(url: string, env: Env, patienceMs = defaultPatienceMs): Promise<{ isUnclaimed: boolean }> {
  await migrateWhenReachable(url, performance.now() + patienceMs)
  return prepareInstallation(url, env)
}

async function migrateWhenReachable(url: string, deadline: number): Promise<void> {
  const { host, pathname } = new URL(url)
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await migrateDatabase(url)
    } catch (error) {
      const code = readCode(error)
      const refusal = refusals[code]
      if (refusal !== undefined)
        throw new StartError(`The database ${pathname.slice(1)} at ${host} cannot be used: ${refusal}`, { cause: error })
      if (!passingCodes.has(code)) throw error
      if (performance.now() > deadline)
        throw new StartError(`The database at ${host} cannot be reached (${code}): check DATABASE_URL`, { cause: error })
      if (attempt === 1) log.warn({ host, code }, 'waiting for the database')
      await delay(pauseMs)
    }
  }
}

/** The driver's code, at whatever depth it was wrapped. */
function readCode(error: unknown): string {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string') return current.code
  }
  return ''
}
