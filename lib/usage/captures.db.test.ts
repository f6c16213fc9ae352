import fc from 'fast-check'
import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { source } from '@/lib/db/schema/auth'
import type { NormalizedEvent } from './normalized-event'
import { type EventChanges, keyOf, makeEvent, testInstantMs } from './testing/make-event'
import { randomLooks } from './testing/random-looks'
import { createTestLedger } from './testing/test-ledger'
import { verifyLedger } from './verify'

const { ledger, db, sql, client } = await createTestLedger({ zone: 'America/Havana' })

const names = ['span', 'sdk', 'body', 'gateway'] as const
const rankOf = { span: 10, sdk: 20, body: 30, gateway: 40 }

beforeAll(async () => {
  await db
    .insert(source)
    .values(names.map((slug) => ({ slug, format: 'canonical', role: 'ledger' as const, rank: rankOf[slug] })))
})

beforeEach(async () => {
  await sql`truncate usage_event, usage_hourly, usage_daily, usage_latency_daily, usage_archive, usage_capture cascade`
})

const look = (from: (typeof names)[number], changes: EventChanges = {}) =>
  makeEvent('call', {
    requestId: `${from}-1`,
    ...changes,
    dimensions: { sourceId: names.indexOf(from) + 1, ...changes.dimensions },
  })

const bookAll = async (...events: NormalizedEvent[]) => {
  const statuses: string[] = []
  for (const event of events) for (const { status } of await ledger.book([event])) statuses.push(status)
  return statuses
}

/** What stands for the one call, without where its archive is and which number its series has. */
async function readState() {
  const events = await sql`
    select to_jsonb(event) - 'archive_id' - 'archive_line' - 'series_id' as event,
      to_jsonb(series) - 'id' - 'created_at' as series
    from usage_event event join usage_series series on series.id = event.series_id`
  const looks = await sql`select observer, kind from usage_capture order by observer nulls last, kind`
  return { events: [...events], looks: [...looks] }
}

const sums = () => sql`select sum(requests)::int as requests, sum(input)::int as input, sum(cost)::text as cost from usage_hourly`

const noOwner = { tagTeam: null, tagBasis: null, service: null, environment: null }

describe('one call seen by two sources', () => {
  it('counts once, and is not a conflict where the higher rank came first', async () => {
    const gateway = look('gateway')
    const span = look('span', { usage: { input_tokens: 1_200n, output_tokens: 90n } })
    expect(await bookAll(gateway, span, span, gateway)).toEqual(['accepted', 'duplicate', 'duplicate', 'duplicate'])
    expect(await sums()).toMatchObject([{ requests: 1, input: 1_000 }])
    expect((await readState()).looks).toEqual([
      { observer: '1', kind: 'capture' },
      { observer: '4', kind: 'standing' },
    ])
  })

  it('has the counts, the price and the instant of the higher rank where that came last', async () => {
    const span = look('span', { usage: { input_tokens: 1_200n, output_tokens: 90n } })
    const gateway = look('gateway', { occurredAtMs: testInstantMs + 3_600_000 })
    const [, answer] = [await ledger.book([span]), await ledger.book([gateway])]
    expect(answer).toMatchObject([{ status: 'duplicate', cost: 3n * 10n ** 15n, isRevised: true }])
    expect(await sums()).toMatchObject([{ requests: 1, input: 1_000, cost: '0.003000000000000000' }])
    const [{ hour } = {}] = await sql`select hour from usage_hourly`
    expect(hour).toEqual(new Date('2026-05-14T10:00:00Z'))
    expect((await verifyLedger(client)).differences).toEqual([])
  })

  it('has the blanks of its owner filled from the lower rank', async () => {
    const gateway = look('gateway', { dimensions: { ...noOwner, apiKey: 'key-1' } })
    const sdk = look('sdk', { traceId: 'trace-1', dimensions: { project: 'helpdesk', feature: 'summaries' } })
    expect(await bookAll(gateway, sdk)).toEqual(['accepted', 'duplicate'])
    const { events } = await readState()
    expect(events).toMatchObject([
      {
        event: { request_id: 'gateway-1', trace_id: 'trace-1' },
        series: { source_id: 4, tag_team: 'search', project: 'helpdesk', feature: 'summaries', api_key: 'key-1' },
      },
    ])
    expect((await verifyLedger(client)).differences).toEqual([])
  })

  it('is a conflict where they name different owners, and where equals count differently', async () => {
    expect(await bookAll(look('gateway'), look('sdk', { dimensions: { tagTeam: 'growth' } }))).toEqual(['accepted', 'conflict'])
    expect((await readState()).looks).toContainEqual({ observer: '2', kind: 'conflict' })
  })

  it('is one event where both are in one batch', async () => {
    const results = await ledger.book([
      look('span', { dimensions: noOwner }),
      look('gateway'),
      look('span', { dimensions: noOwner }),
    ])
    expect(results.map(({ status }) => status)).toEqual(['accepted', 'duplicate', 'duplicate'])
    expect((await readState()).events).toMatchObject([{ series: { source_id: 4 } }])
  })

  it('is one event where they are on both sides of a month’s edge', async () => {
    const span = look('span', { occurredAtMs: Date.parse('2026-04-30T23:59:59.900Z'), dimensions: { project: 'p' } })
    const gateway = look('gateway', { occurredAtMs: Date.parse('2026-05-01T00:00:00.100Z') })
    expect(await bookAll(span, gateway)).toEqual(['accepted', 'duplicate'])
    expect((await readState()).events).toMatchObject([{ event: { month: '2026-04-01' }, series: { source_id: 4, project: 'p' } }])
    expect((await verifyLedger(client)).differences).toEqual([])
  })

  it('stays out of the sums where it was retracted', async () => {
    await ledger.book([look('span')])
    await sql`update usage_event set is_retracted = true`
    expect(await bookAll(look('gateway'))).toEqual(['duplicate'])
    expect((await readState()).events).toMatchObject([{ event: { is_retracted: true }, series: { source_id: 1 } }])
  })
})

