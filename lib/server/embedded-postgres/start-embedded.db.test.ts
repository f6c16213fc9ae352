import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import postgres from 'postgres'
import { afterEach, describe, expect, it } from 'vitest'
import { pollUntil } from '../poll'
import { isProcessAlive } from '../process-identity'
import { type EmbeddedPostgres, startEmbedded } from './start-embedded'

const cleanups: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

function makeDataDir(): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'ascribe-test-'))
  cleanups.push(() => rmSync(dir, { recursive: true, force: true }))
  return path.join(dir, 'deeper', 'postgres')
}

async function start(dataDir: string): Promise<EmbeddedPostgres> {
  const server = await startEmbedded({ dataDir, settings: { fsync: 'off' } })
  cleanups.push(() => server.stop())
  cleanups.push(() => rmSync(server.dataDir, { recursive: true, force: true }))
  cleanups.push(() => server.stop())
  return server
}

async function query<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await work(sql)
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** Starts the cluster in a process of its own, which reports it and stays until it is killed. */
async function startElsewhere(dataDir: string) {
  const script = `
    const { startEmbedded } = await import('./lib/server/embedded-postgres/start-embedded.ts')
    const { url, pid } = await startEmbedded({ dataDir: process.argv[1], settings: { fsync: 'off' } })
    process.send({ url, pid })
    setInterval(() => {}, 60_000)`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script, dataDir], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  cleanups.push(() => void child.kill('SIGKILL'))
  const server = await new Promise<{ url: string; pid: number }>((resolve, reject) => {
    child.once('message', (message) => resolve(message as { url: string; pid: number }))
    child.once('exit', (code) => reject(new Error(`the starter ended with ${code}`)))
  })
  const kill = () =>
    new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      child.kill('SIGKILL')
    })
  return { ...server, kill }
}

describe('the embedded Postgres', () => {
  it('keeps its rows over a clean stop and a new start', async () => {
    const dataDir = makeDataDir()
    const first = await start(dataDir)
    await query(first.url, (sql) => sql`create table kept as select 42 as answer`)
    await first.stop()
    expect(isProcessAlive(first.pid)).toBe(false)

    const second = await start(dataDir)
    expect(second.adopted).toBe(false)
    expect(await query(second.url, (sql) => sql`select answer from kept`)).toEqual([{ answer: 42 }])
  })

  it('runs in UTC and UTF-8 and sorts text by bytes, whatever the machine says', async () => {
    const { url } = await start(makeDataDir())
    const [row] = await query(
      url,
      (sql) =>
        sql`select current_setting('timezone') as zone, current_setting('server_encoding') as encoding, 'a' > 'B' as bytewise`,
    )
    expect(row).toEqual({ zone: 'UTC', encoding: 'UTF8', bytewise: true })
  })

  it('asks for a password that only this account can read', async () => {
    const dataDir = makeDataDir()
    const { url } = await start(dataDir)
    expect(statSync(`${dataDir}.password`).mode & 0o777).toBe(0o600)
    const guess = Object.assign(new URL(url), { password: 'guess' }).href
    await expect(query(guess, (sql) => sql`select 1`)).rejects.toThrow(/password authentication failed/)
  })

  it('is made once when two processes start it at the same moment', async () => {
    const dataDir = makeDataDir()
    const [here, there] = await Promise.all([start(dataDir), startElsewhere(dataDir)])
    expect(there.pid).toBe(here.pid)
  })

  it('survives a kill -9 of its starter and is adopted, then ended by the adopter', async () => {
    const dataDir = makeDataDir()
    const starter = await startElsewhere(dataDir)
    await query(starter.url, (sql) => sql`create table kept as select 7 as answer`)
    await starter.kill()

    const adopter = await start(dataDir)
    expect(adopter).toMatchObject({ adopted: true, pid: starter.pid, url: starter.url })
    expect(await query(adopter.url, (sql) => sql`select answer from kept`)).toEqual([{ answer: 7 }])
    await adopter.stop()
    expect(isProcessAlive(starter.pid)).toBe(false)
  })

  it('goes on for whoever still uses it when its starter stops', async () => {
    const dataDir = makeDataDir()
    const first = await start(dataDir)
    const elsewhere = await startElsewhere(dataDir)
    await first.stop()
    expect(isProcessAlive(first.pid)).toBe(true)
    expect(await query(elsewhere.url, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }])
  })

  it('recovers what was committed after a kill -9 of the server itself', async () => {
    const dataDir = makeDataDir()
    const first = await start(dataDir)
    await query(first.url, (sql) => sql`create table kept as select 1 as answer`)
    process.kill(first.pid, 'SIGKILL')
    expect(await pollUntil(() => !isProcessAlive(first.pid), { timeoutMs: 5_000 })).toBe(true)

    const second = await start(dataDir)
    expect(second.pid).not.toBe(first.pid)
    expect(await query(second.url, (sql) => sql`select answer from kept`)).toEqual([{ answer: 1 }])
  })

  it('leaves nothing behind when it is ephemeral', async () => {
    const server = await startEmbedded({ ephemeral: true })
    expect(await query(server.url, (sql) => sql`select 1 as one`)).toEqual([{ one: 1 }])
    await server.stop()
    expect(existsSync(server.dataDir)).toBe(false)
    expect(isProcessAlive(server.pid)).toBe(false)
  })

  it('says why it did not start', async () => {
    const start = startEmbedded({ ephemeral: true, settings: { no_such_setting: 1 } })
    await expect(start).rejects.toThrow(/unrecognized configuration parameter "no_such_setting"/)
  })
})
