import type { FindingCode } from '@/lib/ingest/findings'
import type { RequestDetail } from '@/lib/reports/requests/get-request'

/** Why a request has no price, by the id that stands in place of its rates. */
const unpricedReasons: Readonly<Record<number, { word: string; reason: string }>> = {
  0: { word: 'unpriced', reason: 'The price book has no such model for this provider.' },
  [-1]: { word: 'unpriced', reason: 'The price book has no rate for its tier.' },
  [-2]: { word: 'unpriced', reason: 'The price book has no rate for the time at which it ran.' },
  [-3]: { word: 'unknown', reason: 'The source did not report its tokens, so that its cost is not known.' },
}

/** The word that stands where a cost would, and why, as a sentence. */
export function explainNoCost(rateSetId: number): { word: string; reason: string } {
  return unpricedReasons[rateSetId] ?? { word: 'unknown', reason: 'The cost of this request is not known.' }
}

/** Why a request is known to have cost nothing. */
export function explainNoCharge(outcome: string): string {
  return outcome === 'cache_hit'
    ? 'A gateway answered from its cache, so that nothing was charged.'
    : 'It failed without any usage, so that nothing was charged.'
}

export const partlyPricedReason = 'Something that it used has no rate, so that it cost at least so much.'

const outcomes: Readonly<Record<string, string>> = { success: 'Success', error: 'Error', cache_hit: 'Gateway cache hit' }

export const describeOutcome = (outcome: string): string => outcomes[outcome] ?? outcome

const unownedReasons: Readonly<Record<string, string>> = {
  missing_team: 'no team was named',
  unknown_team: 'the team that was named is not registered',
  archived_team: 'the team that was named was archived by then',
}

/** Why nobody owns something, as part of a sentence. */
export const explainNobody = (reason: string | null): string => unownedReasons[reason ?? ''] ?? 'no reason is kept'

const bases: Readonly<Record<string, string>> = {
  decision: 'a decision in triage says so',
  rule: 'a rule says so',
  key: 'the API key that was used belongs to this team alone',
  metadata: 'the call named the team in its metadata',
  tag: 'the call named the team in a tag',
  user: 'the call named the team in its user field',
  resource: 'the sender named the team in its resource attributes',
  mapping: 'what was used is mapped to this team',
}

/** What named the owner, as a sentence; or why nobody is. */
export function explainOwner({ kind, basis, reason }: RequestDetail['owner']): string {
  const words = kind === 'none' ? explainNobody(reason) : (bases[basis ?? ''] ?? 'what named it is not kept')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}

/** What each finding means for the one who reads it. */
export const findingWords: Readonly<Record<FindingCode, string>> = {
  missing_team: 'It names no team, so that nobody owns it.',
  unknown_team: 'It names a team that is not registered, or was archived by then.',
  missing_project: 'It names no project.',
  missing_service: 'It names no service.',
  missing_environment: 'It names no environment.',
  missing_cost_center: 'Its team belonged to no cost centre on that day.',
  cost_center_mismatch: 'It names another cost centre than the one that its team belonged to.',
  owner_conflict: 'Its API key belongs to one team and the call names another; the key counts.',
  missing_tokens: 'Its tokens were not reported, so that its cost is not known.',
  cache_unknown: 'How much of its input came from a cache was not reported; all of it is priced as new input.',
  total_mismatch: 'The total of tokens that was reported is not the sum of its parts.',
  tier_assumed: 'Its service tier was not reported; the standard tier was assumed.',
  unpriced_model: 'The price book has no such model for this provider.',
  unpriced_meter: 'Something that it used has no rate, so that it cost at least what is shown.',
  no_rate: 'The price book has no rate for the time at which it ran.',
  no_rate_for_tier: 'The price book has no rate for its tier.',
  cost_variance: 'The cost that its source reported differs from ours by more than 1 %.',
  missing_request_id: 'It has no id of its own; the same call sent again can only be told by its content.',
  capture_conflict: 'Another record of the same call says something else; the first one counts.',
  possible_double_capture: 'Another source may have reported the same call.',
  series_capped: 'Too many different values were sent on that day; some of its names stand under “~other” in reports.',
  bad_slug: 'The team that it names has a name that no team can be registered under.',
  unparsed_user: 'Its user field could not be read.',
  missing_feature: 'It names no feature.',
}
