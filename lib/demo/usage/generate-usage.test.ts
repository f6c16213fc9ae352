import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toIngestContract } from '@/lib/attribution/contract/ingest-contract'
import { canonicalEventSchema } from '@/lib/ingest/canonical-event'
import { createNormaliser } from '@/lib/ingest/normalise'
import { loadListPrices } from '@/lib/pricing/load-list-prices'
import { buildPriceBook } from '@/lib/pricing/price-book'
import { priceEvent } from '@/lib/pricing/price-event'
import { addDays, addMonths } from '@/lib/time/calendar'
import { demoContract } from '../contract'
import { demoTeams } from '../organization'
import type { CanonicalRecord, DemoEvent } from './demo-event'
import { demoWorkloads, type GenerateOptions, generateUsage } from './generate-usage'
import { demoModels, ownPricedModels, unpricedModels } from './models'
import { tellStories } from './stories'
import { demoSources, sharedKey } from './workload'

const today = '2026-11-21'
const zone = 'Europe/Berlin'
const book = buildPriceBook(loadListPrices())
const full = [...generateUsage({ seed: 'test', today, zone, book })]
const small = [...generateUsage({ seed: 'test', today, zone, size: 'small' })]
const stories = tellStories(today)
const records = full.map(({ record }) => record)
const count = (matches: (record: CanonicalRecord) => boolean) => records.filter(matches).length
const share = (matches: (record: CanonicalRecord) => boolean) => count(matches) / records.length

const days = fc.integer({ min: 0, max: 1500 }).map((offset) => addDays('2026-01-01', offset))

describe('the demo’s usage', () => {
  it('is the same for the same seed and day, and another for another seed', () => {
    fc.assert(
      fc.property(days, fc.string(), (day, seed) => {
        const options: GenerateOptions = { seed, today: addDays(day, 1), from: day, firstLoadedOn: day, zone, size: 'small' }
        const [one, again, other] = [options, options, { ...options, seed: `${seed}.` }].map((given) => [...generateUsage(given)])
        expect(one).toEqual(again)
        expect(one).not.toEqual(other)
      }),
      { numRuns: 12 },
    )
  })

  it('keeps each day as it is when today moves on', () => {
    const later = [...generateUsage({ seed: 'test', today: '2026-11-24', firstLoadedOn: today, zone, size: 'small' })]
    expect(later.slice(0, small.length)).toEqual(small)
    const added = [
      ...generateUsage({ seed: 'test', today: '2026-11-24', from: today, firstLoadedOn: today, zone, size: 'small' }),
    ]
    expect(later.slice(small.length)).toEqual(added)
    expect(added.length).toBeGreaterThan(0)
  })

  it('covers three whole months and the running one up to yesterday, in order of time', () => {
    expect(stories.from).toBe('2026-08-01')
    const instants = full.map(({ atMs }) => atMs)
    expect(instants).toEqual(instants.toSorted((left, right) => left - right))
    expect(new Date(instants[0] ?? 0).toISOString() >= '2026-07-31T22:00:00.000Z').toBe(true)
    expect(new Date(instants.at(-1) ?? 0).toISOString() < '2026-11-20T23:00:00.000Z').toBe(true)
    expect(full.every(({ atMs, record }) => Date.parse(record.timestamp) === atMs)).toBe(true)
  })

  it('has 150,000 events and more on whichever day it is loaded, and some 15,000 in its small size', () => {
    expect(full.length).toBeGreaterThan(150_000)
    expect(small.length).toBeGreaterThan(12_000)
    expect(small.length).toBeLessThan(18_000)
    // The shortest span there is: December to February, on the first of March.
    expect([...generateUsage({ seed: 'test', today: '2027-03-01', zone })].length).toBeGreaterThan(150_000)
  })

  it('is of canonical events: each passes the published schema and is taken by the normaliser without a dropped field', () => {
    const normaliser = createNormaliser({
      sourceId: 1,
      nowMs: Date.parse('2026-11-21T12:00:00Z'),
      contract: toIngestContract(2, demoContract),
      salt: '',
    })
    expect(records.filter((record) => !normaliser.normalise(record).ok)).toEqual([])
    expect([...normaliser.unknownFields]).toEqual([])
    expect(small.filter(({ record }) => !canonicalEventSchema.safeParse(record).success)).toEqual([])
  })

  it('never counts a part beyond its total', () => {
    const known = (value: number | undefined) => value ?? 0
    const wrong = records.filter((record) => {
      const parts = known(record.cached_input_tokens) + known(record.cache_write_5m_tokens) + known(record.cache_write_1h_tokens)
      return parts > known(record.input_tokens) || known(record.reasoning_tokens) > known(record.output_tokens)
    })
    expect(wrong).toEqual([])
  })

  it('gives each event an id of its own, which grows within a workload and day', () => {
    const ids = records.flatMap(({ request_id: id }) => id ?? [])
    expect(new Set(ids).size).toBe(ids.length)
    const responses = records.flatMap(({ response_id: id }) => id ?? [])
    expect(new Set(responses).size).toBe(responses.length)
  })
})

