import { beforeAll, describe, expect, it } from 'vitest'
import { scopeFor } from '@/lib/auth/scope'
import { operator } from '@/lib/db/testing/factories'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import { loadWaste as readWaste } from '@/lib/engineering/waste/load-waste'
import { readEnv } from '@/lib/env'
import { openImportSource } from '@/lib/ingest/commands'
import { serveHotRoutes } from '@/lib/server/testing/serve-hot-routes'
import { prepareInstallation } from '@/lib/setup/prepare-installation'
import { addDays } from '@/lib/time/calendar'
import { demoSources } from './usage/workload'
import { loadWaste, makeWastefulCalls } from './waste'

const { db, url, sql } = await createTestDatabase()
await pointProcessAt(url)
const now = new Date()
let baseUrl = ''

beforeAll(async () => {
  await prepareInstallation(url, readEnv({}))
  for (const slug of demoSources) await openImportSource(db, operator, { slug, format: 'canonical' })
  baseUrl = (await serveHotRoutes()).origin
})

describe('the waste of the demo', () => {
  it('is sent once, has a price, and shows every kind that everyday usage does not bring', async () => {
    await loadWaste(db, operator, { baseUrl, now })
    await loadWaste(db, operator, { baseUrl, now: new Date(now.getTime() + 86_400_000) })
    const [events] = await sql`select count(*)::int as count, bool_and(cost > 0) as is_priced from usage_event`
    expect(events).toEqual({ count: makeWastefulCalls(now).length, is_priced: true })
    const today = now.toISOString().slice(0, 10)
    const period = { from: addDays(today, -10), to: addDays(today, 2), filters: {} }
    const report = await readWaste(db, scopeFor(operator, 'spend.read'), period)
    const found = report.kinds.filter(({ cost_usd }) => cost_usd !== '0').map(({ kind }) => kind)
    expect(found).toEqual(
      expect.arrayContaining([
        ...['failed_calls', 'retries', 'unread_cache_writes', 'uncached_repeats', 'regional_premium', 'same_request_twice'],
      ]),
    )
    expect(report.loops.count).toBe(12)
    expect(report.events.missing_days).toBe(0)
  })
})
