import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import { readEnv } from '@/lib/env'
import { closeIngest } from '@/lib/ingest/process-ingest'
import { hotRoutes } from '@/lib/server/hot-routes'
import { type HotServer, startHotServer } from '@/lib/server/hot-server'
import { prepareInstallation } from '@/lib/setup/prepare-installation'
import { openLedgerClient } from '@/lib/usage/ledger-client'
import { verifyLedger } from '@/lib/usage/verify'
import { generateUsage } from './generate-usage'
import { markLoaded, readMarker } from './load-marker'
import { loadUsage } from './load-usage'

const { db, url, sql } = await createTestDatabase()
await pointProcessAt(url)
const actor = { kind: 'system', name: 'demo' } as const
const dayMs = 86_400_000
const yesterday = new Date(Date.now() - dayMs)
const output = { isTTY: false, write: () => true }
let server: HotServer

beforeAll(async () => {
  await prepareInstallation(url, readEnv({ DATABASE_URL: url, REPORTING_ZONE: 'Europe/Berlin' }))
  server = await startHotServer({ port: 0, routes: hotRoutes, nextOrigin: 'http://127.0.0.1:9', trustProxy: false })
}, 120_000)
afterAll(async () => {
  await server.stop()
  await closeIngest()
})

const load = (now: Date) => loadUsage(db, actor, { baseUrl: `http://127.0.0.1:${server.port}`, size: 'small', output, now })
const countEvents = async () => Number((await sql`select count(*) as events from usage_event`)[0]?.events)

describe('loading the demo’s usage through the endpoint', () => {
  it('posts every event once, and the sums hold', { timeout: 120_000 }, async () => {
    const { posted, duplicates } = await load(yesterday)
    const marker = await readMarker(db)
    const generated = [
      ...generateUsage({ seed: marker?.seed ?? '', today: marker?.loadedTo ?? '', zone: 'Europe/Berlin', size: 'small' }),
    ]
    expect(posted).toBe(generated.length)
    expect(duplicates).toBe(0)
    expect(await countEvents()).toBe(posted)
    const client = openLedgerClient(url, { max: 1 })
    expect(await verifyLedger(client)).toMatchObject({ isSound: true, differenceCount: 0, events: BigInt(posted) })
    await client.end()
  })

  it('posts nothing at a second start on the same day', async () => {
    expect(await load(yesterday)).toEqual({ posted: 0, duplicates: 0 })
  })

  it('posts one day when one day has passed', { timeout: 60_000 }, async () => {
    const before = await countEvents()
    const { posted, duplicates } = await load(new Date())
    expect(posted).toBeGreaterThan(0)
    expect(posted).toBeLessThan(600)
    expect(duplicates).toBe(0)
    expect(await countEvents()).toBe(before + posted)
  })

  it('counts nothing twice where it was cut off and posts a month again', { timeout: 60_000 }, async () => {
    const before = await countEvents()
    const marker = await readMarker(db)
    if (marker === null) throw new Error('nothing was loaded')
    await markLoaded(db, actor, { ...marker, loadedTo: `${marker.loadedTo.slice(0, 7)}-01` })
    const { posted, duplicates } = await load(new Date())
    expect(posted).toBe(0)
    expect(duplicates).toBeGreaterThan(0)
    expect(await countEvents()).toBe(before)
  })

  it('leaves none of its keys behind', async () => {
    expect([...(await sql`select name from api_key`)]).toEqual([])
    const made = await sql`select distinct subject_name from audit_entry where command = 'key.create'`
    expect(made.length).toBe(5)
  })
})
