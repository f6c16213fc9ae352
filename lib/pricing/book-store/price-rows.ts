import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { meterNames } from '../meters'
import type { ModelDocument, PriceBookDocument, PriceSetDocument, RatesDocument } from '../price-book-document'
import type { ContractTermDocument } from '../resolve-terms'

/** A book with the contract terms agreed beside it: what a version publishes and a draft holds. */
export interface PriceBookContent {
  readonly book: PriceBookDocument
  readonly terms: readonly ContractTermDocument[]
}

export const aliasKinds = ['exact', 'regex', 'family', 'prefix', 'suffix', 'contains'] as const
export type AliasKind = (typeof aliasKinds)[number]

export interface ProviderRow {
  readonly provider: string
  readonly fallback: readonly string[] | null
  readonly tierAliases: Readonly<Record<string, string>> | null
}

export interface ProviderAliasRow {
  readonly provider: string
  readonly alias: string
  readonly position: number
}

export interface UpliftRow {
  readonly provider: string
  readonly uplift: string
  readonly region: string
  readonly multiply: string
  readonly models: readonly string[]
  readonly position: number
}

export interface ModelRow {
  readonly provider: string
  readonly model: string
  readonly name: string | null
  readonly contextWindow: number | null
}

export interface AliasRow {
  readonly provider: string
  readonly model: string
  readonly kind: AliasKind
  readonly pattern: string
  readonly position: number
}

/** `band` 0 is the base; `bands[n]` is band n + 1. */
export interface PriceSetRow {
  readonly provider: string
  readonly model: string
  readonly tier: string
  readonly from: string | null
  readonly to: string | null
  readonly dailyUtc: readonly (readonly [string, string])[] | null
  readonly weekdays: readonly number[] | null
  readonly weekdayZone: string | null
  readonly sources: readonly string[] | null
  readonly position: number
  readonly bands: readonly { readonly over: number; readonly inclusive: boolean }[]
  readonly rates: readonly { readonly band: number; readonly meter: string; readonly rate: string }[]
  readonly minimums: readonly { readonly meter: string; readonly quantity: string }[]
}

export interface TermRow {
  readonly term: string
  readonly provider: string
  readonly account: string | null
  readonly model: string | null
  readonly tier: string | null
  readonly meter: string | null
  readonly meterGroup: string | null
  readonly kind: string
  readonly value: string
  readonly from: string | null
  readonly to: string | null
}

/** A book and its terms as the rows of the price tables; two equal contents have equal rows. */
export interface PriceRows {
  readonly providers: readonly ProviderRow[]
  readonly providerAliases: readonly ProviderAliasRow[]
  readonly uplifts: readonly UpliftRow[]
  readonly models: readonly ModelRow[]
  readonly aliases: readonly AliasRow[]
  readonly sets: readonly PriceSetRow[]
  readonly terms: readonly TermRow[]
}

/**
 * Takes a book apart. Decimals and instants are written in their one canonical form; names said twice are one row. `position`
 * keeps lists in their order and is no part of what a row says.
 */
export function toPriceRows({ book, terms }: PriceBookContent): PriceRows {
  return {
    providers: book.providers.map(({ provider, fallback, tier_aliases }) => ({
      provider,
      fallback: fallback?.length ? fallback : null,
      tierAliases: tier_aliases && Object.keys(tier_aliases).length > 0 ? sortKeys(tier_aliases) : null,
    })),
    providerAliases: book.providers.flatMap(({ provider, aliases }) =>
      [...new Set(aliases)].map((alias, position) => ({ provider, alias, position })),
    ),
    uplifts: book.providers.flatMap(({ provider, uplifts }) =>
      (uplifts ?? []).map(({ id, region, multiply, models }, position) => {
        return { provider, uplift: id, region, multiply: canonicalDecimal(multiply), models, position }
      }),
    ),
    models: book.providers.flatMap(({ provider, models }) =>
      models.map(({ model, name, context_window }) => {
        return { provider, model, name: name ?? null, contextWindow: context_window ?? null }
      }),
    ),
    aliases: book.providers.flatMap(({ provider, models }) => models.flatMap((model) => toAliasRows(provider, model))),
    sets: book.providers.flatMap(({ provider, models }) =>
      models.flatMap(({ model, prices }) => prices.map((set, position) => toPriceSetRow(provider, model, set, position))),
    ),
    terms: terms.map(toTermRow),
  }
}

