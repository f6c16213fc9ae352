import { describe, expect, it, test } from 'vitest'
import { buildPriceBook } from './price-book'
import { quotePrice } from './quote-price'
import { type QuoteAnswer, quoteBodySchema, quoteRequestSchema } from './schema'
import { exampleDocument } from './testing/example-book'

const book = buildPriceBook(exampleDocument)
const now = new Date('2026-03-04T12:00:00Z')

/** Answers a request on `acme` unless told otherwise; a million tokens make a rate readable as a cost. */
function quote(model: string, usage: Record<string, unknown>, rest: Record<string, unknown> = {}): QuoteAnswer {
  return quotePrice(book, quoteRequestSchema.parse({ provider: 'acme', at: '2026-03-04T12:00:00Z', model, usage, ...rest }), now)
}

const million = 1_000_000
const outcome = (answer: QuoteAnswer) => answer.cost_usd ?? answer.error

describe('every part has its own rate', () => {
  // `rich` charges 5 USD per thousand requests, so each request bears 0.005 beside what it uses.
  test.each([
    ['nothing but the request', {}, '0.005'],
    ['fresh input', { input_tokens: million }, '2.005'],
    ['input read from cache', { input_tokens: million, cached_input_tokens: million }, '0.505'],
    ['half of the input read from cache', { input_tokens: million, cached_input_tokens: 500_000 }, '1.255'],
    ['a five-minute cache write', { input_tokens: million, cache_write_5m_tokens: million }, '2.505'],
    ['a one-hour cache write', { input_tokens: million, cache_write_1h_tokens: million }, '4.005'],
    ['audio in', { input_tokens: million, audio_input_tokens: million }, '8.005'],
    [
      'cached audio in',
      { input_tokens: million, audio_input_tokens: million, cached_input_tokens: million, cached_audio_input_tokens: million },
      '1.005',
    ],
    [
      'half of the audio cached',
      { input_tokens: million, audio_input_tokens: million, cached_input_tokens: 500_000, cached_audio_input_tokens: 500_000 },
      '4.505',
    ],
    ['images in', { input_tokens: million, image_input_tokens: million }, '3.005'],
    [
      'cached images in',
      { input_tokens: million, image_input_tokens: million, cached_input_tokens: million, cached_image_input_tokens: million },
      '0.755',
    ],
    [
      'cached text beside cached audio',
      {
        input_tokens: 2 * million,
        cached_input_tokens: 2 * million,
        audio_input_tokens: million,
        cached_audio_input_tokens: million,
      },
      '1.505',
    ],
    ['video in', { input_tokens: million, video_input_tokens: million }, '6.005'],
    ['output', { output_tokens: million }, '10.005'],
    ['reasoning', { output_tokens: million, reasoning_tokens: million }, '12.005'],
    ['citations', { output_tokens: million, citation_tokens: million }, '1.505'],
    ['audio out', { output_tokens: million, audio_output_tokens: million }, '20.005'],
    ['images out', { output_tokens: million, image_output_tokens: million }, '30.005'],
    ['video out', { output_tokens: million, video_output_tokens: million }, '40.005'],
    ['half of the output reasoned', { output_tokens: million, reasoning_tokens: 500_000 }, '11.005'],
    ['web searches', { web_search_requests: 3 }, '0.035'],
    ['social searches', { social_search_requests: 2 }, '0.055'],
    ['file searches', { file_search_requests: 2 }, '0.01'],
    ['seconds of audio', { audio_seconds: 60 }, '0.011'],
    ['a fraction of a second', { audio_seconds: 0.5 }, '0.00505'],
    ['pages', { pages: 10 }, '0.045'],
    ['pages of which some are annotated', { pages: 10, annotated_pages: 4 }, '0.049'],
    ['text messages', { text_messages: 3 }, '0.026'],
    ['a fee for each request of a roll-up', { requests: 1000 }, '5'],
    [
      'all at once',
      {
        input_tokens: 10,
        cached_input_tokens: 4,
        cache_write_5m_tokens: 2,
        output_tokens: 5,
        reasoning_tokens: 3,
        web_search_requests: 1,
      },
      '0.015071',
    ],
  ])('%s', (_name, usage, expected) => {
    expect(quote('rich', usage).cost_usd).toBe(expected)
  })
})

