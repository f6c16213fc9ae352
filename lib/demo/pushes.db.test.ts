import { beforeAll, describe, expect, it } from 'vitest'
import { operator } from '@/lib/db/testing/factories'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import { readEnv } from '@/lib/env'
import { serveHotRoutes } from '@/lib/server/testing/serve-hot-routes'
import { prepareInstallation } from '@/lib/setup/prepare-installation'
import { loadPushes } from './pushes'

const { db, url, sql } = await createTestDatabase()
await pointProcessAt(url)
let baseUrl = ''

beforeAll(async () => {
  await prepareInstallation(url, readEnv({}))
  baseUrl = (await serveHotRoutes()).origin
})

describe('the gateway of the demo', () => {
  it('pushes calls, refusals and cache hits once, and leaves three records to be looked at', async () => {
    await loadPushes(db, operator, { baseUrl })
    await loadPushes(db, operator, { baseUrl, now: new Date(Date.now() + 86_400_000) })
    const events = await sql`
      select outcome::text, count(*)::int as count, bool_and(cost is not null) as is_priced
      from usage_event join usage_series on usage_series.id = series_id group by outcome order by outcome::text`
    expect(events).toEqual([
      { outcome: 'cache_hit', count: 6, is_priced: true },
      { outcome: 'error', count: 4, is_priced: true },
      { outcome: 'success', count: 38, is_priced: true },
    ])
    const [rejected] = await sql`select count(*)::int as count, max(times)::int as times from rejected_record`
    expect(rejected).toEqual({ count: 3, times: 1 })
    const [keys] = await sql`select count(*)::int as count from api_key`
    expect(keys?.count).toBe(0)
  })
})
