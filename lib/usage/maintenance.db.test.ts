import { describe, expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { buildPriceBook } from '@/lib/pricing/price-book'
import { exampleDocument } from '@/lib/pricing/testing/example-book'
import { createLedger } from './ledger'
import { rebuildRollups } from './rebuild'
import { type RepriceCursor, repriceEvents } from './reprice'
import { restoreCapped } from './restore-capped'
import { makeEvent } from './testing/make-event'
import { createTestLedger, examplePrices, publishPrices } from './testing/test-ledger'
import { verifyLedger } from './verify'

describe('verify and rebuild', async () => {
  const { ledger, client, sql } = await createTestLedger()
  await ledger.book([makeEvent('one'), makeEvent('two', { latencyMs: 40, dimensions: { service: 'copilot' } })])

  it('names every sum that is wrong, and makes it right again', async () => {
    expect(await verifyLedger(client)).toMatchObject({ isSound: true, events: 2n, cost: '0.006' })
    await sql`update usage_hourly set cost = cost + 0.000000000000000001, input = null where latency_count is null`
    await sql`delete from usage_daily where latency_count = 1`
    await sql`insert into usage_latency_daily (day, series_id, histogram) select day, series_id, 2 * latency_histogram(2) from usage_daily limit 1`
    const report = await verifyLedger(client)
    expect(report.isSound).toBe(false)
    expect(report.differences.map(({ table }) => table)).toEqual(['usage_hourly', 'usage_daily', 'usage_latency_daily'])
    expect(report.differences[0]?.measures).toEqual({
      cost: { events: '0.003000000000000000', rollup: '0.003000000000000001' },
      input: { events: '1000', rollup: null },
    })
    expect(report.differences[2]?.measures).toEqual({ 'bucket 4': { events: null, rollup: '2' } })
    expect(await rebuildRollups(client)).toBeGreaterThan(0)
    expect(await verifyLedger(client)).toMatchObject({ isSound: true, differences: [] })
  })

  it('rebuilds while events come in, without losing or doubling any', async () => {
    const booking = Promise.all(
      Array.from({ length: 40 }, (_, index) => ledger.book([makeEvent(`meanwhile ${index}`, { latencyMs: index })])),
    )
    for (let round = 0; round < 5; round += 1) await rebuildRollups(client)
    await booking
    expect(await verifyLedger(client)).toMatchObject({ isSound: true, events: 42n })
  })

  it('refuses days whose events are gone', async () => {
    await ledger.book([makeEvent('gone', { occurredAtMs: Date.UTC(2025, 2, 10) })])
    await sql`drop table usage_event_202503`
    const refusal = await rebuildRollups(client).catch((error) => error)
    expect(refusal).toBeInstanceOf(AppError)
    expect(refusal.message).toContain('2025-03')
  })
})

describe('repricing', () => {
  it('prices what had no price, in batches that can stop anywhere, and leaves the rest', async () => {
    const { ledger, client } = await createTestLedger()
    const named = (index: number, model: string) =>
      makeEvent(`${model} ${index}`, { occurredAtMs: Date.UTC(2026, 4, 3, index), dimensions: { model } })
    await ledger.book(
      [0, 1, 2, 3, 4].flatMap((index) => [named(index, 'newcomer'), named(index, 'stranger'), named(index, 'plain')]),
    )
    const provider = exampleDocument.providers[0]
    if (!provider) throw new Error('the example book is empty')
    const models = [...provider.models, { model: 'newcomer', prices: [{ tier: 'standard', rates: { input: '1', output: '1' } }] }]
    const prices = publishPrices(
      buildPriceBook({ ...exampleDocument, providers: [{ ...provider, models }, ...exampleDocument.providers.slice(1)] }),
    )
    const shifted = { ...prices, rateSetIds: new Map([...prices.rateSetIds].map(([key, id]) => [key, id + 1000])) }
    const stop = new Error('stopped')
    let cursor: RepriceCursor | null = null
    await repriceEvents(client, {
      prices: shifted,
      batchSize: 2,
      onBatch: async (at) => {
        expect((await verifyLedger(client)).isSound).toBe(true)
        if (cursor !== null) throw stop
        cursor = at
      },
    }).catch((error) => expect(error).toBe(stop))
    expect((await verifyLedger(client)).isSound).toBe(true)
    await repriceEvents(client, { prices: shifted, batchSize: 2, after: cursor })
    const report = await verifyLedger(client)
    // Five at 0.003 as before, five at 0.0011 now.
    expect(report).toMatchObject({ isSound: true, cost: '0.0205' })
    expect(await repriceEvents(client, { prices: shifted })).toBe(0)
    const unpriced = await client<{ model: string }[]>`
      select distinct model from usage_event join usage_series on usage_series.id = series_id where rate_set_id <= 0`
    expect(unpriced.map(({ model }) => model)).toEqual(['stranger'])
  })
})

describe('the cap on series', () => {
  it('puts further values under ~other, keeps what was stated, and gives it back when it is raised', async () => {
    const { ledger, client, url, sql } = await createTestLedger({ seriesCap: 3 })
    await sql`insert into team (slug, name) values ('registered', 'Registered')`
    const routed = (index: number) =>
      makeEvent(`route ${index}`, { dimensions: { route: `/r/${index}`, tagTeam: `team-${index}` } })
    await ledger.book(Array.from({ length: 5 }, (_, index) => routed(index)))
    await ledger.book([makeEvent('known team', { dimensions: { tagTeam: 'registered' } }), routed(5), routed(0)])
    const capped = await sql`
      select request_id, route, tag_team, stated_dimensions from usage_event join usage_series on usage_series.id = series_id
      where is_capped order by request_id`
    expect(capped.map(({ request_id }) => request_id)).toEqual(['route 3', 'route 4', 'route 5'])
    expect(capped[0]).toMatchObject({
      route: '~other',
      tag_team: '~other',
      stated_dimensions: { route: '/r/3', tag_team: 'team-3' },
    })
    const [known] = await sql`select 1 from usage_series where tag_team = 'registered' and not is_capped`
    expect(known).toBeDefined()
    // Another process, and so another memory, counts on from the same values.
    const other = createLedger({ databaseUrl: url, getPrices: () => examplePrices, seriesCap: 3 })
    await other.book([routed(6)])
    await other.close()
    expect(await sql`select 1 from usage_event where stated_dimensions is not null`).toHaveLength(4)

    expect(await restoreCapped(client, { seriesCap: 10 })).toBe(4)
    await rebuildRollups(client)
    const routes =
      await sql`select route from usage_event join usage_series on usage_series.id = series_id where request_id like 'route%' order by 1`
    expect(routes.map(({ route }) => route)).toEqual([0, 1, 2, 3, 4, 5, 6].map((index) => `/r/${index}`))
    expect(await verifyLedger(client)).toMatchObject({ isSound: true, events: 8n })
  })

  it('stores new series and what depends on them together', async () => {
    const seen: number[] = []
    const { ledger, client } = await createTestLedger({
      onNewSeries: async (tx, series) => {
        if (series.some(({ service }) => service === 'refused')) throw new Error('no owner')
        for (const { id } of series) seen.push(id)
        await tx`select 1`
      },
    })
    await ledger.book([
      makeEvent('owned'),
      makeEvent('owned too', { dimensions: { service: 'copilot' } }),
      makeEvent('owned again'),
    ])
    expect(seen).toHaveLength(2)
    await expect(ledger.book([makeEvent('unowned', { dimensions: { service: 'refused' } })])).rejects.toThrow('no owner')
    expect(await client`select 1 from usage_series where service = 'refused'`).toHaveLength(0)
    expect(await verifyLedger(client)).toMatchObject({ isSound: true, events: 3n })
  })
})
