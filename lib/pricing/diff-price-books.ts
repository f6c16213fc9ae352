import { normalizePriceBook, readHeader } from './book-store/assemble-price-book'
import { aliasKinds, formatContent, formatKeySorted, type PriceBookContent, toPriceSetRow } from './book-store/price-rows'
import { describeSpan, diffModelPrices } from './diff-model-prices'
import type { ModelDocument, PriceBookDocument, ProviderPricesDocument } from './price-book-document'
import { changeKinds, type PriceChange } from './price-change'
import type { ContractTermDocument } from './resolve-terms'

/**
 * Everything in which two states of a book differ, by kind. Empty exactly where publishing the target over the base would
 * change nothing. Only what is said counts, not the order in which lists say it.
 */
export function diffPriceBooks(base: PriceBookContent, target: PriceBookContent): PriceChange[] {
  const before = normalizePriceBook(base)
  const after = normalizePriceBook(target)
  const changes = [
    ...diffProviders(before.book, after.book),
    ...diffTerms(before.terms, after.terms),
    ...diffHeaders(before.book, after.book),
  ]
  return changes.sort((left, right) => changeKinds.indexOf(left.kind) - changeKinds.indexOf(right.kind))
}

const spanless = { tier: null, from: null, to: null, hasSpan: false }

function diffProviders(base: PriceBookDocument, target: PriceBookDocument): PriceChange[] {
  const earlier = new Map(base.providers.map((entry) => [entry.provider, entry]))
  const later = new Map(target.providers.map((entry) => [entry.provider, entry]))
  return [...new Set([...earlier.keys(), ...later.keys()])].sort().flatMap((provider) => {
    const before = earlier.get(provider) ?? emptyProvider(provider)
    const after = later.get(provider) ?? emptyProvider(provider)
    const presence = !earlier.has(provider) ? 'is new' : !later.has(provider) ? 'is removed' : null
    const seller: PriceChange[] =
      presence === null ? [] : [describeOther(provider, null, `the provider ${provider} ${presence}`, null, null)]
    return [...seller, ...diffProvider(before, after, base.as_of)]
  })
}

function emptyProvider(provider: string): ProviderPricesDocument {
  return { provider, aliases: [], models: [] }
}

function diffProvider(before: ProviderPricesDocument, after: ProviderPricesDocument, asOf: string): PriceChange[] {
  const { provider } = after
  const others = (['fallback', 'tier_aliases', 'uplifts'] as const).flatMap((field) =>
    formatList(before[field]) === formatList(after[field])
      ? []
      : [
          describeOther(
            provider,
            null,
            `${provider}: ${otherLabels[field]} changed`,
            before[field] ?? null,
            after[field] ?? null,
          ),
        ],
  )
  return [
    ...diffNames(
      provider,
      new Map(before.aliases.map((alias) => [alias, provider])),
      new Map(after.aliases.map((alias) => [alias, provider])),
      'the provider',
    ),
    ...diffNames(provider, listModelNames(before), listModelNames(after), 'the model'),
    ...others,
    ...diffModels(before, after, asOf),
  ]
}

const otherLabels = { fallback: 'the providers it falls back on', tier_aliases: 'words for tiers', uplifts: 'regional uplifts' }

/** `kind pattern` → the model that it means. */
function listModelNames({ models }: ProviderPricesDocument): Map<string, string> {
  return new Map(
    models.flatMap(({ model, aliases }) =>
      aliasKinds.flatMap((kind) => (aliases?.[kind] ?? []).map((pattern) => [`${kind} "${pattern}"`, model] as const)),
    ),
  )
}

function diffNames(
  provider: string,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  noun: string,
): PriceChange[] {
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((label) => {
    const was = before.get(label) ?? null
    const is = after.get(label) ?? null
    if (was === is) return []
    const meaning = is === null ? `no longer means ${was}` : `means ${noun} ${is}${was === null ? '' : `, not ${was}`}`
    const model = noun === 'the model' ? (is ?? was) : null
    return [{ ...spanless, kind: 'alias', provider, model, summary: `${provider}: ${label} ${meaning}`, before: was, after: is }]
  })
}

function diffModels(before: ProviderPricesDocument, after: ProviderPricesDocument, asOf: string): PriceChange[] {
  const { provider } = after
  const earlier = new Map(before.models.map((model) => [model.model, model]))
  const later = new Map(after.models.map((model) => [model.model, model]))
  return [...new Set([...earlier.keys(), ...later.keys()])].sort().flatMap((name): PriceChange[] => {
    const was = earlier.get(name)
    const is = later.get(name)
    if (was && is) return diffModel(provider, was, is, asOf)
    const only = is ?? was
    if (!only) return []
    return [
      {
        ...spanless,
        kind: is ? 'new_model' : 'removed',
        provider,
        model: name,
        hasSpan: only.prices.length > 0,
        summary: `${provider} ${name}: ${is ? `new, ${describePeriods(is)}` : 'removed with all its prices'}`,
        before: was ?? null,
        after: is ?? null,
      },
    ]
  })
}

