import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { afterAll, inject } from 'vitest'
import { closeDatabase, type Database, openDatabase } from '@/lib/db/client'
import { withDatabaseName } from './global-setup'

/** A test file's own database. */
export interface TestDatabase {
  /** The drizzle handle, as commands and queries take it. */
  db: Database
  url: string
  /** A client of its own for plain SQL: drizzle rewrites the serializers of the one it is given. */
  sql: postgres.Sql
}

/**
 * Makes a database for one test file: `const { db } = await createTestDatabase()` at the top of the file. It is dropped
 * after the file's last test.
 *
 * @param options.isEmpty without the migrations, for tests of those.
 */
export async function createTestDatabase({ isEmpty = false }: { isEmpty?: boolean } = {}): Promise<TestDatabase> {
  const name = `ascribe_test_${randomUUID().replaceAll('-', '')}`
  const serverUrl = inject('testServerUrl')
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} })
  await admin.unsafe(
    `create database ${name} template ${isEmpty ? 'template0' : inject('testTemplate')} ${await copyStrategy(admin)}`,
  )
  const url = withDatabaseName(serverUrl, name)
  const { db, close } = openDatabase(url, { max: 8 })
  const sql = postgres(url, { max: 4, onnotice: () => {} })
  afterAll(async () => {
    await Promise.all([close(), sql.end({ timeout: 1 })])
    await admin.unsafe(`drop database if exists ${name} with (force)`)
    await admin.end({ timeout: 1 })
  })
  return { db, url, sql }
}

/** Copying files beats writing the copy to the log, which is the default from 15 on; before, it is the only way. */
async function copyStrategy(admin: postgres.Sql): Promise<string> {
  const [row] = await admin`select current_setting('server_version_num')::int as version`
  return Number(row?.version) >= 150_000 ? 'strategy file_copy' : ''
}

/**
 * Makes `getDatabase()` open this database from now on, for code that asks for the process' own. Back to what it was after
 * the file's last test.
 */
export async function pointProcessAt(url: string): Promise<void> {
  const before = process.env.DATABASE_URL
  await closeDatabase()
  process.env.DATABASE_URL = url
  afterAll(async () => {
    await closeDatabase()
    if (before === undefined) delete process.env.DATABASE_URL
    else process.env.DATABASE_URL = before
  })
}
