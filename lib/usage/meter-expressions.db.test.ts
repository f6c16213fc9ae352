import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDecimal } from '@/lib/money/decimal'
import { quantityScale } from '@/lib/pricing/meters'
import { splitUsage, type Usage } from '@/lib/pricing/split-usage'
import { makeEvent } from './testing/make-event'
import { createTestLedger } from './testing/test-ledger'

const { ledger, client } = await createTestLedger({ zone: 'UTC' })

const part = fc.bigInt(0n, 1_000_000n)
const maybe = fc.option(part)

/** Usage that does not contradict itself: totals are made from their parts. */
const usages: fc.Arbitrary<Usage> = fc
  .record({
    plainInput: part,
    cached: part,
    cachedAudio: maybe,
    cachedImage: maybe,
    write5m: maybe,
    write1h: maybe,
    audio: part,
    image: part,
    video: maybe,
    plainOutput: part,
    reasoning: maybe,
    citation: maybe,
    audioOutput: maybe,
    imageOutput: maybe,
    videoOutput: maybe,
    web: maybe,
    social: maybe,
    file: maybe,
    text: maybe,
    seconds: fc.option(fc.bigInt(0n, 10n ** 24n)),
    pages: part,
    annotated: maybe,
    requests: fc.option(fc.bigInt(1n, 50n)),
  })
  .map((it) => {
    const cachedParts = (it.cachedAudio ?? 0n) + (it.cachedImage ?? 0n)
    const audio = it.audio + (it.cachedAudio ?? 0n)
    const image = it.image + (it.cachedImage ?? 0n)
    const outputParts = [it.reasoning, it.citation, it.audioOutput, it.imageOutput, it.videoOutput]
    return {
      input_tokens: it.plainInput + it.cached + audio + image + (it.write5m ?? 0n) + (it.write1h ?? 0n) + (it.video ?? 0n),
      cached_input_tokens: it.cached + cachedParts,
      cache_write_5m_tokens: it.write5m,
      cache_write_1h_tokens: it.write1h,
      audio_input_tokens: audio,
      image_input_tokens: image,
      video_input_tokens: it.video,
      cached_audio_input_tokens: it.cachedAudio,
      cached_image_input_tokens: it.cachedImage,
      output_tokens: outputParts.reduce<bigint>((sum, count) => sum + (count ?? 0n), it.plainOutput),
      reasoning_tokens: it.reasoning,
      citation_tokens: it.citation,
      audio_output_tokens: it.audioOutput,
      image_output_tokens: it.imageOutput,
      video_output_tokens: it.videoOutput,
      web_search_requests: it.web,
      social_search_requests: it.social,
      file_search_requests: it.file,
      text_messages: it.text,
      audio_seconds: it.seconds,
      pages: it.pages + (it.annotated ?? 0n),
      annotated_pages: it.annotated,
      requests: it.requests,
    }
  })

describe('the quantities in the roll-ups', () => {
  it('are the parts that pricing makes of the same counts', async () => {
    const cases = fc.sample(usages, 200)
    // Each in an hour of its own, so that a row of sums is one event.
    const events = cases.map((usage, index) =>
      makeEvent(`quantities ${index}`, {
        usage,
        occurredAtMs: Date.UTC(2026, 4, 5) + index * 3_600_000,
        dimensions: { model: 'rich' },
      }),
    )
    await ledger.book(events)
    const rows = await client<Record<string, unknown>[]>`select * from usage_hourly order by hour`
    expect(rows).toHaveLength(cases.length)
    for (const [index, usage] of cases.entries()) {
      const split = splitUsage(usage)
      if (!split.ok) throw new Error(split.message)
      const expected = split.parts
        .filter(({ meter }) => meter !== 'request')
        .map(({ meter, quantity }) => [meter, formatDecimal((quantity * 10n ** 18n) / quantityScale(meter))])
      const stored = expected.map(([meter]) => [meter, trim(rows[index]?.[meter ?? ''])])
      expect(stored).toEqual(expected)
      expect(countQuantities(rows[index] ?? {})).toBe(expected.length)
    }
  })
})

const trim = (value: unknown) => (String(value).includes('.') ? String(value).replace(/\.?0+$/, '') : String(value))
const keysAndSums = /^(hour|series_id|rate_set_id|requests|errors|.*cost|.*_requests|latency_.*)$/
const countQuantities = (row: Record<string, unknown>) =>
  Object.entries(row).filter(([name, value]) => !keysAndSums.test(name) && value !== null).length
