import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseDecimal } from '@/lib/money/decimal'
import { loadListPrices } from './load-list-prices'
import { buildPriceBook } from './price-book'
import { type PriceableEvent, type PricedEvent, priceEvent } from './price-event'
import { splitUsage, type Usage, usageFields } from './split-usage'
import { exampleDocument } from './testing/example-book'

const book = buildPriceBook(exampleDocument)
const listBook = buildPriceBook(loadListPrices())
const atMs = Date.UTC(2026, 5, 1, 9)

const count = fc.bigInt(0n, 10n ** 12n)

/** Usage that is consistent by construction: totals are made from their parts. */
const validUsage = fc
  .record({
    parts: fc.tuple(count, count, count, count, count, count, count, count, count),
    outputs: fc.tuple(count, count, count, count, count, count),
    calls: fc.tuple(count, count, count, count, count, count),
  })
  .map(({ parts, outputs, calls }): Usage => {
    const [plain, cached, write5m, write1h, audio, cachedAudio, image, cachedImage, video] = parts
    const [text, reasoning, audioOut, imageOut, videoOut, citation] = outputs
    const [web, social, file, pages, annotated, messages] = calls
    return {
      input_tokens: plain + cached + write5m + write1h + audio + cachedAudio + image + cachedImage + video,
      cached_input_tokens: cached + cachedAudio + cachedImage,
      cache_write_5m_tokens: write5m,
      cache_write_1h_tokens: write1h,
      audio_input_tokens: audio + cachedAudio,
      image_input_tokens: image + cachedImage,
      video_input_tokens: video,
      cached_audio_input_tokens: cachedAudio,
      cached_image_input_tokens: cachedImage,
      output_tokens: text + reasoning + audioOut + imageOut + videoOut + citation,
      reasoning_tokens: reasoning,
      audio_output_tokens: audioOut,
      image_output_tokens: imageOut,
      video_output_tokens: videoOut,
      citation_tokens: citation,
      web_search_requests: web,
      social_search_requests: social,
      file_search_requests: file,
      pages: pages + annotated,
      annotated_pages: annotated,
      text_messages: messages,
    }
  })

const anyUsage = fc.dictionary(fc.constantFrom(...usageFields), fc.bigInt(-5n, 100n)).map((usage): Usage => usage)

function addUsage(left: Usage, right: Usage, requests: bigint): Usage {
  const total = Object.fromEntries(usageFields.map((field) => [field, (left[field] ?? 0n) + (right[field] ?? 0n)]))
  return { ...total, requests }
}

function price(model: string, usage: Usage, rest: Partial<PriceableEvent> = {}): PricedEvent {
  const priced = priceEvent(book, { provider: 'acme', model, atMs, usage, ...rest })
  if (!priced.ok) throw new Error(priced.message)
  return priced
}

describe('splitUsage', () => {
  it('divides the totals into parts that add up to them again', () => {
    fc.assert(
      fc.property(validUsage, (usage) => {
        const split = splitUsage(usage)
        if (!split.ok) return false
        const sum = (meters: readonly string[]) =>
          split.parts.filter((part) => meters.includes(part.meter)).reduce((total, part) => total + part.quantity, 0n)
        const inputs = ['input', 'cached_input', 'cache_write_5m', 'cache_write_1h', 'audio_input', 'cached_audio_input']
        const outputs = ['output', 'reasoning', 'citation', 'audio_output', 'image_output', 'video_output']
        return (
          sum([...inputs, 'image_input', 'cached_image_input', 'video_input']) === usage.input_tokens &&
          sum(outputs) === usage.output_tokens &&
          sum(['page', 'annotated_page']) === usage.pages
        )
      }),
    )
  })

  it('never yields a part below or at nothing', () => {
    fc.assert(
      fc.property(anyUsage, (usage) => {
        const split = splitUsage(usage)
        return !split.ok || split.parts.every((part) => part.quantity > 0n)
      }),
    )
  })

  it('refuses whatever has a negative count', () => {
    fc.assert(
      fc.property(validUsage, fc.constantFrom(...usageFields), fc.bigInt(1n, 100n), (usage, field, below) => {
        return !splitUsage({ ...usage, [field]: -below }).ok
      }),
    )
  })
})

