import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitUsage, usageFields } from '@/lib/pricing/split-usage'
import { canonicalEventSchema } from './canonical-event'
import { listFindings } from './findings'
import { createNormaliser } from './normalise'
import { accept, makeRecord, refuse, testNowMs, testOptions } from './testing/records'

const errorsOf = (changes: Record<string, unknown>) => refuse(makeRecord(changes)).errors
const findingsOf = (changes: Record<string, unknown>) => listFindings(accept(makeRecord(changes)).findings)

describe('a sound record', () => {
  it('becomes an event without findings', () => {
    const { event, findings } = accept(makeRecord())
    expect(findings).toBe(0)
    expect(event).toMatchObject({
      occurredAtMs: Date.UTC(2026, 5, 15, 9, 30, 0, 250),
      requestId: 'req-1',
      usage: { input_tokens: 1820n, cached_input_tokens: 600n, output_tokens: 410n, reasoning_tokens: null },
      dimensions: { provider: 'openai', tagTeam: 'support-ops', tagBasis: 'tag', serviceTier: 'standard', tierAssumed: false },
    })
  })

  it.each([
    ['2026-06-15T09:30:00Z', Date.UTC(2026, 5, 15, 9, 30)],
    ['2026-06-15T15:15:00+05:45', Date.UTC(2026, 5, 15, 9, 30)],
    ['2026-06-15 09:30:00.123456Z', Date.UTC(2026, 5, 15, 9, 30, 0, 123)],
    [1781515800, Date.UTC(2026, 5, 15, 9, 30)],
    [1781515800123, Date.UTC(2026, 5, 15, 9, 30, 0, 123)],
  ])('may say its time as %s', (timestamp, expected) => {
    expect(accept(makeRecord({ timestamp })).event.occurredAtMs).toBe(expected)
  })

  it('is priced by names without case, and keeps them as sent in the archive', () => {
    const { event } = accept(makeRecord({ provider: ' OpenAI ', model: 'GPT-4o-Mini', service_tier: 'Flex' }))
    expect(event.dimensions).toMatchObject({ provider: 'openai', model: 'gpt-4o-mini', serviceTier: 'flex' })
    expect(JSON.parse(event.archiveLine)).toMatchObject({ provider: ' OpenAI ', model: 'GPT-4o-Mini' })
  })

  it('may use the other accepted spellings, of which the first that is there counts', () => {
    const record = makeRecord({ cached_input_tokens: undefined, cached_tokens: 5, cache_write_tokens: 6, search_units: 7 })
    const spelled = {
      ...record,
      billing_tier: 'batch',
      estimated_cost_usd: 9,
      request_cost_usd: '0.0074',
      model: null,
      model_version: 'm',
    }
    expect(accept(spelled).event).toMatchObject({
      usage: { cached_input_tokens: 5n, cache_write_5m_tokens: 6n, web_search_requests: 7n },
      dimensions: { serviceTier: 'batch', model: 'm' },
      reportedCost: 7_400_000_000_000_000n,
    })
    expect(accept(makeRecord({ cached_tokens: 'not looked at' })).event.usage.cached_input_tokens).toBe(600n)
  })

  it.each([
    [0.0074, 7_400_000_000_000_000n],
    [3.7500000000000003e-5, 37_500_000_000_000n],
    ['0.123456789012345678', 123_456_789_012_345_678n],
    ['1e-8', 10_000_000_000n],
    [0, 0n],
    [12, 12n * 10n ** 18n],
  ])('keeps a reported cost of %s to the digit', (reported_cost_usd, expected) => {
    expect(accept(makeRecord({ reported_cost_usd })).event.reportedCost).toBe(expected)
  })

  it('says how it ended where the source does not', () => {
    const outcomeOf = (changes: Record<string, unknown>) =>
      accept(makeRecord({ status: undefined, ...changes })).event.dimensions.outcome
    expect(outcomeOf({})).toBe('success')
    expect(outcomeOf({ status_code: 500 })).toBe('error')
    expect(outcomeOf({ status: 'success', status_code: 429 })).toBe('error')
    expect(outcomeOf({ error_type: 'timeout' })).toBe('error')
    expect(outcomeOf({ status: 'cache_hit', status_code: 200 })).toBe('cache_hit')
  })

  it('is a retry from the second attempt on', () => {
    expect(accept(makeRecord({ retry_count: 0 })).event.dimensions.isRetry).toBe(false)
    expect(accept(makeRecord({ retry_count: 1 })).event.dimensions.isRetry).toBe(true)
  })
})

