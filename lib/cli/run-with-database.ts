import type { Actor } from '@/lib/auth/actor'
import { closeDatabase, type Database, getDatabase } from '@/lib/db/client'
import { readEnv } from '@/lib/env'
import { prepareDatabase } from '@/lib/server/prepare-database'
import { withDatabase } from '@/lib/server/with-database'

/** Whoever has a shell on the server may do everything; the audit log says that it was the command line. */
export const operator: Actor = { kind: 'system', name: 'cli' }

/** Runs an operator command on the installation's database, brought up to date first, and lets go of it afterwards. */
export async function runWithDatabase<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const env = readEnv()
  return withDatabase(env, async (databaseUrl) => {
    await prepareDatabase(databaseUrl, env)
    try {
      return await work(getDatabase())
    } finally {
      await closeDatabase()
    }
  })
}
