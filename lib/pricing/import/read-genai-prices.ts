import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { findProvider, type MatchLogic, type ModelInfo, type ModelPrice } from '@pydantic/genai-prices'
import { z } from 'zod'
import { divideHalfEven, formatDecimal, parseDecimal } from '@/lib/money/decimal'
import type { MeterName } from '../meters'
import type { BandDocument, RatesDocument } from '../price-book-document'
import type { SourceModel, SourcePrice } from './source-model'

/** The package's price keys in our terms; hours are our 3,600 seconds, its thousands and millions are ours. */
const meterByKey: Readonly<Record<string, MeterName>> = {
  input_mtok: 'input',
  output_mtok: 'output',
  cache_write_mtok: 'cache_write_5m',
  cache_write_1h_mtok: 'cache_write_1h',
  cache_read_mtok: 'cached_input',
  input_audio_mtok: 'audio_input',
  output_audio_mtok: 'audio_output',
  cache_audio_read_mtok: 'cached_audio_input',
  input_image_mtok: 'image_input',
  output_image_mtok: 'image_output',
  cache_image_read_mtok: 'cached_image_input',
  input_video_mtok: 'video_input',
  output_video_mtok: 'video_output',
  output_reasoning_mtok: 'reasoning',
  output_citation_mtok: 'citation',
  requests_kcount: 'request',
  web_searches_kcount: 'web_search',
  storage_searches_kcount: 'file_search',
  audio_hours: 'audio_second',
  input_audio_hours: 'audio_second',
  input_document_kpages: 'page',
  input_annotated_document_kpages: 'annotated_page',
  input_text_messages_kcount: 'text_message',
}

const noise = 10n ** 6n

/** The key under which the book names this source, and what it says of it. */
export const genaiPricesSource = 'gp'

/** The installed edition, in the words of the book's list of sources. */
export function describeGenaiPrices(): string {
  const entry = createRequire(import.meta.url).resolve('@pydantic/genai-prices')
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', `file://${entry}`), 'utf8'))
  const { version } = z.object({ version: z.string() }).parse(manifest)
  return `pydantic/genai-prices ${version} (npm @pydantic/genai-prices), MIT, Copyright Pydantic Services Inc.`
}

/**
 * What the installed `@pydantic/genai-prices` says of these providers; nothing is fetched. The package can only be asked for
 * a provider by name, so one that neither the book nor the package's own fallbacks name is not found.
 */
export function readGenaiPrices(providers: readonly string[], now: Date): SourceModel[] {
  const asked = new Set(providers)
  const models: SourceModel[] = []
  for (const name of asked) {
    const provider = findProvider({ providerId: name })
    if (provider?.id !== name) continue
    for (const fallback of provider.fallback_model_providers ?? []) asked.add(fallback)
    for (const model of provider.models) models.push(readGenaiModel(provider.id, model, now))
  }
  return models
}

/**
 * One model of the package in our terms. Of its conditional prices the last that applies wins: those without a time of day
 * follow one another by their start, and those with one stand beside them.
 */
export function readGenaiModel(provider: string, info: ModelInfo, now: Date): SourceModel {
  const problems: string[] = []
  const entries = Array.isArray(info.prices) ? info.prices : [{ prices: info.prices }]
  const today = now.toISOString().slice(0, 10)
  let current: SourcePrice = { rates: {}, bands: [] }
  const windows: SourceModel['windows'][number][] = []
  const upcoming: SourceModel['upcoming'][number][] = []
  for (const { constraint, prices } of entries) {
    const price = readPrice(prices, problems)
    if (constraint?.type === 'time_of_date') {
      windows.push({ dailyUtc: [readTime(constraint.start_time), readTime(constraint.end_time)], price })
    } else if (constraint && constraint.start_date > today) {
      upcoming.push({ from: `${constraint.start_date}T00:00:00Z`, price })
    } else {
      current = price
    }
  }
  return {
    provider,
    model: info.id.trim().toLowerCase(),
    name: info.name ?? null,
    contextWindow: info.context_window ?? null,
    names: readNames(info.match, problems),
    current,
    windows,
    upcoming: upcoming.sort((left, right) => (left.from < right.from ? -1 : 1)),
    problems,
  }
}

function readPrice(prices: ModelPrice, problems: string[]): SourcePrice {
  const rates: RatesDocument = {}
  const starts = new Set<number>()
  for (const [key, value] of Object.entries(prices)) {
    if (value === undefined) continue
    const meter = meterByKey[key]
    if (!meter) {
      problems.push(`the price "${key}" has no meter here`)
      continue
    }
    rates[meter] = toRate(typeof value === 'number' ? value : value.base)
    if (typeof value !== 'number') for (const tier of value.tiers) starts.add(tier.start)
  }
  const bands = [...starts].sort((left, right) => left - right).map((over) => readBand(prices, over, rates))
  return { rates, bands }
}

/** All rates of a request that has passed a threshold; those that it does not change stay as at the base. */
function readBand(prices: ModelPrice, over: number, base: RatesDocument): BandDocument {
  const rates: RatesDocument = { ...base }
  for (const [key, value] of Object.entries(prices)) {
    const meter = meterByKey[key]
    if (!meter || value === undefined || typeof value === 'number') continue
    const reached = value.tiers.filter((tier) => tier.start <= over).sort((left, right) => right.start - left.start)[0]
    if (reached) rates[meter] = toRate(reached.price)
  }
  return { over, inclusive: false, rates }
}

/** The package holds floats, whose last digits are noise (0.18000000000000002): 12 places are more than anyone publishes. */
function toRate(value: number): string {
  return formatDecimal(divideHalfEven(parseDecimal(String(value), { rounding: 'half-even' }), noise) * noise)
}

function readTime(text: string): string {
  return text.slice(0, 5)
}

/** The names that mean the model, as far as one kind of our aliases says each. */
function readNames(match: MatchLogic, problems: string[]): SourceModel['names'][number][] {
  if ('or' in match) return match.or.flatMap((part) => readNames(part, problems))
  if ('equals' in match) return [{ kind: 'exact', pattern: match.equals.trim().toLowerCase() }]
  if ('starts_with' in match) return [{ kind: 'prefix', pattern: match.starts_with.toLowerCase() }]
  if ('ends_with' in match) return [{ kind: 'suffix', pattern: match.ends_with.toLowerCase() }]
  if ('contains' in match) return [{ kind: 'contains', pattern: match.contains.toLowerCase() }]
  if ('regex' in match) return [{ kind: 'regex', pattern: match.regex }]
  problems.push('a name that has to meet several conditions at once')
  return []
}