describe('what is refused, with the field and the fix', () => {
  it.each([
    ['strings for numbers', { input_tokens: '1820' }, 'input_tokens', 'must be a number, not text: send it without quotes'],
    ['a negative count', { output_tokens: -1 }, 'output_tokens', 'must not be negative'],
    ['a fraction of a token', { input_tokens: 1.5 }, 'input_tokens', 'must be a whole number: counts have no fractions'],
    [
      'NaN',
      { input_tokens: Number.NaN },
      'input_tokens',
      'must be a finite number: leave the field out where the count is unknown',
    ],
    ['1e400', JSON.parse('{"latency_ms":1e400}'), 'latency_ms', 'must be a finite number of milliseconds'],
    [
      '1e400 dollars',
      JSON.parse('{"reported_cost_usd":1e400}'),
      'reported_cost_usd',
      'must be a finite number: leave the field out where it is unknown',
    ],
    ['a count beyond reason', { input_tokens: 1e16 }, 'input_tokens', 'must be at most 1000000000000000: no record counts more'],
    ['no request', { requests: 0 }, 'requests', 'must be 1 or more'],
    ['1970', { timestamp: '1970-01-01T00:00:00Z' }, 'timestamp', 'lies more than 36 months back: older usage is not taken'],
    [
      '2099',
      { timestamp: '2099-01-01T00:00:00Z' },
      'timestamp',
      'lies more than 10 minutes ahead: check the clock of the sender, and the unit of an epoch number',
    ],
    ['a day that is none', { timestamp: '2026-02-30T00:00:00Z' }, 'timestamp', 'is not an instant'],
    [
      'a time without offset',
      { timestamp: '2026-06-15T09:30:00' },
      'timestamp',
      'has no offset from UTC: add Z or one such as +02:00',
    ],
    ['an epoch in quotes', { timestamp: '1781515800' }, 'timestamp', 'must be a number where it is an epoch'],
    ['no timestamp', { timestamp: undefined }, 'timestamp', 'is required, the start of the call'],
    ['no model', { model: '' }, 'model', 'is required: the model that served'],
    ['a team that is a number', { team_id: 42 }, 'team_id', 'must be text: put it in quotes'],
    ['NUL', { team_id: 'a\0b' }, 'team_id', 'holds a NUL character'],
    ['a lone surrogate', { request_id: 'a\ud800b' }, 'request_id', 'holds half a character'],
    ['a name of 10 kB', { feature: 'x'.repeat(10_000) }, 'feature', 'is longer than 256 characters: shorten it'],
    ['a status of its own', { status: 'ok' }, 'status', 'must be success, error or cache_hit'],
    ['a negative cost', { reported_cost_usd: '-1' }, 'reported_cost_usd', 'must not be negative'],
    ['labels in a list', { labels: ['a'] }, 'labels', 'must be an object'],
  ] as const)('%s', (_what, changes, path, message) => {
    expect(errorsOf(changes)).toEqual([{ path, message: expect.stringContaining(message) }])
  })

  it.each([
    [{ cached_input_tokens: 1821 }, 'cached_input_tokens', 'cached_input_tokens (1821) exceeds input_tokens (1820)'],
    [{ cache_write_5m_tokens: 1300 }, 'input_tokens', 'together exceed input_tokens (1820)'],
    [{ reasoning_tokens: 411 }, 'reasoning_tokens', 'reasoning_tokens (411) exceeds output_tokens (410)'],
    [{ cached_audio_input_tokens: 2, audio_input_tokens: 1 }, 'cached_audio_input_tokens', 'exceeds audio_input_tokens (1)'],
    [{ pages: 1, annotated_pages: 2 }, 'annotated_pages', 'exceeds pages (1)'],
  ])('parts beyond their total: %o', (changes, path, message) => {
    const [error, ...others] = errorsOf(changes)
    expect(others).toEqual([])
    expect(error?.path).toBe(path)
    expect(error?.message).toMatch(/^invalid_usage: /)
    expect(error?.message).toContain(message)
  })

  it('names every fault at once, and the request', () => {
    const refused = refuse({ request_id: 'r-9', input_tokens: '1', output_tokens: -1 })
    expect(refused.requestId).toBe('r-9')
    expect(refused.errors.map(({ path }) => path)).toEqual(['input_tokens', 'output_tokens', 'timestamp', 'provider', 'model'])
  })

  it.each([[null], [3], ['text'], [[]], [true]])('a record that is %o', (record) => {
    expect(refuse(record).errors).toEqual([{ path: '', message: 'must be an object with the fields of one event' }])
  })
})

