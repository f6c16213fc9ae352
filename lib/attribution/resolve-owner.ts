import { cutTime, type DayBounds } from '@/lib/registry/dated-spans'
import type { TeamFact } from '@/lib/registry/snapshot'
import type { Dimensions } from '@/lib/usage/normalized-event'

/** What named an owner. Rules, decisions of triage and mappings are stored alike. */
export type OwnershipBasis = 'decision' | 'rule' | 'key' | 'metadata' | 'tag' | 'user' | 'resource' | 'mapping'

/** Why nobody owns something: no team was named, none of that name is registered, or it was archived by then. */
export type NoOwnerReason = 'missing_team' | 'unknown_team' | 'archived_team'

/** Who owns a series: a team and what named it, or nobody and why. */
export type Owner =
  | { readonly kind: 'team'; readonly team: TeamFact; readonly basis: OwnershipBasis }
  | { readonly kind: 'none'; readonly reason: NoOwnerReason }

/** An owner from one day to another; a null end is open. */
export interface OwnershipSpan extends DayBounds {
  readonly owner: Owner
}

/** What a series says of its owner. */
export type OwnerHints = Pick<Dimensions, 'keyTeam' | 'tagTeam' | 'tagBasis'>

/** The registered teams by slug. */
export type TeamDirectory = ReadonlyMap<string, TeamFact>

/** A level of trust that names somebody. */
interface Claim {
  readonly slug: string
  readonly basis: OwnershipBasis
  readonly team: TeamFact | undefined
}

/**
 * Who owns a series on which days. The order of trust, as far as the series itself tells: the team of an exclusive key, then
 * the team that trusted metadata, a tag, the `user` string or a resource attribute names, then nobody. A level counts on the
 * days on which its team is registered and not archived; registering a team gives it all days, also those before.
 *
 * @returns spans in order that cover all of time, without gap or overlap; no two that touch have the same owner.
 */
export function resolveOwner(hints: OwnerHints, teams: TeamDirectory): OwnershipSpan[] {
  const claims = listClaims(hints, teams)
  const spans: OwnershipSpan[] = []
  for (const bounds of cutTime(claims.map(({ team }) => team?.archivedFrom ?? null))) {
    const owner = decideOwner(claims, bounds)
    const last = spans.at(-1)
    if (last && isSameOwner(last.owner, owner)) spans[spans.length - 1] = { ...last, to: bounds.to }
    else spans.push({ ...bounds, owner })
  }
  return spans
}

/** Whether two levels name different teams that are both in use on that day: the finding `owner_conflict`. */
export function hasOwnerConflict(hints: OwnerHints, teams: TeamDirectory, bounds: DayBounds): boolean {
  const [first, second] = listClaims(hints, teams).filter(({ team }) => isInUse(team, bounds))
  return first !== undefined && second !== undefined && first.slug !== second.slug
}

function listClaims({ keyTeam, tagTeam, tagBasis }: OwnerHints, teams: TeamDirectory): Claim[] {
  const claim = (slug: string | null, basis: OwnershipBasis) => (slug === null ? [] : [{ slug, basis, team: teams.get(slug) }])
  return [...claim(keyTeam, 'key'), ...claim(tagTeam, readTagBasis(tagBasis))]
}

function readTagBasis(basis: string | null): OwnershipBasis {
  return basis === 'metadata' || basis === 'user' || basis === 'resource' ? basis : 'tag'
}

function isInUse(team: TeamFact | undefined, { from }: DayBounds): team is TeamFact {
  if (!team) return false
  return team.archivedFrom === null || from === null || from < team.archivedFrom
}

function decideOwner(claims: readonly Claim[], bounds: DayBounds): Owner {
  for (const { team, basis } of claims) if (isInUse(team, bounds)) return { kind: 'team', team, basis }
  const [first] = claims
  if (!first) return { kind: 'none', reason: 'missing_team' }
  return { kind: 'none', reason: first.team ? 'archived_team' : 'unknown_team' }
}

function isSameOwner(one: Owner, other: Owner): boolean {
  if (one.kind === 'team') return other.kind === 'team' && one.team.id === other.team.id && one.basis === other.basis
  return other.kind === 'none' && one.reason === other.reason
}