describe('what it costs', () => {
  const count = (value: number | undefined) => (value === undefined ? null : BigInt(value))
  const price = (record: CanonicalRecord) =>
    priceEvent(book, {
      ...{
        provider: record.provider,
        model: record.model,
        tier: record.service_tier ?? 'standard',
        region: record.region ?? null,
      },
      ...{ billingAccount: null, atMs: Date.parse(record.timestamp) },
      usage: {
        input_tokens: count(record.input_tokens),
        cached_input_tokens: count(record.cached_input_tokens),
        cache_write_5m_tokens: count(record.cache_write_5m_tokens),
        cache_write_1h_tokens: count(record.cache_write_1h_tokens),
        output_tokens: count(record.output_tokens),
        reasoning_tokens: count(record.reasoning_tokens),
        requests: count(record.requests),
      },
    })

  it('is 40,000 to 70,000 dollars in each whole month', () => {
    const byMonth = new Map<string, bigint>()
    for (const record of records) {
      if (record.status === 'cache_hit' || record.input_tokens === undefined) continue
      const priced = price(record)
      if (priced.ok) byMonth.set(record.timestamp.slice(0, 7), (byMonth.get(record.timestamp.slice(0, 7)) ?? 0n) + priced.cost)
    }
    for (const month of ['2026-08', '2026-09', '2026-10']) {
      const dollars = Number((byMonth.get(month) ?? 0n) / 10n ** 18n)
      expect(dollars, month).toBeGreaterThan(40_000)
      expect(dollars, month).toBeLessThan(70_000)
    }
  })

  it('is in the list prices, whole, for a dozen models of four providers; the others are those that are meant to be missing', () => {
    const without = new Set<string>([...unpricedModels, ...ownPricedModels].map((key) => demoModels[key].name))
    const priced = new Set<string>()
    const providers = new Set<string>()
    for (const { record } of small) {
      if (record.input_tokens === undefined) continue
      const result = price(record)
      expect(result.ok, `${record.provider} ${record.model}`).toBe(!without.has(record.model))
      if (!result.ok) continue
      expect(result.unpriced, record.model).toEqual([])
      priced.add(record.model)
      providers.add(record.provider)
    }
    expect(priced.size).toBeGreaterThanOrEqual(12)
    expect([...providers].sort()).toEqual(['anthropic', 'aws', 'google', 'openai'])
  })
})

