import { type ModelMatch, matchModel } from './match-model'
import { modelKey, type PriceBook, type PriceRoute, scheduleKey } from './price-book'
import { isInDailyWindow } from './price-window'
import type { RateSegment } from './publish-rate-sets'
import type { RateSet } from './rate-set'

/** Enough for every combination of names that an organisation uses, and a bound on what hostile names can take. */
const maxRemembered = 50_000

/** The names by which an event finds its price; as the source wrote them, in any case. */
export interface PriceNames {
  readonly provider?: string | null
  readonly model: string
  /** Null or absent: `standard`. */
  readonly tier?: string | null
  /** Null, absent or `global`: no uplift. */
  readonly region?: string | null
  /** The provider account that is billed; null or absent: the terms that hold for every account. */
  readonly billingAccount?: string | null
}

/** The range of input tokens per request that a roll-up's row states for all its requests, `from` excluded. */
export interface StatedContext {
  readonly from: bigint
}

/** Finds the segments that may price these names, remembering the answer. Says why where there are none. */
export function findPriceRoute(book: PriceBook, names: PriceNames): PriceRoute {
  const { routes } = book.remembered
  const key = `${names.provider ?? ''}\0${names.model}\0${names.tier ?? ''}\0${names.region ?? ''}\0${names.billingAccount ?? ''}`
  const known = routes.get(key)
  if (known) return known
  const route = resolvePriceRoute(book, names)
  if (routes.size >= maxRemembered) routes.clear()
  routes.set(key, route)
  return route
}

function resolvePriceRoute(book: PriceBook, names: PriceNames): PriceRoute {
  const match = findModel(book, names.provider, names.model)
  if (!match) return { ok: false, error: 'unpriced_model', message: 'the price book has no such model for this provider' }
  const tier = resolveTier(book, match.provider, names.tier)
  const upliftId = findUpliftId(book, match, names.region)
  const account = names.billingAccount?.trim() || null
  const segments =
    book.schedules.get(scheduleKey(match, tier, upliftId, account)) ??
    book.schedules.get(scheduleKey(match, tier, upliftId, null))
  if (!segments) {
    return { ok: false, error: 'no_rate_for_tier', message: `${match.model} has no prices for the tier "${tier}"` }
  }
  return { ok: true, match, tier, segments }
}

/** `matchModel` with its answer remembered: also for screens and rules that ask what a name means. */
export function findModel(book: PriceBook, provider: string | null | undefined, model: string): ModelMatch | null {
  const { matches } = book.remembered
  const key = modelKey(provider ?? '', model)
  const known = matches.get(key)
  if (known !== undefined) return known
  const match = matchModel(book.names, provider, model)
  if (matches.size >= maxRemembered) matches.clear()
  matches.set(key, match)
  return match
}

/** Lower-cased, then the provider's own alias, else everyone's. */
export function resolveTier(book: PriceBook, provider: string, tier: string | null | undefined): string {
  const name = tier?.trim().toLowerCase() || 'standard'
  return book.tierAliasesByProvider.get(provider)?.get(name) ?? book.tierAliases.get(name) ?? name
}

/** Only a model of the provider's own list is uplifted; the entry for the very region goes before the one for any. */
function findUpliftId(book: PriceBook, match: ModelMatch, region: string | null | undefined): string | null {
  const name = region?.trim().toLowerCase() || 'global'
  if (name === 'global' || match.provider !== match.listedUnder) return null
  const uplifts = book.uplifts.get(modelKey(match.provider, match.model)) ?? []
  return (uplifts.find((uplift) => uplift.region === name) ?? uplifts.find((uplift) => uplift.region === '*'))?.id ?? null
}

/** The first segment in force; those with times of day come first. Undefined: nothing is in force. */
export function findSegment(segments: readonly RateSegment[], atMs: number): RateSegment | undefined {
  for (const segment of segments) {
    if (
      segment.fromMs <= atMs &&
      atMs < segment.toMs &&
      isInDailyWindow(segment.window, atMs) &&
      (segment.standardWindow === null || isInDailyWindow(segment.standardWindow, atMs))
    ) {
      return segment
    }
  }
  return undefined
}

/**
 * The band that a request has reached by its input; the highest wins. A roll-up is at the base rates, because its sum says
 * nothing of any one request, unless the row states the range that each of its requests is in.
 */
export function selectBand(segment: RateSegment, inputTokens: bigint, requests: bigint, stated: StatedContext | null): RateSet {
  if (stated === null && requests !== 1n) return segment.base
  for (const { over, inclusive, rateSet } of segment.bands) {
    const isReached = stated ? stated.from >= over : inputTokens > over || (inclusive && inputTokens === over)
    if (isReached) return rateSet
  }
  return segment.base
}