describe('two spans of one source', () => {
  it('that say the same of a call are one, with what either knows', async () => {
    const spanOf = (spanId: string, changes: EventChanges) => look('span', { requestId: null, traceId: 't', spanId, ...changes })
    const blind = spanOf('a', { dimensions: { cacheUnknown: true } })
    const seeing = spanOf('b', { usage: { input_tokens: 1_000n, output_tokens: 100n, cached_input_tokens: 600n } })
    expect(await bookAll(blind, seeing, blind, seeing)).toEqual(['accepted', 'duplicate', 'duplicate', 'duplicate'])
    expect((await readState()).events).toMatchObject([{ event: { cached_input_tokens: 600 }, series: { cache_unknown: false } }])
  })
})

describe('the same source', () => {
  it('that says another thing of the same call is a conflict: what it said first stands', async () => {
    const [one, other] = [look('sdk'), look('sdk', { usage: { input_tokens: 7n, output_tokens: 7n } })]
    expect(await bookAll(one, look('gateway'), other, other)).toEqual(['accepted', 'duplicate', 'conflict', 'conflict'])
    expect((await readState()).looks).toEqual([
      { observer: '2', kind: 'capture' },
      { observer: '4', kind: 'standing' },
      { observer: null, kind: 'conflict' },
    ])
    expect(await sums()).toMatchObject([{ requests: 1, input: 1_000 }])
  })
})

describe('a span that only sums up others', () => {
  const spanOf = (spanId: string, changes: EventChanges = {}) =>
    look('span', { requestId: null, traceId: 't', spanId, ...changes })
  const withdrawal = (spanId: string) => ({ eventKey: keyOf('call'), month: '2026-05-01', observer: `1:${spanId}` })

  it('is taken out of the sums, and a replay does not bring it back', async () => {
    await ledger.book([spanOf('parent')])
    await ledger.withdraw([withdrawal('parent'), withdrawal('unknown')])
    await ledger.withdraw([withdrawal('parent')])
    expect(await bookAll(spanOf('parent'))).toEqual(['duplicate'])
    expect(await sums()).toMatchObject([{ requests: null }])
    expect((await verifyLedger(client)).differences).toEqual([])
  })

  it('leaves what others said of the call, at its price, and has no say any more', async () => {
    const parent = spanOf('parent', { usage: { input_tokens: 9_000n, output_tokens: 900n, reasoning_tokens: 5n } })
    const child = spanOf('child', { dimensions: { project: 'p' } })
    await bookAll(parent, child)
    expect(await sums()).toMatchObject([{ input: 9_000 }])
    await ledger.withdraw([withdrawal('parent')])
    expect(await sums()).toMatchObject([{ requests: 1, input: 1_000, cost: '0.003000000000000000' }])
    expect(await bookAll(parent, child, look('gateway'))).toEqual(['duplicate', 'duplicate', 'duplicate'])
    expect((await readState()).looks).toEqual([
      { observer: '1:child', kind: 'capture' },
      { observer: '1:parent', kind: 'aggregate' },
      { observer: '4', kind: 'standing' },
    ])
    expect((await verifyLedger(client)).differences).toEqual([])
  })
})

describe('any looks at one call', () => {
  it('come to the same in any order, at once or one by one, and replays change nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        randomLooks,
        fc.boolean(),
        fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
        async (call, isAtOnce, dice) => {
          await db.transaction(async (tx) => {
            for (const [index, rank] of call.ranks.entries())
              await tx.execute(`update source set rank = ${rank} where id = ${index + 1}`)
          })
          const orders = [call.events, [...call.events].sort((left, right) => order(left, dice) - order(right, dice))]
          const states = []
          for (const events of orders) {
            await sql`truncate usage_event, usage_hourly, usage_daily, usage_latency_daily, usage_archive, usage_capture cascade`
            if (isAtOnce) await Promise.all(events.map((event) => ledger.book([event])))
            else await bookAll(...events)
            states.push(await readState())
            await bookAll(...events)
            states.push(await readState())
            expect((await verifyLedger(client)).differences).toEqual([])
          }
          for (const state of states) expect(state).toEqual(states[0])
          expect(states[0]?.events).toHaveLength(1)
        },
      ),
      { numRuns: 30, endOnFailure: true },
    )
  }, 180_000)
})

const order = (event: NormalizedEvent, dice: readonly number[]) =>
  dice[Number.parseInt(keyOf(JSON.stringify([event.requestId, event.spanId])).slice(0, 4), 16) % dice.length] ?? 0