describe('a missing rate', () => {
  const tokens = (field: string, output = false) => ({ [output ? 'output_tokens' : 'input_tokens']: million, [field]: million })

  test.each([
    ['plain', 'cached input falls back on input', tokens('cached_input_tokens'), '2'],
    ['plain', 'a five-minute write falls back on input', tokens('cache_write_5m_tokens'), '2'],
    ['plain', 'a one-hour write falls back through the five-minute one', tokens('cache_write_1h_tokens'), '2'],
    ['writer', 'a one-hour write falls back on the five-minute one', tokens('cache_write_1h_tokens'), '3'],
    ['plain', 'audio falls back on input', tokens('audio_input_tokens'), '2'],
    [
      'writer',
      'cached audio falls back on audio, not on cached input',
      { ...tokens('audio_input_tokens'), cached_input_tokens: million, cached_audio_input_tokens: million },
      '5',
    ],
    [
      'writer',
      'cached images fall back on images',
      { ...tokens('image_input_tokens'), cached_input_tokens: million, cached_image_input_tokens: million },
      '7',
    ],
    ['plain', 'video falls back on input', tokens('video_input_tokens'), '2'],
    ['plain', 'reasoning falls back on output', tokens('reasoning_tokens', true), '10'],
    ['plain', 'citations fall back on output', tokens('citation_tokens', true), '10'],
    ['plain', 'audio out falls back on output', tokens('audio_output_tokens', true), '10'],
    ['plain', 'images out fall back on output', tokens('image_output_tokens', true), '10'],
    ['plain', 'video out falls back on output', tokens('video_output_tokens', true), '10'],
    ['plain', 'no rate for requests is no fee', { requests: 1000 }, '0'],
  ])('%s: %s', (model, _name, usage, expected) => {
    const answer = quote(model, usage)
    expect(answer.cost_usd).toBe(expected)
    expect(answer.unpriced).toEqual([])
  })

  test.each([
    ['web_search_requests', 'web_search'],
    ['social_search_requests', 'social_search'],
    ['file_search_requests', 'file_search'],
    ['text_messages', 'text_message'],
    ['audio_seconds', 'audio_second'],
    ['pages', 'page'],
  ])('%s without a rate are named, and the rest is priced', (field, meter) => {
    const answer = quote('plain', { input_tokens: million, [field]: 2 })
    expect(answer).toMatchObject({ cost_usd: '2', error: null, unpriced: [meter] })
  })

  it('leaves a count of 0 out of the unpriced', () => {
    expect(quote('plain', { input_tokens: million, web_search_requests: 0 }).unpriced).toEqual([])
  })

  it('names every meter that a set without token rates cannot price', () => {
    const answer = quote('listener', { input_tokens: 5, cached_input_tokens: 2, output_tokens: 1, audio_seconds: 36 })
    expect(answer).toMatchObject({ cost_usd: '0.00111', unpriced: ['input', 'cached_input', 'output'] })
  })

  it('does not call an unknown price free, nor a free one unknown', () => {
    expect(quote('listener', { input_tokens: 5 })).toMatchObject({ cost_usd: '0', unpriced: ['input'] })
    expect(quote('free', { input_tokens: 5, output_tokens: 5 })).toMatchObject({ cost_usd: '0', unpriced: [] })
  })
})

