import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { migrateDatabase } from '@/lib/db/migrate'
import { startEmbedded } from '@/lib/server/embedded-postgres/start-embedded'

declare module 'vitest' {
  interface ProvidedContext {
    /** A role that may create databases, on the server that the tests use. */
    testServerUrl: string
    /** The migrated database that each test file's own is a copy of. */
    testTemplate: string
  }
}

/** The same server, another database. */
export function withDatabaseName(url: string, name: string): string {
  return Object.assign(new URL(url), { pathname: `/${name}` }).href
}

/**
 * Gets a Postgres for the run (the one that `DATABASE_URL` names, else an ephemeral embedded one), migrates a template
 * database on it and seals it: a template that nobody can connect to can always be copied.
 *
 * @returns what removes all of it after the run.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const embedded = process.env.DATABASE_URL ? null : await startEmbedded({ ephemeral: true, settings: { max_connections: 100 } })
  const serverUrl = embedded?.url ?? process.env.DATABASE_URL ?? ''
  const template = `ascribe_template_${randomUUID().slice(0, 8)}`
  try {
    await asServerAdmin(serverUrl, (admin) => admin.unsafe(`create database ${template}`))
    await migrateDatabase(withDatabaseName(serverUrl, template))
    await asServerAdmin(serverUrl, (admin) => admin.unsafe(`alter database ${template} is_template true allow_connections false`))
  } catch (error) {
    await embedded?.stop()
    throw error
  }
  project.provide('testServerUrl', serverUrl)
  project.provide('testTemplate', template)
  return async () => {
    if (embedded) return embedded.stop()
    await asServerAdmin(serverUrl, async (admin) => {
      await admin.unsafe(`alter database ${template} is_template false`)
      await admin.unsafe(`drop database if exists ${template} with (force)`)
    })
  }
}

async function asServerAdmin(url: string, work: (admin: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const admin = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await work(admin)
  } finally {
    await admin.end({ timeout: 5 })
  }
}
