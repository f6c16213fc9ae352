import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '@/lib/db/client'
import { makeKey } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { readEnv } from '@/lib/env'
import { prepareInstallation } from '@/lib/setup/prepare-installation'
import { createPostEvents } from './post-events'
import { createIngest } from './process-ingest'
import { makeRecord } from './testing/records'

const { db, url, sql } = await createTestDatabase()

/** Stands between the app and the database, and can be cut. */
async function startProxy(target: URL) {
  const open = new Set<Socket>()
  let isUp = true
  const server = createServer((client) => {
    if (!isUp) return void client.destroy()
    const upstream = connect(Number(target.port), target.hostname)
    for (const socket of [client, upstream]) {
      open.add(socket)
      socket.on('error', () => {})
      socket.once('close', () => {
        open.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.pipe(upstream).pipe(client)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  const setUp = (up: boolean) => {
    isUp = up
    if (!up) for (const socket of open) socket.destroy()
  }
  return { url: Object.assign(new URL(target), { host: `127.0.0.1:${address.port}` }).href, setUp, close: () => server.close() }
}

describe('while the database is away', () => {
  let secret = ''
  beforeAll(async () => {
    await prepareInstallation(url, readEnv({}))
    secret = (await makeKey(db, { scopes: ['ingest'] })).secret
  })

  it('answers 503 with Retry-After, and the retry counts once, whatever got through', async () => {
    const proxy = await startProxy(new URL(url))
    const client = openDatabase(proxy.url, { max: 4 })
    const ingest = createIngest(client.db, proxy.url)
    afterAll(async () => {
      proxy.setUp(true)
      await ingest.close()
      await client.close()
      proxy.close()
    })
    const handle = createPostEvents(() => ingest)
    const records = Array.from({ length: 40 }, (_, index) =>
      makeRecord({ request_id: `away-${index}`, timestamp: new Date(Date.now() - 60_000).toISOString() }),
    )
    const send = (record: unknown) =>
      handle(
        new Request('http://ascribe.test/api/v1/events', {
          method: 'POST',
          headers: { authorization: `Bearer ${secret}` },
          body: JSON.stringify(record),
        }),
        { requestId: 'test', address: 'test' },
      )
    expect((await send(makeRecord({ request_id: 'warm', timestamp: new Date().toISOString() }))).status).toBe(200)

    const underWay = records.map((record) => send(record))
    setTimeout(() => proxy.setUp(false), 8)
    const first = await Promise.all(underWay)
    const failed = await Promise.all([send(records[0]), send(records[1])])
    expect(failed.map(({ status }) => status)).toEqual([503, 503])
    expect(Number(failed[0]?.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(first.every(({ status }) => status === 200 || status === 503)).toBe(true)

    proxy.setUp(true)
    for (const record of records) {
      let answer = await send(record)
      for (let attempt = 0; answer.status === 503 && attempt < 40; attempt++) {
        await new Promise((resolve) => setTimeout(resolve, 100))
        answer = await send(record)
      }
      expect(answer.status).toBe(200)
    }
    const [events] = await sql`select count(*)::int as count from usage_event where request_id like 'away-%'`
    expect(events?.count).toBe(records.length)
    const [sums] = await sql`select sum(requests)::int as requests from usage_hourly`
    expect(sums?.requests).toBe(records.length + 1)
  })
})