describe('context bands', () => {
  test.each([
    ['below every threshold', { input_tokens: 999 }, '0.000999'],
    ['at an exclusive threshold', { input_tokens: 1000 }, '0.001'],
    ['above it: all tokens move', { input_tokens: 1001 }, '0.002002'],
    ['just below an inclusive threshold', { input_tokens: 1999 }, '0.003998'],
    ['at an inclusive threshold', { input_tokens: 2000 }, '0.006'],
    ['far above: the highest band wins', { input_tokens: 9000 }, '0.027'],
    ['output moves with the input', { input_tokens: 1001, output_tokens: 100 }, '0.002402'],
    ['output never counts towards a band', { input_tokens: 10, output_tokens: 100_000 }, '0.20001'],
    ['cached input counts towards a band', { input_tokens: 1001, cached_input_tokens: 1001 }, '0.001001'],
    ['a band without a cached rate falls back within the band', { input_tokens: 2000, cached_input_tokens: 2000 }, '0.006'],
    ['a roll-up stays at the base rates', { input_tokens: 9000, requests: 2 }, '0.009'],
    ['one request said out loud is one request', { input_tokens: 9000, requests: 1 }, '0.027'],
    ['calls keep their rate where the band says none', { input_tokens: 1001, web_search_requests: 1 }, '0.012002'],
    ['calls take the rate that the band says', { input_tokens: 2000, web_search_requests: 1 }, '0.026'],
  ])('%s', (_name, usage, expected) => {
    expect(quote('banded', usage).cost_usd).toBe(expected)
  })
})

describe('tiers', () => {
  test.each([
    ['none is standard', undefined, '2'],
    ['null is standard', null, '2'],
    ['an empty one is standard', '', '2'],
    ['case does not matter', 'PRIORITY', '4'],
    ['an alias for everyone', 'auto', '2'],
    ['an alias in capitals', 'Default', '2'],
    ["the provider's own alias goes before everyone's", 'fast', '4'],
    ['a tier without prices never drops to another', 'batch', 'no_rate_for_tier'],
    ['an unknown tier', 'platinum', 'no_rate_for_tier'],
  ])('%s', (_name, tier, expected) => {
    expect(outcome(quote('plain', { input_tokens: million }, { tier }))).toBe(expected)
  })

  it('asks the aliases of the provider that bills, not of the list that it borrows', () => {
    expect(outcome(quote('plain', { input_tokens: million }, { provider: 'makers', tier: 'fast' }))).toBe('no_rate_for_tier')
    expect(outcome(quote('plain', { input_tokens: million }, { provider: 'makers', tier: 'priority' }))).toBe('4')
  })
})

describe('time', () => {
  test.each([
    ['dated', '2020-01-01T00:00:00Z', '1'],
    ['dated', '2025-12-31T23:59:59.999Z', '1'],
    ['dated', '2026-01-01T00:00:00Z', '2'],
    ['dated', '2026-01-01T05:44:59+05:45', '1'],
    ['dated', '2026-01-01T05:45:00+05:45', '2'],
    ['dated', '2026-05-31T23:59:59.999Z', '2'],
    ['dated', '2026-06-01T00:00:00Z', 'no_rate'],
    ['dated', '2026-06-30T23:59:59Z', 'no_rate'],
    ['dated', '2026-07-01T00:00:00Z', '3'],
    ['dated', '2036-07-01T00:00:00Z', '3'],
    ['nightly', '2026-03-04T16:29:59.999Z', '4'],
    ['nightly', '2026-03-04T16:30:00Z', '1'],
    ['nightly', '2026-03-04T23:59:59.999Z', '1'],
    ['nightly', '2026-03-05T00:00:00Z', '1'],
    ['nightly', '2026-03-05T00:29:59.999Z', '1'],
    ['nightly', '2026-03-05T00:30:00Z', '4'],
    ['nightly', '2026-01-31T23:00:00Z', '4'],
    ['nightly', '2026-02-01T00:00:00Z', '1'],
    // 2026-03-06 is a Friday, 07 a Saturday, 08 a Sunday and 09 a Monday.
    ['weekday', '2026-03-06T00:59:59Z', '1'],
    ['weekday', '2026-03-06T01:00:00Z', '2'],
    ['weekday', '2026-03-06T03:59:59Z', '2'],
    ['weekday', '2026-03-06T04:00:00Z', '1'],
    ['weekday', '2026-03-06T17:00:00Z', '1'], // Saturday 01:00 in Shanghai
    ['weekday', '2026-03-05T17:00:00Z', '2'], // Friday 01:00 in Shanghai
    ['weekday', '2026-03-07T02:00:00Z', '1'],
    ['weekday', '2026-03-08T02:00:00Z', '1'],
    ['weekday', '2026-03-08T18:59:59Z', '2'], // Monday 02:59:59 in Shanghai
    ['weekday', '2026-03-09T02:00:00Z', '2'],
  ])('%s at %s', (model, at, expected) => {
    expect(outcome(quote(model, { input_tokens: million }, { at }))).toBe(expected)
  })

  it('takes the present where no instant is named', () => {
    expect(quote('dated', { input_tokens: million }, { at: undefined }).cost_usd).toBe('2')
  })
})

