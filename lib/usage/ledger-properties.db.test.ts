import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventId } from './event-row'
import { createLedger, type Ledger } from './ledger'
import type { NormalizedEvent } from './normalized-event'
import { rebuildRollups } from './rebuild'
import { reinstateEvents, retractEvents } from './retract'
import { reviseEvents } from './revise'
import { makeEvent } from './testing/make-event'
import { randomEvents } from './testing/random-events'
import { createTestLedger, examplePrices } from './testing/test-ledger'
import { verifyLedger } from './verify'

const zone = 'America/Havana'
const { client, url, sql } = await createTestLedger({ zone })

type Step =
  | { readonly act: 'book'; readonly events: readonly NormalizedEvent[] }
  | { readonly act: 'retract'; readonly picks: readonly number[] }
  | { readonly act: 'reinstate'; readonly picks: readonly number[] }
  | { readonly act: 'revise'; readonly picks: readonly number[]; readonly outputTokens: bigint; readonly service: string }

const picks = fc.array(fc.nat(30), { minLength: 1, maxLength: 4 })
const steps: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.array(randomEvents, { minLength: 1, maxLength: 6 }).map((events) => ({ act: 'book' as const, events })),
  },
  { weight: 1, arbitrary: picks.map((chosen) => ({ act: 'retract' as const, picks: chosen })) },
  { weight: 1, arbitrary: picks.map((chosen) => ({ act: 'reinstate' as const, picks: chosen })) },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant('revise' as const),
      picks,
      outputTokens: fc.bigInt(0n, 900n),
      service: fc.constantFrom('answers', 'copilot'),
    }),
  },
)

/** Four writers at a time, each with steps of its own. */
const rounds = fc.array(fc.array(steps, { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 6 })

async function pickStored(chosen: readonly number[]): Promise<EventId[]> {
  const all = await client<EventId[]>`select event_key as "eventKey", month from usage_event order by event_key, month`
  return chosen.map((index) => all[index % Math.max(1, all.length)]).filter((id) => id !== undefined)
}

async function act(ledger: Ledger, step: Step): Promise<void> {
  if (step.act === 'book') {
    const results = await ledger.book(step.events)
    expect(results).toHaveLength(step.events.length)
    return
  }
  const ids = await pickStored(step.picks)
  if (step.act === 'reinstate') {
    await client.begin((tx) => reinstateEvents(tx, zone, ids))
    return
  }
  if (step.act === 'retract') {
    await client.begin((tx) => retractEvents(tx, zone, ids))
    return
  }
  const [other] = await ledger.book([makeEvent(`series of ${step.service}`, { dimensions: { service: step.service } })])
  await client.begin((tx) =>
    reviseEvents(tx, zone, ids, (row) => ({
      ...row,
      seriesId: other?.seriesId ?? row.seriesId,
      outputTokens: step.outputTokens,
    })),
  )
}

const dump = () =>
  sql`select 'h' as grain, to_jsonb(sums) as row from usage_hourly sums union all select 'd', to_jsonb(sums) from usage_daily sums
    union all select 'l', to_jsonb(sums) from usage_latency_daily sums order by 1, 2`

describe('any sequence of booking, retracting, reinstating and revising, by four writers at once', () => {
  it('leaves sums that agree with the events after every round, and that a rebuild does not change', async () => {
    await fc.assert(
      fc.asyncProperty(rounds, async (all) => {
        await sql`truncate usage_event, usage_hourly, usage_daily, usage_latency_daily, usage_series, usage_value_seen, usage_archive, usage_capture cascade`
        const ledger = createLedger({ databaseUrl: url, getPrices: () => examplePrices, seriesCap: 2 })
        try {
          for (const round of all) {
            await Promise.all(round.map((step) => act(ledger, step)))
            expect((await verifyLedger(client)).differences).toEqual([])
          }
          const incremental = await dump()
          await rebuildRollups(client)
          expect(await dump()).toEqual(incremental)
          expect(await countTwins()).toBe(0)
        } finally {
          await ledger.close()
        }
      }),
      { numRuns: 12, endOnFailure: true },
    )
  }, 180_000)
})

/** Pairs of rows of one key that are both within 72 hours of the same edge: one call, booked twice. */
async function countTwins(): Promise<number> {
  const [row] = await client<{ twins: number }[]>`
    select count(*)::integer as twins from usage_event left_side join usage_event right_side
      on left_side.event_key = right_side.event_key and left_side.month < right_side.month
    where right_side.month::timestamp at time zone 'UTC' - left_side.occurred_at <= interval '72 hours'
      and right_side.occurred_at - right_side.month::timestamp at time zone 'UTC' < interval '72 hours'`
  return row?.twins ?? -1
}