describe('the organisation in it', () => {
  it('is all eight teams, through five sources', () => {
    const teams = new Set(records.map(({ team_id: team }) => team))
    expect([...teams].sort()).toEqual([...demoTeams.map(({ slug }) => slug), 'ml-research', undefined].sort())
    expect(new Set(full.map(({ source }) => source))).toEqual(new Set(demoSources))
    expect(new Set(demoWorkloads.map(({ id }) => id)).size).toBe(demoWorkloads.length)
  })

  it('works on weekdays and sleeps at night', () => {
    const office = full.filter(({ record }) => record.service === 'copy-writer')
    const atHour = (from: number, to: number) =>
      office.filter(({ atMs }) => {
        const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Madrid', hour: '2-digit' }).format(atMs))
        return hour >= from && hour < to
      }).length
    expect(atHour(0, 6) / office.length).toBeLessThan(0.03)
    const weekend = office.filter(({ atMs }) => [0, 6].includes(new Date(atMs).getUTCDay())).length
    expect(weekend / office.length).toBeLessThan(0.05)
  })

  const shares: [string, (record: CanonicalRecord) => boolean, number, number][] = [
    ['no team', ({ team_id: team }) => team === undefined, 0.03, 0.08],
    ['a team that nobody registered', ({ team_id: team }) => team === 'ml-research', 0.02, 0.06],
    ['no project', ({ project_id: project }) => project === undefined, 0.02, 0.09],
    ['no service', ({ service }) => service === undefined, 0.01, 0.05],
    ['no environment', ({ environment }) => environment === undefined, 0.015, 0.06],
    ['no request id', ({ request_id: id }) => id === undefined, 0.002, 0.03],
    ['a shared key', ({ api_key_id: key }) => key === sharedKey, 0.2, 0.45],
    ['a gateway cache hit', ({ status }) => status === 'cache_hit', 0.008, 0.03],
    ['a failure', ({ status }) => status === 'error', 0.007, 0.03],
    ['a retry', ({ retry_count: retries }) => retries !== undefined, 0.004, 0.02],
    [
      'tokens unknown',
      ({ status, input_tokens: input, status_code: code }) => status === 'error' && input === undefined && code === undefined,
      0.0005,
      0.005,
    ],
    ['a cache write of five minutes', ({ cache_write_5m_tokens: tokens }) => tokens !== undefined, 0.03, 0.12],
    ['a cache write of an hour', ({ cache_write_1h_tokens: tokens }) => tokens !== undefined, 0.015, 0.06],
    ['cached input', ({ cached_input_tokens: tokens }) => (tokens ?? 0) > 0, 0.25, 0.6],
    ['reasoning', ({ reasoning_tokens: tokens }) => (tokens ?? 0) > 0, 0.1, 0.35],
    ['the batch tier', ({ service_tier: tier }) => tier === 'batch', 0.01, 0.05],
    ['the priority tier', ({ service_tier: tier }) => tier === 'priority', 0.01, 0.05],
    ['an embedding', ({ operation }) => operation === 'embeddings', 0.01, 0.05],
    [
      'a context beyond 200,000 tokens',
      ({ requests, input_tokens: input }) => requests === undefined && (input ?? 0) > 200_000,
      0.002,
      0.03,
    ],
    ['a cost of the source’s own', ({ reported_cost_usd: cost }) => cost !== undefined, 0.3, 0.7],
    ['a name without a price', ({ model }) => ['ft:gpt-4.1-mini:demo::c4x', 'guard-8b'].includes(model), 0.01, 0.05],
    ['the sum of many calls', ({ requests }) => requests !== undefined, 0.15, 0.4],
  ]
  it.each(shares)('%s is neither absent nor the rule', (_what, matches, least, most) => {
    expect(share(matches)).toBeGreaterThan(least)
    expect(share(matches)).toBeLessThan(most)
  })

  it('reports costs that differ from the list for one provider alone', () => {
    const off = (provider: string) =>
      records.filter((record) => {
        if (record.provider !== provider || record.reported_cost_usd === undefined || record.status !== 'success') return false
        return record.reported_cost_usd !== '0' && !isListCost(record)
      }).length
    expect(off('google')).toBeGreaterThan(1_000)
    expect(off('openai') + off('anthropic')).toBe(0)
  })

  /** To the billionth, as it is reported. */
  function isListCost(record: CanonicalRecord): boolean {
    const count = (value: number | undefined) => (value === undefined ? null : BigInt(value))
    const { provider, model, service_tier: tier = 'standard', region = null, timestamp } = record
    const priced = priceEvent(book, {
      ...{ provider, model, tier, region, billingAccount: null, atMs: Date.parse(timestamp) },
      usage: {
        input_tokens: count(record.input_tokens),
        cached_input_tokens: count(record.cached_input_tokens),
        cache_write_5m_tokens: count(record.cache_write_5m_tokens),
        cache_write_1h_tokens: count(record.cache_write_1h_tokens),
        output_tokens: count(record.output_tokens),
        requests: count(record.requests),
      },
    })
    return priced.ok && Math.abs(Number(priced.cost) / 1e18 - Number(record.reported_cost_usd)) < 1e-8
  }
})

