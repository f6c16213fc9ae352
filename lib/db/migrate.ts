import path from 'node:path'
import { readMigrationFiles } from 'drizzle-orm/migrator'
import { drizzle } from 'drizzle-orm/postgres-js'
import { migrate } from 'drizzle-orm/postgres-js/migrator'
import { runMigrations } from 'graphile-worker'
import postgres from 'postgres'
import { driverOptions } from './driver-options'

const migrationsFolder = () => path.join(process.cwd(), 'drizzle')

/** Any number will do, as long as all processes ask for the same one. */
const migrationLock = 727_001

/**
 * Brings the schema up to date: ours and the job queue's. Safe to call from several processes at once: one session holds
 * an advisory lock and migrates, the others wait and find nothing to do.
 */
export async function migrateDatabase(url: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await client`select pg_advisory_lock(${migrationLock})`
    await migrate(drizzle(client), { migrationsFolder: migrationsFolder() })
    await runMigrations({ connectionString: url })
    await client`select pg_advisory_unlock(${migrationLock})`
  } finally {
    await client.end({ timeout: 5 })
  }
}

/** Whether the database holds every migration that this build knows. False as well where it was never migrated. */
export async function isMigrated(url: string): Promise<boolean> {
  const newest = Math.max(...readMigrationFiles({ migrationsFolder: migrationsFolder() }).map(({ folderMillis }) => folderMillis))
  const client = postgres(url, { max: 1, onnotice: () => {}, ...driverOptions() })
  try {
    const [row] = await client`select to_regclass('drizzle.__drizzle_migrations') as journal`
    if (!row?.journal) return false
    const [applied] = await client`select max(created_at) as newest from drizzle.__drizzle_migrations`
    return Number(applied?.newest ?? 0) >= newest
  } finally {
    await client.end({ timeout: 5 })
  }
}