describe("calls in a tier that says nothing of them cost what the standard tier's cost at that time", () => {
  test.each([
    ['dated', '2025-07-01T00:00:00Z', '0.01'],
    ['dated', '2025-12-31T23:59:59Z', '0.01'],
    ['dated', '2026-01-01T00:00:00Z', '0.02'],
    ['nightly', '2026-03-04T12:00:00Z', '0.01'],
    ['nightly', '2026-03-04T20:00:00Z', '0.002'],
    ['nightly', '2026-01-04T20:00:00Z', '0.01'],
  ])('%s at %s', (model, at, expected) => {
    expect(quote(model, { web_search_requests: 1 }, { at, tier: 'batch' })).toMatchObject({ cost_usd: expected, unpriced: [] })
  })

  test.each(['2026-06-15T00:00:00Z', '2026-08-01T00:00:00Z'])(
    'and are unpriced where the standard tier says nothing either: %s',
    (at) => {
      const answer = quote('dated', { input_tokens: million, web_search_requests: 1 }, { at, tier: 'batch' })
      expect(answer).toMatchObject({ cost_usd: '0.5', unpriced: ['web_search'] })
    },
  )

  it('with the least quantity of the set that the rate is from', () => {
    expect(quote('listener', { audio_seconds: 1 }, { tier: 'batch' }).cost_usd).toBe('0.000308333333333333')
  })

  it('but tokens never borrow from another tier', () => {
    expect(quote('dated', { output_tokens: 1 }, { tier: 'batch' }).unpriced).toEqual(['output'])
  })
})

describe('region uplift', () => {
  test.each([
    ['rich', undefined, '2.005'],
    ['rich', null, '2.005'],
    ['rich', '', '2.005'],
    ['rich', 'global', '2.005'],
    ['rich', 'Global', '2.005'],
    ['rich', 'us', '2.205'],
    ['rich', 'eu', '2.505'],
    ['rich', ' EU ', '2.505'],
    ['plain', 'eu', '2.2'],
    ['free', 'eu', '0'],
    ['writer', 'eu', '1'],
  ])('%s in %s', (model, region, expected) => {
    expect(quote(model, { input_tokens: million }, { region }).cost_usd).toBe(expected)
  })

  it('raises tokens, not calls, pages, seconds or fees', () => {
    const usage = { input_tokens: million, web_search_requests: 1, pages: 1, audio_seconds: 10 }
    expect(quote('rich', usage, { region: 'us' }).cost_usd).toBe('2.22')
  })

  it('raises fallback rates and band rates as well', () => {
    expect(quote('plain', { input_tokens: million, cached_input_tokens: million }, { region: 'us' }).cost_usd).toBe('2.2')
    expect(quote('banded', { input_tokens: 2000 }, { region: 'us' }).cost_usd).toBe('0.0066')
  })

  it('does not touch a model that was found in the list of another provider', () => {
    expect(quote('plain', { input_tokens: million }, { provider: 'makers', region: 'us' }).cost_usd).toBe('2')
  })
})

