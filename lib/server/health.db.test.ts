import { describe, expect, it } from 'vitest'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import { getHealth, getReady } from './health'
import { getMetrics, observeRequest } from './metrics'

const context = { requestId: 'test-request-1', address: '127.0.0.1' }
const request = new Request('http://localhost/api/ready')
const migrated = await createTestDatabase()
const empty = await createTestDatabase({ isEmpty: true })

describe('health and readiness', () => {
  it('is healthy whatever the database does', async () => {
    await pointProcessAt('postgres://nobody:hunter2@127.0.0.1:1/none')
    const answer = await getHealth(request, context)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({ status: 'ok' })
  })

  it('is ready when the database answers and is migrated', async () => {
    await pointProcessAt(migrated.url)
    expect((await getReady(request, context)).status).toBe(200)
    // The second time nothing but a ping is asked.
    expect((await getReady(request, context)).status).toBe(200)
  })

  it('is not ready on a database without our migrations', async () => {
    await pointProcessAt(empty.url)
    const answer = await getReady(request, context)
    expect(answer.status).toBe(503)
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await answer.json()).toMatchObject({
      code: 'unavailable',
      request_id: 'test-request-1',
      detail: expect.stringContaining('migrations'),
    })
  })

  it('is not ready without a database, and tells neither its address nor its password', async () => {
    await pointProcessAt('postgres://nobody:hunter2@127.0.0.1:1/none')
    const answer = await getReady(request, context)
    expect(answer.status).toBe(503)
    const text = await answer.text()
    expect(text).not.toContain('hunter2')
    expect(text).not.toContain('127.0.0.1')
  })
})

describe('metrics', () => {
  it('counts requests by method, route and class of status, with strange methods as one', async () => {
    observeRequest({ method: 'GET', route: '/api/test', status: 204, seconds: 0.002 })
    observeRequest({ method: 'BREW', route: '/api/test', status: 405, seconds: 0.002 })
    const text = await (await getMetrics(request, context)).text()
    expect(text).toContain('ascribe_http_requests_total{method="GET",route="/api/test",status_class="2xx"} 1')
    expect(text).toContain('ascribe_http_requests_total{method="other",route="/api/test",status_class="4xx"} 1')
    expect(text).toContain('process_cpu_seconds_total')
  })
})