describe('what is noted and counted all the same', () => {
  it.each([
    [{ team_id: null }, ['missing_team']],
    [{ service: '' }, ['missing_service']],
    [{ project_id: undefined }, ['missing_project']],
    [{ project_id: undefined, environment: 'staging' }, []],
    [{ environment: undefined }, ['missing_environment']],
    [{ team_id: 'Support Ops' }, ['bad_slug']],
    [{ input_tokens: undefined, cached_input_tokens: undefined }, ['missing_tokens']],
    [{ output_tokens: undefined }, ['missing_tokens']],
    [{ output_tokens: undefined, operation: 'embeddings' }, []],
    [
      {
        input_tokens: undefined,
        cached_input_tokens: undefined,
        output_tokens: undefined,
        operation: 'audio',
        audio_seconds: 1.5,
      },
      [],
    ],
    [
      { input_tokens: undefined, cached_input_tokens: undefined, output_tokens: undefined, status: 'error', status_code: 500 },
      [],
    ],
    [{ input_tokens: undefined, cached_input_tokens: undefined, output_tokens: undefined, status: 'error' }, ['missing_tokens']],
    [{ cached_input_tokens: null }, ['cache_unknown']],
    [{ cached_input_tokens: undefined }, []],
    [{ total_tokens: 2230 }, []],
    [{ total_tokens: 2500 }, ['total_mismatch']],
    [{ request_id: undefined }, ['missing_request_id']],
    [{ request_id: undefined, trace_id: 't', span_id: 's' }, []],
  ])('%o: %o', (changes, findings) => {
    expect(findingsOf(changes)).toEqual(findings)
  })

  it('assumes a tier only for sources that cannot tell one', () => {
    const normaliser = createNormaliser(testOptions())
    const read = (record: unknown) => normaliser.normalise(record, { isTierUnknown: true })
    expect(read(makeRecord())).toMatchObject({ event: { dimensions: { tierAssumed: true } } })
    expect(read(makeRecord({ service_tier: 'flex' }))).toMatchObject({ event: { dimensions: { tierAssumed: false } } })
  })
})