describe('priceEvent', () => {
  it('prices a roll-up as the sum of the roll-ups that it is made of', () => {
    fc.assert(
      fc.property(validUsage, validUsage, fc.constantFrom('rich', 'plain', 'banded', 'writer', 'free'), (left, right, model) => {
        const whole = price(model, addUsage(left, right, 7n))
        const halves = [price(model, { ...left, requests: 3n }), price(model, { ...right, requests: 4n })]
        return whole.cost === halves.reduce((sum, half) => sum + half.cost, 0n)
      }),
    )
  })

  it('costs what its lines cost', () => {
    fc.assert(
      fc.property(validUsage, (usage) => {
        const priced = price('banded', usage)
        return priced.cost === priced.lines.reduce((sum, line) => sum + line.cost, 0n)
      }),
    )
  })

  it('lists every part that was used as a line or as unpriced, and never as both', () => {
    fc.assert(
      fc.property(validUsage, fc.constantFrom('plain', 'listener', 'writer'), (usage, model) => {
        const split = splitUsage(usage)
        const priced = price(model, usage)
        const named = [...priced.lines.map((line) => line.meter), ...priced.unpriced]
        const used = split.ok ? split.parts.map((part) => part.meter).filter((meter) => meter !== 'request') : []
        return (
          new Set(named).size === named.length && used.every((meter) => named.includes(meter)) && named.length === used.length
        )
      }),
    )
  })

  it('does not care about the order of the fields', () => {
    fc.assert(
      fc.property(validUsage, (usage) => {
        const reversed: Usage = Object.fromEntries(Object.entries(usage).reverse())
        return price('rich', usage).cost === price('rich', reversed).cost
      }),
    )
  })

  it('takes an absent field, null and 0 for the same', () => {
    const zeros: Usage = Object.fromEntries(usageFields.map((field) => [field, field === 'requests' ? 1n : 0n]))
    const nulls: Usage = Object.fromEntries(usageFields.map((field) => [field, null]))
    expect(price('rich', zeros).cost).toBe(price('rich', {}).cost)
    expect(price('rich', nulls).cost).toBe(price('rich', {}).cost)
  })

  it('never finds a price for a name that is not in the book', () => {
    const suffix = fc
      .string({ minLength: 1, maxLength: 12 })
      .filter((text) => /^[a-z]+$/.test(text) && !/latest|default|preview|exp|v/.test(text))
    fc.assert(
      fc.property(suffix, (text) => {
        const priced = priceEvent(listBook, {
          provider: 'openai',
          model: `gpt-4o-2024-08-06-${text}`,
          atMs,
          usage: { input_tokens: 1n },
        })
        return !priced.ok && priced.error === 'unpriced_model'
      }),
    )
  })

  it('answers the same whatever it was asked before', () => {
    const event = { provider: 'acme', model: 'plain', atMs, usage: { input_tokens: 5n } }
    const first = priceEvent(book, event)
    priceEvent(book, { ...event, tier: 'priority' })
    priceEvent(book, { ...event, region: 'eu' })
    priceEvent(book, { ...event, provider: null })
    expect(priceEvent(book, event)).toEqual(first)
  })

  it('goes by the band that a roll-up states for all its requests', () => {
    const rollUp = { input_tokens: 1_000_000n, requests: 500n }
    expect(price('banded', rollUp).cost).toBe(parseDecimal('1'))
    expect(price('banded', rollUp, { statedContext: { from: 0n } }).cost).toBe(parseDecimal('1'))
    expect(price('banded', rollUp, { statedContext: { from: 1000n } }).cost).toBe(parseDecimal('2'))
    expect(price('banded', rollUp, { statedContext: { from: 1500n } }).cost).toBe(parseDecimal('2'))
    expect(price('banded', rollUp, { statedContext: { from: 200_000n } }).cost).toBe(parseDecimal('3'))
  })
})

describe('rate sets', () => {
  it('are numbered by their place and have a key of their own', () => {
    for (const some of [book, listBook]) {
      expect(some.rateSets.every((rateSet, position) => rateSet.index === position + 1)).toBe(true)
      expect(new Set(some.rateSets.map((rateSet) => rateSet.key)).size).toBe(some.rateSets.length)
    }
  })

  it('keep their keys when the book is built anew', () => {
    const again = buildPriceBook(exampleDocument)
    expect(again.rateSets.map((rateSet) => rateSet.key)).toEqual(book.rateSets.map((rateSet) => rateSet.key))
  })

  it('differ by whatever changes the rates', () => {
    const of = (model: string, usage: Usage, rest: Partial<PriceableEvent> = {}) => price(model, usage, rest).rateSet
    expect(of('banded', { input_tokens: 5n })).not.toBe(of('banded', { input_tokens: 5000n }))
    expect(of('banded', { input_tokens: 5000n }).band).toEqual({ over: 2000n, inclusive: true })
    expect(of('plain', {}, { region: 'us' }).uplift?.id).toBe('acme-any')
    expect(of('plain', {}, { tier: 'priority' }).tier).toBe('priority')
    expect(of('nightly', {}, { atMs: Date.UTC(2026, 2, 1, 20) }).window.dailyUtcMs).toEqual([[59_400_000, 1_800_000]])
    expect(of('plain', {}, { provider: 'makers' })).toMatchObject({ provider: 'makers', listedUnder: 'acme' })
    expect(of('plain', {}, { region: 'us' })).toBe(of('plain', { input_tokens: 9n }, { region: 'mars' }))
  })

  it('price their quantities alone: Σ quantity × rate ÷ per', () => {
    const { lines, cost } = price('rich', { input_tokens: 7n, output_tokens: 3n, web_search_requests: 2n })
    expect(lines.reduce((sum, { quantity, rate }) => sum + (quantity * rate.list) / rate.divisor, 0n)).toBe(cost)
  })
})
