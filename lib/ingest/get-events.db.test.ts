import { afterAll, describe, expect, it } from 'vitest'
import { onNewSeries } from '@/lib/attribution/attribute-series'
import { source } from '@/lib/db/schema/auth'
import { makeKey } from '@/lib/db/testing/factories'
import { makeRequest } from '@/lib/db/testing/requests'
import { pointProcessAt } from '@/lib/db/testing/test-database'
import { makeEvent, testInstantMs } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { getEvents } from './get-events'
import { closeIngest } from './process-ingest'

const { db, url, ledger } = await createTestLedger({ zone: 'UTC', onNewSeries })
await pointProcessAt(url)
afterAll(closeIngest)
await db.insert(source).values([
  { slug: 'sdk', format: 'canonical', role: 'ledger', rank: 20 },
  { slug: 'gateway', format: 'canonical', role: 'ledger', rank: 40 },
])
const { secret: key } = await makeKey(db, { scopes: ['reports:read'] })
const seen = (name: string, sourceId: number, seconds: number) =>
  makeEvent(name, {
    traceId: `trace ${name.split(' ')[0]}`,
    occurredAtMs: testInstantMs + seconds * 1_000,
    dimensions: { sourceId },
  })
await ledger.book([seen('one by sdk', 1, 0), seen('one by gateway', 2, 2), seen('alone', 1, 30), seen('late', 1, 7_200)])

async function findingsOf(query: string): Promise<Record<string, boolean>> {
  const response = await getEvents(await makeRequest(`/api/v1/events?${query}`, { key }), { requestId: 'test', address: '::1' })
  const { events }: { events: { request_id: string; findings: string[] }[] } = await response.json()
  return Object.fromEntries(events.map((one) => [one.request_id, one.findings.includes('possible_double_capture')]))
}

describe('a call that two sources may have reported', () => {
  it('says so where it is asked for, alone or among others, and no other does', async () => {
    expect(await findingsOf('request_id=one%20by%20sdk')).toEqual({ 'one by sdk': true })
    const hour = 'from=2026-05-14T09:00:00Z&to=2026-05-14T10:00:00Z'
    expect(await findingsOf(hour)).toEqual({ 'one by sdk': true, 'one by gateway': true, alone: false })
  })

  it('is not looked for among events that are hours apart', async () => {
    const day = await findingsOf('from=2026-05-14T00:00:00Z&to=2026-05-15T00:00:00Z')
    expect(day).toEqual({ 'one by sdk': false, 'one by gateway': false, alone: false, late: false })
  })
})
