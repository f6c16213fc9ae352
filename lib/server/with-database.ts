import path from 'node:path'
import type { Env } from '@/lib/env'
import { startEmbedded } from './embedded-postgres/start-embedded'

/** A database that can be used until `release`. */
export interface DatabaseLease {
  /** May hold a password: not for logs. */
  url: string
  /** Where the embedded data are; null where the operator gave a server. */
  dataDir: string | null
  /** Stops the embedded server if nobody else uses it. */
  release(): Promise<void>
}

type DatabaseEnv = Pick<Env, 'DATABASE_URL' | 'DATA_DIR'>

/** The operator's database, else the embedded one: adopted where it runs, started where it does not. */
export async function leaseDatabase({ DATABASE_URL, DATA_DIR }: DatabaseEnv): Promise<DatabaseLease> {
  if (DATABASE_URL !== undefined) return { url: DATABASE_URL, dataDir: null, release: async () => {} }
  const server = await startEmbedded({ dataDir: path.resolve(DATA_DIR, 'postgres') })
  return { url: server.url, dataDir: server.dataDir, release: () => server.stop() }
}

/**
 * Runs `work` with a database, beside a running server or without one; what was started for it is stopped after it. Sets
 * `DATABASE_URL`, so that `getDatabase()` finds the same one.
 */
export async function withDatabase<T>(env: DatabaseEnv, work: (databaseUrl: string) => Promise<T>): Promise<T> {
  const database = await leaseDatabase(env)
  process.env.DATABASE_URL = database.url
  try {
    return await work(database.url)
  } finally {
    await database.release()
  }
}
