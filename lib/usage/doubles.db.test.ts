import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { source } from '@/lib/db/schema/auth'
import { recordDoubles, reopenDoubles, settleDoubles } from './doubles'
import { retractEvents } from './retract'
import { type EventChanges, keyOf, makeEvent, testInstantMs } from './testing/make-event'
import { createTestLedger } from './testing/test-ledger'
import { verifyLedger } from './verify'

const { ledger, db, sql, client } = await createTestLedger()
const now = new Date(testInstantMs + 3_600_000)

beforeAll(() =>
  db.insert(source).values([
    { slug: 'sdk', format: 'canonical', role: 'ledger', rank: 20 },
    { slug: 'gateway', format: 'litellm', role: 'ledger', rank: 40 },
  ]),
)
beforeEach(
  () =>
    sql`truncate usage_event, usage_hourly, usage_daily, usage_latency_daily, usage_double, usage_double_rule, usage_double_scan cascade`,
)

const bookPair = (name: string, changes: EventChanges = {}) =>
  ledger.book(
    [1, 2].map((sourceId) =>
      makeEvent(`${name} ${sourceId}`, { ...changes, traceId: name, dimensions: { sourceId, ...changes.dimensions } }),
    ),
  )
const readSums = async () => {
  const [hourly] =
    await sql`select coalesce(sum(cost), 0)::text as cost, coalesce(sum(requests), 0)::int as requests from usage_hourly`
  return hourly
}
const openPairs = () => sql`select kept_key, other_key, evidence from usage_double where settlement is null order by 1`
const settle = (settlement: 'once' | 'both') => settleDoubles(client, { otherSourceIds: [1], settlement, now })

describe('calls that two sources saw', () => {
  it('are kept once for each pair, however often a day is searched, and a day that stayed the same is not', async () => {
    await bookPair('a')
    expect(await recordDoubles(db, client, now)).toEqual({ days: 1, found: 1 })
    expect(await openPairs()).toMatchObject([{ kept_key: keyOf('a 2'), other_key: keyOf('a 1'), evidence: 'trace' }])
    expect(await recordDoubles(db, client, now)).toEqual({ days: 0, found: 0 })
    await bookPair('b')
    expect(await recordDoubles(db, client, now)).toEqual({ days: 1, found: 1 })
    expect(await openPairs()).toHaveLength(2)
  })

  it('count once when that is decided, twice again when it is undone, and the sums hold at every step', async () => {
    await bookPair('a')
    await bookPair('b')
    const before = await readSums()
    await recordDoubles(db, client, now)
    const settled = await settle('once')
    expect(settled).toHaveLength(2)
    expect(await readSums()).toEqual({ cost: '0.006000000000000000', requests: 2 })
    expect(await verifyLedger(client)).toMatchObject({ isSound: true })
    expect(await settle('once')).toEqual([])
    await reopenDoubles(client, settled)
    await reopenDoubles(client, settled)
    expect(await readSums()).toEqual(before)
    expect(await openPairs()).toHaveLength(2)
    expect(await verifyLedger(client)).toMatchObject({ isSound: true })
  })

  it('stay two calls when that is decided, and are not found again', async () => {
    await bookPair('a')
    const before = await readSums()
    await recordDoubles(db, client, now)
    expect(await settle('both')).toHaveLength(1)
    await bookPair('b')
    await recordDoubles(db, client, now)
    expect(await openPairs()).toMatchObject([{ kept_key: keyOf('b 2') }])
    expect(before).toEqual({ cost: '0.006000000000000000', requests: 2 })
    expect(await readSums()).toEqual({ cost: '0.012000000000000000', requests: 4 })
  })

  it('are settled by themselves where it was decided for those to come', async () => {
    await sql`insert into usage_double_rule values (1, 'once', 'admin', now())`
    await bookPair('a')
    await recordDoubles(db, client, now)
    expect(await openPairs()).toEqual([])
    expect(await readSums()).toEqual({ cost: '0.003000000000000000', requests: 1 })
    // The sender that sends it once more is told that it is known, and it does not count.
    await bookPair('a')
    expect(await readSums()).toEqual({ cost: '0.003000000000000000', requests: 1 })
  })

  it('are forgotten where one of them is out of the sums by then', async () => {
    await bookPair('a')
    await bookPair('b')
    await recordDoubles(db, client, now)
    const gone = [{ eventKey: keyOf('a 1'), month: '2026-05-01' }]
    await client.begin((tx) => retractEvents(tx, 'UTC', gone))
    await recordDoubles(db, client, now)
    expect(await openPairs()).toMatchObject([{ kept_key: keyOf('b 2') }])
  })
})