function toAliasRows(provider: string, { model, aliases }: ModelDocument): AliasRow[] {
  return aliasKinds.flatMap((kind) =>
    [...new Set(aliases?.[kind] ?? [])].map((pattern, position) => ({ provider, model, kind, pattern, position })),
  )
}

/** One price set as its row, also for comparing one set with another. */
export function toPriceSetRow(provider: string, model: string, set: PriceSetDocument, position = 0): PriceSetRow {
  const bands = set.bands ?? []
  return {
    provider,
    model,
    tier: set.tier,
    from: canonicalInstant(set.from),
    to: canonicalInstant(set.to),
    dailyUtc: set.daily_utc ?? null,
    weekdays: set.weekdays ?? null,
    weekdayZone: set.weekday_zone ?? null,
    sources: set.sources?.length ? set.sources : null,
    position,
    bands: bands.map(({ over, inclusive }) => ({ over, inclusive })),
    rates: sortRates(
      [set.rates, ...bands.map((band) => band.rates)].flatMap((rates, band) =>
        listRates(rates).map(([meter, rate]) => ({ band, meter, rate })),
      ),
    ),
    minimums: sortRates(listRates(set.min_quantity ?? {}).map(([meter, quantity]) => ({ meter, quantity }))),
  }
}

export function toTermRow(term: ContractTermDocument): TermRow {
  return {
    term: term.id,
    provider: term.provider.trim().toLowerCase(),
    account: term.account ?? null,
    model: term.model?.trim().toLowerCase() ?? null,
    tier: term.tier?.trim().toLowerCase() ?? null,
    meter: term.meter ?? null,
    meterGroup: term.meter_group ?? null,
    kind: term.kind,
    value: canonicalDecimal(term.value),
    from: canonicalInstant(term.from),
    to: canonicalInstant(term.to),
  }
}

/** Times of day, days and zone of a price set in one text; empty where it is in force at all times. */
export function formatWindowKey(set: Pick<PriceSetRow, 'dailyUtc' | 'weekdays' | 'weekdayZone'>): string {
  const daily =
    set.dailyUtc === null
      ? ''
      : set.dailyUtc
          .map(([start, end]) => `${start}-${end}`)
          .sort()
          .join(',')
  const days = set.weekdays === null ? '' : `${[...new Set(set.weekdays)].sort().join('')}@${set.weekdayZone ?? 'UTC'}`
  return [daily, days].filter(Boolean).join(' ')
}

/** What a term is about, in one text: two terms about the same thing may not hold at the same time. */
export function formatTermScope(term: TermRow): string {
  const { provider, account, model, meter, meterGroup, kind } = term
  const tier = term.tier ?? (kind === 'fixed' ? 'standard' : null)
  return JSON.stringify([provider, account, model, tier, meter, meterGroup, kind])
}

/** What a row says: equal where nothing but its place in a list differs. */
export function formatContent(row: object): string {
  return formatKeySorted({ ...row, position: undefined, id: undefined })
}

/** JSON whose objects name their keys in order: `jsonb` keeps none. */
export function formatKeySorted(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)))
      : part,
  )
}

/** Rates in the one order in which rows hold them. */
export function sortRates<Rate extends { readonly band?: number; readonly meter: string }>(rates: readonly Rate[]): Rate[] {
  return [...rates].sort((left, right) => (left.band ?? 0) - (right.band ?? 0) || (left.meter < right.meter ? -1 : 1))
}

export function canonicalInstant(text: string | null | undefined): string | null {
  return text ? new Date(text).toISOString().replace('.000Z', 'Z') : null
}

function canonicalDecimal(text: string): string {
  return formatDecimal(parseDecimal(text))
}

function listRates(rates: RatesDocument): [string, string][] {
  return meterNames.flatMap((meter): [string, string][] => {
    const rate = rates[meter]
    return rate === undefined ? [] : [[meter, canonicalDecimal(rate)]]
  })
}

function sortKeys(entries: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).sort(([left], [right]) => (left < right ? -1 : 1)))
}
