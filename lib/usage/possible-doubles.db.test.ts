import { beforeAll, beforeEach, describe, expect, it, test } from 'vitest'
import { source } from '@/lib/db/schema/auth'
import { findPossibleDoubles } from './possible-doubles'
import { type EventChanges, keyOf, makeEvent, testInstantMs } from './testing/make-event'
import { createTestLedger } from './testing/test-ledger'

const { ledger, db, sql } = await createTestLedger()

beforeAll(() =>
  db.insert(source).values([
    { slug: 'sdk', format: 'canonical', role: 'ledger', rank: 20 },
    { slug: 'gateway', format: 'litellm', role: 'ledger', rank: 40 },
  ]),
)
beforeEach(() => sql`truncate usage_event, usage_hourly, usage_daily, usage_latency_daily cascade`)

const seen = (name: string, sourceId: number, changes: EventChanges = {}) =>
  makeEvent(name, { ...changes, dimensions: { sourceId, ...changes.dimensions } })
const window = { from: new Date(testInstantMs - 3_600_000), to: new Date(testInstantMs + 3_600_000) }
const later = (seconds: number) => ({ occurredAtMs: testInstantMs + seconds * 1_000 })

async function findAfter(one: EventChanges, other: EventChanges, otherSource = 2) {
  await ledger.book([seen('one', 1, one), seen('other', otherSource, other)])
  return findPossibleDoubles(db, window)
}

describe('two events that may be one call', () => {
  it('are told with their evidence, the higher rank first', async () => {
    const found = await findAfter(
      { traceId: 't' },
      { traceId: 't', ...later(90), usage: { input_tokens: 1_003n, output_tokens: 100n } },
    )
    expect(found).toMatchObject([
      {
        ...{ evidence: 'trace', traceId: 't', secondsApart: 90 },
        kept: {
          eventKey: keyOf('other'),
          source: 'gateway',
          model: 'plain',
          team: 'search',
          inputTokens: 1_003n,
          month: '2026-05-01',
        },
        other: { eventKey: keyOf('one'), source: 'sdk', cost: '0.003000000000000000', occurredAt: new Date(testInstantMs) },
      },
    ])
  })

  it('are found without a trace where minute, model, counts and team agree', async () => {
    expect(await findAfter({}, later(20))).toMatchObject([{ evidence: 'look', traceId: null, secondsApart: 20 }])
  })

  test.each<[string, EventChanges, EventChanges, number?]>([
    ['of one source', {}, later(1), 1],
    ['of different traces', { traceId: 't' }, { traceId: 'u' }],
    ['of different minutes', {}, later(70)],
    ['of different teams', {}, { dimensions: { tagTeam: 'growth' } }],
    ['of nobody knows which team', { dimensions: { tagTeam: null } }, { dimensions: { tagTeam: null } }],
    ['of different counts', {}, { usage: { input_tokens: 1_001n, output_tokens: 100n } }],
    ['of unknown counts', { usage: {} }, { usage: {} }],
    ['of which one failed', {}, { dimensions: { outcome: 'error' } }],
    ['of one trace, with other models and counts', { traceId: 't' }, { traceId: 't', usage: {}, dimensions: { model: 'rich' } }],
    ['of one trace, an hour apart', { traceId: 't' }, { traceId: 't', ...later(3_000) }],
  ])('are not those %s', async (_what, one, other, otherSource) => {
    expect(await findAfter(one, other, otherSource)).toEqual([])
  })

  it('are paired one to one where a trace holds several', async () => {
    const calls = [0, 20, 40].flatMap((seconds) => [
      seen(`one ${seconds}`, 1, { traceId: 't', ...later(seconds) }),
      seen(`other ${seconds}`, 2, { traceId: 't', ...later(seconds + 1) }),
    ])
    await ledger.book(calls)
    const found = await findPossibleDoubles(db, window)
    expect(found.map(({ secondsApart }) => secondsApart)).toEqual([1, 1, 1])
  })

  it('are gone once one of them is out of the sums, and outside of the window', async () => {
    await findAfter({}, later(1))
    expect(await findPossibleDoubles(db, { from: window.from, to: new Date(testInstantMs) })).toEqual([])
    expect(await findPossibleDoubles(db, { ...window, eventKeys: [keyOf('nobody')] })).toEqual([])
    expect(await findPossibleDoubles(db, { ...window, eventKeys: [keyOf('one')] })).toHaveLength(1)
    await sql`update usage_event set is_retracted = true where request_id = 'one'`
    expect(await findPossibleDoubles(db, window)).toEqual([])
  })

  it('are not looked for over more than a week', async () => {
    await expect(findPossibleDoubles(db, { from: new Date(0), to: new Date() })).rejects.toThrow('seven days')
  })
})
