import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import { readEnv } from '@/lib/env'
import { createKey } from '@/lib/keys/commands'
import { hotRoutes } from '@/lib/server/hot-routes'
import { type HotServer, startHotServer } from '@/lib/server/hot-server'
import { prepareInstallation } from '@/lib/setup/prepare-installation'

type RouteModule = Partial<Record<string, (request: Request) => Promise<Response>>>

const { db, url } = await createTestDatabase()
await pointProcessAt(url)

let hot: HotServer
let key: string

beforeAll(async () => {
  await prepareInstallation(url, readEnv({}))
  const input = { name: 'contract', scopes: ['ingest' as const, 'admin' as const], source: 'contract' }
  key = (await createKey(db, { kind: 'system', name: 'setup' }, input)).secret
  hot = await startHotServer({
    port: 0,
    hostname: '127.0.0.1',
    routes: hotRoutes,
    nextOrigin: 'http://127.0.0.1:9',
    trustProxy: false,
  })
})
afterAll(() => hot?.stop())

/** What must agree whoever mounts the handler: all but the request's own id, the time, and counters of the process. */
async function observe(response: Response) {
  const text = (await response.text())
    .replace(/"request_id":"[^"]+"/g, '"request_id":"…"')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'instant')
    .replace(/"uptime_seconds":\d+/, '"uptime_seconds":0')
  const isMetrics = response.headers.get('content-type')?.startsWith('text/plain') ?? false
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    cache: response.headers.get('cache-control'),
    hasRequestId: response.headers.has('x-request-id'),
    body: isMetrics ? 'metrics' : text,
  }
}

const cases = hotRoutes.flatMap(({ path, methods }) => Object.keys(methods).map((method) => ({ path, method })))

describe.each(cases)('$method $path answers the same through the hot server and through Next', ({ path, method }) => {
  async function answers(headers: Record<string, string>, body?: string) {
    const folder = path.replace(/\{(\w+)\}/g, '[$1]')
    const module: RouteModule = await import(/* @vite-ignore */ new URL(`..${folder}/route.ts`, import.meta.url).pathname)
    const init = { method, headers, ...(method === 'GET' || body === undefined ? {} : { body }) }
    const address = `http://127.0.0.1:${hot.port}${path}`
    const next = module[method]
    if (!next) throw new Error(`${path} has no ${method} in its route file`)
    return { hot: await observe(await fetch(address, init)), next: await observe(await next(new Request(address, init))) }
  }

  test('to nobody in particular', async () => {
    const answer = await answers({})
    expect(answer.next).toEqual(answer.hot)
  })

  test('to a key, without a body', async () => {
    const answer = await answers({ authorization: `Bearer ${key}` })
    expect(answer.next).toEqual(answer.hot)
  })

  test('to a key, with a body that breaks', async () => {
    const answer = await answers({ authorization: `Bearer ${key}`, 'content-type': 'application/json' }, '{"broken": ')
    expect(answer.next).toEqual(answer.hot)
  })

  test('to a key that does not exist', async () => {
    const answer = await answers({ 'x-api-key': `asc_${'0'.repeat(40)}` })
    expect(answer.next).toEqual(answer.hot)
  })
})
