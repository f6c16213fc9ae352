import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { loadDemo } from '@/lib/demo/load-demo'
import { readEnv } from '@/lib/env'
import { startEmbedded } from '@/lib/server/embedded-postgres/start-embedded'
import { projectRoot, type Running, runLauncher } from '@/lib/server/launcher'
import { startProduction } from '@/lib/server/start-production'

/** The app under the browser tests: the production build as `npm start` runs it, on a database that goes with it. */
await runLauncher(async () => {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'ascribe-e2e-'))
  const database = await makeDatabase(process.env.DATABASE_URL)
  const stopDatabase = async () => {
    await database.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    Object.assign(process.env, { DATABASE_URL: database.url, DATA_DIR: dataDir, LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn' })
    const app = await startProduction(readEnv())
    const { signIns } = await loadDemo({ databaseUrl: app.databaseUrl, baseUrl: app.localUrl, size: 'small' })
    const authDir = path.join(projectRoot, 'e2e', '.auth')
    mkdirSync(authDir, { recursive: true })
    writeFileSync(path.join(authDir, 'sign-ins.json'), JSON.stringify(signIns, null, 2))
    process.stdout.write(`${app.url} is ready for the browser tests\n`)
    return {
      stop: async () => {
        await app.stop()
        await stopDatabase()
      },
    }
  } catch (error) {
    await stopDatabase()
    throw error
  }
})

/** A database of its own on the given server, which is dropped at the end, or an ephemeral server. */
async function makeDatabase(serverUrl: string | undefined): Promise<Running & { url: string }> {
  if (!serverUrl) return startEmbedded({ ephemeral: true })
  const name = `ascribe_e2e_${randomUUID().slice(0, 8)}`
  await onServer(serverUrl, (admin) => admin.unsafe(`create database ${name}`))
  return {
    url: Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href,
    stop: () => onServer(serverUrl, (admin) => admin.unsafe(`drop database if exists ${name} with (force)`)),
  }
}

async function onServer(url: string, work: (admin: postgres.Sql) => PromiseLike<unknown>): Promise<void> {
  const admin = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await work(admin)
  } finally {
    await admin.end({ timeout: 5 })
  }
}