describe('least quantities and division that does not come out even', () => {
  test.each([
    ['listener', { audio_seconds: 0 }, '0'],
    ['listener', { audio_seconds: 0.001 }, '0.000308333333333333'],
    ['listener', { audio_seconds: 10 }, '0.000308333333333333'],
    ['listener', { audio_seconds: 11 }, '0.000339166666666667'],
    ['listener', { audio_seconds: '3600' }, '0.111'],
    ['listener', { audio_seconds: '0.1e2' }, '0.000308333333333333'],
    ['caller', { web_search_requests: 1 }, '0.03'],
    ['caller', { web_search_requests: 4 }, '0.04'],
    ['caller', { input_tokens: 5 }, '0.0001'],
    ['caller', { input_tokens: 0 }, '0'],
  ])('%s with %o', (model, usage, expected) => {
    expect(quote(model, usage).cost_usd).toBe(expected)
  })
})

describe('usage that contradicts itself is refused, not clipped', () => {
  test.each([
    { input_tokens: -1 },
    { input_tokens: 1.5 },
    { output_tokens: '2.5' },
    { output_tokens: '-3' },
    { input_tokens: '1.0000000000000000000001' },
    { audio_seconds: -0.1 },
    { web_search_requests: 0.5 },
    { web_search_requests: -1 },
    { text_messages: -1 },
    { requests: 0 },
    { requests: -2 },
    { requests: 1.5 },
    { input_tokens: 10, cached_input_tokens: 11 },
    { cached_input_tokens: 1 },
    { input_tokens: 10, cache_write_5m_tokens: 11 },
    { input_tokens: 10, cache_write_1h_tokens: 11 },
    { input_tokens: 10, cached_input_tokens: 4, cache_write_5m_tokens: 4, cache_write_1h_tokens: 3 },
    { input_tokens: 10, audio_input_tokens: 11 },
    { input_tokens: 10, image_input_tokens: 6, video_input_tokens: 5 },
    { input_tokens: 10, cached_input_tokens: 5, audio_input_tokens: 6 },
    { input_tokens: 10, audio_input_tokens: 3, cached_input_tokens: 2, cached_audio_input_tokens: 3 },
    { input_tokens: 10, audio_input_tokens: 2, cached_input_tokens: 5, cached_audio_input_tokens: 3 },
    { input_tokens: 10, image_input_tokens: 2, cached_input_tokens: 5, cached_image_input_tokens: 3 },
    {
      input_tokens: 10,
      audio_input_tokens: 4,
      image_input_tokens: 4,
      cached_input_tokens: 5,
      cached_audio_input_tokens: 3,
      cached_image_input_tokens: 3,
    },
    { output_tokens: 10, reasoning_tokens: 11 },
    { output_tokens: 10, reasoning_tokens: 6, audio_output_tokens: 5 },
    { output_tokens: 10, image_output_tokens: 6, video_output_tokens: 5 },
    { output_tokens: 10, citation_tokens: 11 },
    { reasoning_tokens: 1 },
    { pages: 1, annotated_pages: 2 },
    { annotated_pages: 1 },
  ])('%o', (usage) => {
    const answer = quote('rich', usage)
    expect(answer).toMatchObject({ cost_usd: null, list_cost_usd: null, error: 'invalid_usage', unpriced: [], lines: [] })
    expect(Object.keys(usage).some((field) => answer.message?.includes(field)) || answer.message?.includes('tokens')).toBe(true)
  })

  test.each([
    { input_tokens: 10, cached_input_tokens: 10 },
    { input_tokens: 10, cached_input_tokens: 4, cache_write_5m_tokens: 4, cache_write_1h_tokens: 2 },
    { input_tokens: 10, audio_input_tokens: 10, cached_input_tokens: 10, cached_audio_input_tokens: 10 },
    { output_tokens: 10, reasoning_tokens: 4, audio_output_tokens: 3, citation_tokens: 3 },
    { pages: 2, annotated_pages: 2 },
    { input_tokens: null, output_tokens: undefined, requests: null },
    { input_tokens: '12', output_tokens: '1e3', requests: 1.0 },
  ])('but parts may make up the whole: %o', (usage) => {
    expect(quote('rich', usage).error).toBeNull()
  })

  it('looks at the usage first, then the model, then the tier, then the time', () => {
    const bad = { requests: 0 }
    const late = '2026-06-15T00:00:00Z'
    expect(quote('unknown', bad, { tier: 'none', at: late }).error).toBe('invalid_usage')
    expect(quote('unknown', {}, { tier: 'none', at: late }).error).toBe('unpriced_model')
    expect(quote('dated', {}, { tier: 'none', at: late }).error).toBe('no_rate_for_tier')
    expect(quote('dated', {}, { at: late }).error).toBe('no_rate')
  })
})

