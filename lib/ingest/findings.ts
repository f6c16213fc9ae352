import type { Usd } from '@/lib/money/usd'

/** What may be noted about a record that was counted all the same: the spend is real, something about it wants mending. */
export const findingCodes = [
  'missing_team',
  'unknown_team',
  'missing_project',
  'missing_service',
  'missing_environment',
  'missing_cost_center',
  'cost_center_mismatch',
  'owner_conflict',
  'missing_tokens',
  'cache_unknown',
  'total_mismatch',
  'tier_assumed',
  'unpriced_model',
  'unpriced_meter',
  'no_rate',
  'no_rate_for_tier',
  'cost_variance',
  'missing_request_id',
  'capture_conflict',
  'possible_double_capture',
  'series_capped',
  'bad_slug',
  'unparsed_user',
  'missing_feature',
] as const

export type FindingCode = (typeof findingCodes)[number]

/** A set of findings as one number, so that the hot path makes no lists. */
export type FindingSet = number

const bitByCode = Object.fromEntries(findingCodes.map((code, index) => [code, 1 << index])) as Record<FindingCode, number>

/** The bit that stands for a finding in a `FindingSet`. */
export function findingBit(code: FindingCode): FindingSet {
  return bitByCode[code]
}

/** The findings of a set, in the order of `findingCodes`. */
export function listFindings(set: FindingSet): FindingCode[] {
  return set === 0 ? [] : findingCodes.filter((code) => (set & bitByCode[code]) !== 0)
}

/** Why an event has no cost, by the reserved ids of `rate_set`. Those that are missing here mean no finding. */
const findingByRateSetId: Readonly<Record<number, FindingCode>> = {
  0: 'unpriced_model',
  [-1]: 'no_rate_for_tier',
  [-2]: 'no_rate',
  [-3]: 'missing_tokens',
}

/** What the ledger knows of an event once it is booked. */
export interface BookedPrice {
  readonly rateSetId: number
  readonly isPartlyPriced: boolean
  readonly cost: Usd | null
}

/** The findings that only the price tells: unpriced and why, priced in part, another cost than the source claims. */
export function findPriceFindings(booked: BookedPrice, reportedCost: Usd | null): FindingSet {
  const reason = findingByRateSetId[booked.rateSetId]
  return (
    (reason === undefined ? 0 : bitByCode[reason]) |
    (booked.isPartlyPriced ? bitByCode.unpriced_meter : 0) |
    (hasCostVariance(booked.cost, reportedCost) ? bitByCode.cost_variance : 0)
  )
}

/** A millionth of a dollar: below it a difference is the rounding of the source, whatever its share. */
const varianceFloor: Usd = 10n ** 12n

/**
 * Whether a source's own cost differs from ours by more than 1 % of the larger of the two and by more than $0.000001.
 * One percent is what rounded unit prices explain; beyond it a rate, a tier or a count is another one. Unknown is no variance.
 */
export function hasCostVariance(cost: Usd | null, reportedCost: Usd | null): boolean {
  if (cost === null || reportedCost === null) return false
  const difference = cost > reportedCost ? cost - reportedCost : reportedCost - cost
  const larger = cost > reportedCost ? cost : reportedCost
  return difference > varianceFloor && difference * 100n > larger
}