describe('the stories', () => {
  const ofWorkload = (list: readonly DemoEvent[], service: string, from: string, to: string) =>
    list.filter(({ record }) => record.service === service && record.timestamp >= from && record.timestamp < to)

  it('launches a feature in the middle of the second month, and it takes off', () => {
    expect(stories.launchDay).toBe('2026-09-14')
    expect(ofWorkload(full, 'cart-assistant', '2026-08-01', '2026-09-13').length).toBe(0)
    const firstDays = ofWorkload(full, 'cart-assistant', '2026-09-14', '2026-09-17').length
    const later = ofWorkload(full, 'cart-assistant', '2026-09-22', '2026-09-25').length
    expect(firstDays).toBeGreaterThan(0)
    expect(later).toBeGreaterThan(2 * firstDays)
  })

  it('moves a team from a dear model to a cheap one', () => {
    const models = (from: string, to: string) =>
      new Set(ofWorkload(full, 'query-rewrite', from, to).map(({ record }) => record.model))
    expect(models('2026-08-01', '2026-09-20')).toEqual(new Set(['gpt-5.5']))
    expect(models('2026-09-21', '2026-09-23').size).toBe(2)
    expect(models('2026-09-24', '2026-11-21')).toEqual(new Set(['gpt-5.4-mini']))
  })

  it.each([
    ['full', full],
    ['small', small],
  ] as const)(
    'has two hours in which one route is tried two to five times, and hardly anything gets through (%s)',
    (_size, list) => {
      const from = new Date(stories.storm.startMs).toISOString()
      // What was begun in the storm may end after it.
      const to = new Date(stories.storm.endMs + 120_000).toISOString()
      const storm = ofWorkload(list, 'ticket-triage', from, to)
      const retries = storm.filter(({ record }) => record.retry_count !== undefined)
      expect(retries.length / storm.length).toBeGreaterThan(0.5)
      expect(Math.max(...retries.map(({ record }) => record.retry_count ?? 0))).toBe(4)
      expect(storm.filter(({ record }) => record.status === 'error').length / storm.length).toBeGreaterThan(0.7)
      expect(storm.filter(({ record }) => record.status === 'error' && record.input_tokens !== undefined).length).toBeGreaterThan(
        0,
      )
      const elsewhere = list.filter(({ record }) => (record.retry_count ?? 0) > 1 && record.service !== 'ticket-triage')
      expect(elsewhere).toEqual([])
    },
  )

  it('lies within the whole months, whichever day the demo is first loaded', () => {
    fc.assert(
      fc.property(days, (day) => {
        const { from, launchDay, switchDay, storm } = tellStories(day)
        const month = `${day.slice(0, 7)}-01`
        expect(from).toBe(addMonths(month, -3))
        expect(from < launchDay && launchDay < switchDay).toBe(true)
        expect(new Date(storm.endMs).toISOString() < `${month}T00`).toBe(true)
        expect(storm.endMs - storm.startMs).toBe(2 * 3_600_000)
      }),
    )
  })
})