describe('what is not kept', () => {
  it('is end users and tenants, unless switched on', () => {
    const record = makeRecord({ user_id: 'jane@example.com', tenant_id: 'acme' })
    const { event } = accept(record)
    expect(event).toMatchObject({ userId: null, tenantId: null })
    expect(event.archiveLine).not.toMatch(/jane|acme/)
    expect(accept(record, { keepsUserId: true, keepsTenantId: true }).event).toMatchObject({
      userId: 'jane@example.com',
      tenantId: 'acme',
    })
  })

  it('is what is shaped like a key, in names, ids and the archive', () => {
    const secret = 'sk-abcdefghijklmnopqrstuvwxyz'
    const { event } = accept(makeRecord({ api_key_id: secret, request_id: secret, feature: `x ${secret}` }))
    expect(JSON.stringify({ ...event, usage: null, reportedCost: null })).not.toContain('abcdefghijkl')
  })

  it('is undeclared labels and unknown fields, of which only path, type and length remain', () => {
    const record = makeRecord({ prompt: 'tell me a secret', labels: { customer_tier: 'gold', note: 'tell me another' } })
    const normaliser = createNormaliser(testOptions({ labels: ['experiment', 'customer_tier'] }))
    const read = normaliser.normalise(record)
    expect(read).toMatchObject({ ok: true, event: { dimensions: { labels: [null, 'gold'] } } })
    expect([...normaliser.unknownFields]).toEqual(['prompt', 'labels.note'])
    expect(JSON.parse(read.ok ? read.event.archiveLine : '')).toMatchObject({
      labels: { customer_tier: 'gold' },
      _left_out: [
        { path: 'prompt', type: 'string', length: 16 },
        { path: 'labels.note', type: 'string', length: 15 },
      ],
    })
  })

  it('is anything of a refused record but short values of canonical fields', () => {
    const { kept } = refuse(
      makeRecord({ input_tokens: 'x', messages: [{ content: 'secret' }], feature: 'y'.repeat(300), route: 'a\0' }),
    )
    expect(kept.event).toMatchObject({ input_tokens: 'x', team_id: 'support-ops' })
    expect(kept.leftOut).toEqual([
      { path: 'feature', type: 'string', length: 300 },
      { path: 'messages', type: 'array', length: 1 },
      { path: 'route', type: 'string', length: 2 },
    ])
  })
})

describe('names that mean something to the runtime', () => {
  it.each(['__proto__', 'constructor', 'toString', 'toJSON', 'hasOwnProperty'])(
    '%s is an unknown field like any other',
    (name) => {
      const record: unknown = JSON.parse(JSON.stringify(makeRecord()).replace('{', `{"${name}":{"provider":"evil","labels":{}},`))
      const normaliser = createNormaliser(testOptions())
      expect(normaliser.normalise(record)).toMatchObject({ ok: true, event: { dimensions: { provider: 'openai' } } })
      expect([...normaliser.unknownFields]).toEqual([name])
      expect(Object.hasOwn(Object.prototype, 'provider')).toBe(false)
    },
  )
})

describe('records without an identity', () => {
  const bare = makeRecord({ request_id: undefined })
  const keysOf = (records: unknown[], salt = '') => {
    const normaliser = createNormaliser(testOptions({}, salt))
    return records.map((record) => normaliser.normalise(record)).map((read) => (read.ok ? read.event.eventKey : ''))
  }

  it('are told apart by their order among equals, the same way each time', () => {
    const keys = keysOf([bare, { ...bare, model: 'other' }, bare])
    expect(new Set(keys).size).toBe(3)
    expect(keysOf([bare, { ...bare, model: 'other' }, bare])).toEqual(keys)
  })

  it('are other calls under another Idempotency-Key, and the same under the same', () => {
    expect(keysOf([bare], 'a')).toEqual(keysOf([bare], 'a'))
    expect(keysOf([bare], 'a')).not.toEqual(keysOf([bare], 'b'))
  })
})