function describePeriods({ prices }: ModelDocument): string {
  const tiers = [...new Set(prices.map((set) => set.tier))]
  return `${prices.length} ${prices.length === 1 ? 'price' : 'prices'} in ${tiers.length === 0 ? 'no tier' : tiers.join(', ')}`
}

function diffModel(provider: string, before: ModelDocument, after: ModelDocument, asOf: string): PriceChange[] {
  const { model } = after
  const details = (['name', 'context_window'] as const).flatMap((field) =>
    before[field] === after[field]
      ? []
      : [
          describeOther(
            provider,
            model,
            `${provider} ${model}: ${field === 'name' ? 'name' : 'context window'} ${before[field] ?? 'none'} → ${after[field] ?? 'none'}`,
            before[field] ?? null,
            after[field] ?? null,
          ),
        ],
  )
  const prices = diffModelPrices(provider, before, after, asOf)
  const listPrices = (entry: ModelDocument) =>
    entry.prices.map((set) => formatContent(toPriceSetRow(provider, model, set))).sort()
  const isRecut = prices.length === 0 && listPrices(before).join() !== listPrices(after).join()
  const recut = isRecut
    ? [
        describeOther(
          provider,
          model,
          `${provider} ${model}: the same prices, cut or sourced differently`,
          before.prices,
          after.prices,
        ),
      ]
    : []
  return [...details, ...prices, ...recut]
}

function diffTerms(base: readonly ContractTermDocument[], target: readonly ContractTermDocument[]): PriceChange[] {
  const earlier = new Map(base.map((term) => [term.id, term]))
  const later = new Map(target.map((term) => [term.id, term]))
  return [...new Set([...earlier.keys(), ...later.keys()])].sort().flatMap((id): PriceChange[] => {
    const before = earlier.get(id)
    const after = later.get(id)
    const term = after ?? before
    if (!term || formatKeySorted(before ?? null) === formatKeySorted(after ?? null)) return []
    const verb = !before ? 'agreed' : !after ? 'withdrawn' : 'changed'
    return [
      {
        kind: 'term',
        provider: term.provider,
        model: term.model ?? null,
        tier: term.tier ?? null,
        // A term that changes may bear on the span that it had as well as on that which it gets.
        from: joinEnds([before, after], 'from'),
        to: joinEnds([before, after], 'to'),
        hasSpan: true,
        summary: `contract term ${id} ${verb}: ${describeTerm(term)}`,
        before: before ?? null,
        after: after ?? null,
      },
    ]
  })
}

/** The earliest start or the latest end of those there are; null where one of them is open. */
function joinEnds(terms: readonly (ContractTermDocument | undefined)[], end: 'from' | 'to'): string | null {
  const ends = terms.flatMap((term) => (term ? [term[end] ?? null] : []))
  const sorted = ends.flatMap((text) => (text === null ? [] : [text])).sort((left, right) => Date.parse(left) - Date.parse(right))
  if (sorted.length < ends.length) return null
  return (end === 'from' ? sorted[0] : sorted.at(-1)) ?? null
}

/** A contract term in words. */
export function describeTerm(term: ContractTermDocument): string {
  const what = term.meter ?? (term.meter_group ? `all ${term.meter_group}` : 'everything')
  const value = term.kind === 'fixed' ? `${term.value} USD` : `${term.value} % off`
  const where = [term.provider, term.model, term.tier, term.account && `account ${term.account}`].filter(Boolean).join(' ')
  return `${value} for ${what} of ${where}, ${describeSpan(term.from ?? null, term.to ?? null)}`
}

function diffHeaders(base: PriceBookDocument, target: PriceBookDocument): PriceChange[] {
  const before = new Map(Object.entries(readHeader(base)))
  const after = new Map(Object.entries(readHeader(target)))
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((field) => {
    const was = before.get(field) ?? null
    const is = after.get(field) ?? null
    if (formatKeySorted(was) === formatKeySorted(is)) return []
    const words = typeof is === 'string' ? `: ${was} → ${is}` : ''
    return [describeOther(null, null, `${headerLabels[field] ?? field} changed${words}`, was, is)]
  })
}

const headerLabels: Readonly<Record<string, string>> = {
  as_of: 'the day of the figures',
  version: 'the edition of the list',
  sources: 'the list of sources',
  meters: 'what meters are and fall back on',
  tier_aliases: 'words for tiers',
  version_suffix: 'what may follow a family name',
  aws_geo_prefixes: 'the geographies of Bedrock names',
}

function describeOther(
  provider: string | null,
  model: string | null,
  summary: string,
  before: unknown,
  after: unknown,
): PriceChange {
  return { ...spanless, kind: 'other', provider, model, summary, before, after }
}

/** The order of fallbacks decides, that of uplifts does not. */
function formatList(value: ProviderPricesDocument['fallback' | 'tier_aliases' | 'uplifts']): string {
  if (!Array.isArray(value)) return formatKeySorted(value ?? null)
  const entries = value.map(formatKeySorted)
  return JSON.stringify(value.some((entry) => typeof entry === 'object') ? entries.sort() : entries)
}