describe('the answer', () => {
  it('lists each part with its quantity, rate and cost, and they add up', () => {
    const answer = quote('plain', { input_tokens: 1820, cached_input_tokens: 600, output_tokens: 410 }, { region: 'us' })
    expect(answer.lines).toEqual([
      { meter: 'input', quantity: '1220', rate: '2.2', per: '1000000', cost_usd: '0.002684' },
      { meter: 'cached_input', quantity: '600', rate: '2.2', per: '1000000', cost_usd: '0.00132' },
      { meter: 'output', quantity: '410', rate: '11', per: '1000000', cost_usd: '0.00451' },
    ])
    expect(answer).toMatchObject({
      cost_usd: '0.008514',
      list_cost_usd: '0.008514',
      error: null,
      message: null,
      price_version: '1',
    })
  })

  it('shows seconds with their fraction, as billed', () => {
    expect(quote('listener', { audio_seconds: 12.25 }).lines[0]).toMatchObject({ quantity: '12.25', rate: '0.111', per: '3600' })
    expect(quote('listener', { audio_seconds: 2.5 }).lines[0]).toMatchObject({ quantity: '10' })
  })
})

describe('a count that cannot be read is an answer, so that one does not refuse its neighbours', () => {
  test.each([
    ['no number', { input_tokens: 'many' }, 'input_tokens must be a number'],
    ['true', { input_tokens: true }, 'input_tokens must be a number'],
    ['a list', { output_tokens: [1] }, 'output_tokens must be a number'],
    ['beyond what a JSON number holds', { input_tokens: 2 ** 53 }, 'input_tokens is too large for a JSON number'],
    ['beyond all numbers', { input_tokens: Number.POSITIVE_INFINITY }, 'input_tokens must be a number'],
    ['of a field that we do not know', { input_token: 5 }, 'input_token is not a usage field'],
  ])('%s', (_name, usage, message) => {
    const answer = quote('plain', usage)
    expect(answer).toMatchObject({ cost_usd: null, error: 'invalid_usage', lines: [] })
    expect(answer.message).toContain(message)
  })
})

describe('a request that cannot be read is refused at the door', () => {
  test.each([
    ['usage that is a list', { model: 'plain', usage: [] }],
    ['no usage', { model: 'plain' }],
    ['no model', { usage: {} }],
    ['an instant without its offset', { model: 'plain', usage: {}, at: '2026-06-01T09:00:00' }],
    ['an instant that does not exist', { model: 'plain', usage: {}, at: '2026-02-30T09:00:00Z' }],
  ])('%s', (_name, body) => {
    expect(quoteBodySchema.safeParse(body).success).toBe(false)
    expect(quoteBodySchema.safeParse([body]).success).toBe(false)
  })
})