describe('whatever the record', () => {
  it('normalising never throws, and refuses with reasons or accepts with a key', () => {
    const normaliser = createNormaliser(testOptions())
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withSparseArray: true }), (record) => {
        const read = normaliser.normalise(record)
        expect(read.ok ? read.event.eventKey : read.errors.length).toBeTruthy()
      }),
    )
  })

  it('any value in any field is accepted or refused, and what is accepted can be priced', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.nat(3000),
      fc.double(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('1e400', -0, 1e308),
    )
    const field = fc.constantFrom(...Object.keys(canonicalEventSchema.shape))
    fc.assert(
      fc.property(fc.dictionary(field, value, { maxKeys: 6 }), (changes) => {
        const read = createNormaliser(testOptions()).normalise(makeRecord(changes))
        if (!read.ok) {
          expect(read.errors.length).toBeGreaterThan(0)
          return
        }
        expect(JSON.parse(read.event.archiveLine)).toBeTypeOf('object')
        if (!read.event.dimensions.missingTokens) expect(splitUsage(read.event.usage).ok).toBe(true)
      }),
      { numRuns: 400 },
    )
  })

  it('the rule for parts and totals is the one that prices', () => {
    const counted = usageFields.filter((field) => field !== 'audio_seconds' && field !== 'requests')
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...counted), fc.nat(40)), (parts) => {
        const usage = { input_tokens: 30, output_tokens: 30, cached_input_tokens: undefined, ...parts }
        const priceable = splitUsage(
          Object.fromEntries(Object.entries(usage).map(([field, count]) => [field, BigInt(count ?? 0)])),
        )
        expect(createNormaliser(testOptions()).normalise(makeRecord(usage)).ok).toBe(priceable.ok)
      }),
      { numRuns: 300 },
    )
  })

  it('the order of fields changes nothing but the archive line', () => {
    const record = makeRecord({ request_id: undefined, labels: { a: '1', b: '2' }, cached_tokens: 3, unknown: 1 })
    const read = (shuffled: Record<string, unknown>) => {
      const { event, findings } = accept(shuffled, { labels: ['a', 'b'] })
      return { ...event, findings, archiveLine: JSON.parse(event.archiveLine) as unknown }
    }
    const expected = read(record)
    fc.assert(
      fc.property(fc.shuffledSubarray(Object.entries(record), { minLength: Object.keys(record).length }), (entries) => {
        expect(read(Object.fromEntries(entries))).toEqual(expected)
      }),
    )
  })

  it('a bad record changes nothing of its neighbours', () => {
    fc.assert(
      fc.property(fc.anything(), fc.nat(3), (bad, place) => {
        const good = [1, 2, 3].map((number) => makeRecord({ request_id: `r-${number}` }))
        const all = [...good.slice(0, place), bad, ...good.slice(place)]
        const normaliser = createNormaliser(testOptions())
        const read = all.map((record) => normaliser.normalise(record))
        const keys = read.filter((_one, index) => index !== place).map((one) => (one.ok ? one.event.eventKey : 'refused'))
        expect(keys).toEqual(good.map((record) => accept(record).event.eventKey))
      }),
    )
  })

  it('the published schema takes what is accepted', () => {
    const value = fc.oneof(fc.nat(3000), fc.constantFrom('text', true, -1, 1.5, 'error', '2026-06-15T00:00:00Z', null))
    const field = fc.constantFrom(
      ...Object.keys(canonicalEventSchema.shape).filter((name) => name !== 'user_id' && name !== 'tenant_id'),
    )
    fc.assert(
      fc.property(fc.dictionary(field, value, { maxKeys: 2 }), (changes) => {
        const record = makeRecord(changes)
        const hasFaultyParts = !splitUsageOf(record)
        const isTaken = createNormaliser({ ...testOptions(), nowMs: testNowMs }).normalise(record).ok
        const isOfSchema = canonicalEventSchema.safeParse(record).success
        // Bounds of time and sums of parts are no matter of a JSON schema; everything else must agree.
        if (isTaken) expect(isOfSchema).toBe(true)
        else if (!hasFaultyParts && typeof record.timestamp === 'string') expect(isOfSchema).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})

function splitUsageOf(record: Record<string, unknown>): boolean {
  const counts = usageFields.flatMap((field) => {
    const count = record[field]
    return typeof count === 'number' && Number.isInteger(count) ? [[field, BigInt(count)] as const] : []
  })
  return splitUsage(Object.fromEntries(counts)).ok
}
