import { buildNameIndex, type ModelMatch, type NameIndex } from './match-model'
import { type Meter, type MeterName, type MeterTable, meterNames } from './meters'
import type { ModelDocument, PriceBookDocument } from './price-book-document'
import { publishSegments, type RateSegment, readPriceSets, readUplift } from './publish-rate-sets'
import type { PriceSet, RateSet, RegionUplift } from './rate-set'
import type { ContractTerm } from './resolve-terms'

/** A model as one provider lists it. */
export interface ListedModel {
  readonly provider: string
  readonly model: string
  readonly name: string | null
  readonly contextWindow: number | null
  readonly tiers: ReadonlySet<string>
}

/**
 * A published price book in memory: list prices with the contract terms resolved, indexed for pricing. Never changes once
 * built; what it remembers of earlier look-ups is bounded and does not alter an answer. A new version is a new book.
 */
export interface PriceBook {
  readonly id: string
  readonly version: string
  readonly asOf: string
  readonly meters: MeterTable
  readonly names: NameIndex
  readonly tierAliases: ReadonlyMap<string, string>
  readonly tierAliasesByProvider: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** By provider and canonical name: `modelKey`. */
  readonly models: ReadonlyMap<string, ListedModel>
  /** Uplifts by provider and canonical model name: `modelKey`. */
  readonly uplifts: ReadonlyMap<string, readonly RegionUplift[]>
  /** By `scheduleKey`. */
  readonly schedules: ReadonlyMap<string, readonly RateSegment[]>
  /** Every price in the book; `rateSets[n].index` is n + 1. */
  readonly rateSets: readonly RateSet[]
  readonly remembered: RememberedLookups
}

/** Look-ups by the names that events carry, kept because events repeat few combinations of them. */
export interface RememberedLookups {
  readonly matches: Map<string, ModelMatch | null>
  readonly routes: Map<string, PriceRoute>
}

/** Where the price of a combination of names is found, or why there is none. */
export type PriceRoute =
  | { readonly ok: true; readonly match: ModelMatch; readonly tier: string; readonly segments: readonly RateSegment[] }
  | { readonly ok: false; readonly error: 'unpriced_model' | 'no_rate_for_tier'; readonly message: string }

export function modelKey(provider: string, model: string): string {
  return `${provider}\0${model}`
}

export function scheduleKey(match: ModelMatch, tier: string, upliftId: string | null, account: string | null): string {
  return `${match.provider}\0${match.listedUnder}\0${match.model}\0${tier}\0${upliftId ?? ''}\0${account ?? ''}`
}

/**
 * Builds the book from a checked document. Contract terms that know no account shape the prices of all; each account with
 * terms of its own gets rate sets of its own for the models that those terms touch.
 * @param document parsed by `priceBookDocumentSchema` and free of `findPriceBookFaults`.
 */
export function buildPriceBook(document: PriceBookDocument, options: { terms?: readonly ContractTerm[] } = {}): PriceBook {
  const meters = readMeters(document)
  const uplifts = readUplifts(document)
  const setsByModel = new Map<ModelDocument, PriceSet[]>()
  for (const { models } of document.providers) for (const model of models) setsByModel.set(model, readPriceSets(model))

  const rateSets: RateSet[] = []
  const addRateSet = (rateSet: Omit<RateSet, 'index'>): RateSet => {
    const numbered = { ...rateSet, index: rateSets.length + 1 }
    rateSets.push(numbered)
    return numbered
  }
  const schedules = new Map<string, RateSegment[]>()
  for (const offer of listOffers(document, options.terms ?? [])) {
    const sets = setsByModel.get(offer.listing) ?? []
    const match = { provider: offer.provider, listedUnder: offer.listedUnder, model: offer.listing.model }
    const regional = offer.provider === offer.listedUnder ? (uplifts.get(modelKey(match.provider, match.model)) ?? []) : []
    for (const tier of new Set(sets.map((set) => set.tier))) {
      for (const uplift of [null, ...regional]) {
        for (const account of listAccounts(offer.terms, match.model, tier)) {
          const segments = publishSegments(meters, sets, { ...match, tier, uplift, account }, offer.terms, addRateSet)
          schedules.set(scheduleKey(match, tier, uplift?.id ?? null, account), segments)
        }
      }
    }
  }

  return {
    id: document.id,
    version: document.version,
    asOf: document.as_of,
    meters,
    names: buildNameIndex(document),
    tierAliases: new Map(Object.entries(document.tier_aliases)),
    tierAliasesByProvider: new Map(
      document.providers.map((entry) => [entry.provider, new Map(Object.entries(entry.tier_aliases ?? {}))]),
    ),
    models: readModels(document),
    uplifts,
    schedules,
    rateSets,
    remembered: { matches: new Map(), routes: new Map() },
  }
}

interface Offer {
  readonly provider: string
  readonly listedUnder: string
  readonly listing: ModelDocument
  readonly terms: readonly ContractTerm[]
}

/** Who sells what: each provider its own models, and those that it takes from its fallbacks' lists. */
function listOffers(document: PriceBookDocument, terms: readonly ContractTerm[]): Offer[] {
  const byName = new Map(document.providers.map((entry) => [entry.provider, entry]))
  return document.providers.flatMap((seller) => {
    const sellerTerms = terms.filter((term) => term.provider === seller.provider)
    return [seller.provider, ...(seller.fallback ?? [])].flatMap((listedUnder) =>
      (byName.get(listedUnder)?.models ?? []).map((listing) => ({
        provider: seller.provider,
        listedUnder,
        listing,
        terms: sellerTerms,
      })),
    )
  })
}

/** Null for everyone, and the accounts that have a term of their own for this model and tier. */
function listAccounts(terms: readonly ContractTerm[], model: string, tier: string): Set<string | null> {
  const touching = terms.filter(
    (term) => (term.model === null || term.model === model) && (term.tier === null || term.tier === tier),
  )
  return new Set([null, ...touching.map((term) => term.account)])
}

function readMeters(document: PriceBookDocument): MeterTable {
  const read = (name: MeterName): Meter => ({ name, ...document.meters[name], per: BigInt(document.meters[name].per) })
  return Object.fromEntries(meterNames.map((name) => [name, read(name)])) as Record<MeterName, Meter>
}

function readUplifts(document: PriceBookDocument): Map<string, RegionUplift[]> {
  const byModel = new Map<string, RegionUplift[]>()
  for (const { provider, uplifts } of document.providers) {
    for (const uplift of uplifts ?? []) {
      for (const model of uplift.models) {
        const key = modelKey(provider, model)
        byModel.set(key, [...(byModel.get(key) ?? []), readUplift(uplift)])
      }
    }
  }
  return byModel
}

function readModels(document: PriceBookDocument): Map<string, ListedModel> {
  return new Map(
    document.providers.flatMap(({ provider, models }) =>
      models.map(({ model, name, context_window, prices }) => [
        modelKey(provider, model),
        {
          provider,
          model,
          name: name ?? null,
          contextWindow: context_window ?? null,
          tiers: new Set(prices.map((set) => set.tier)),
        },
      ]),
    ),
  )
}
