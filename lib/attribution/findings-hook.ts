import type { Database } from '@/lib/db/client'
import { cutTime, type DatedSpan, type DayBounds, valueOn } from '@/lib/registry/dated-spans'
import { isSlug } from '@/lib/registry/slug'
import { createRegistryCache, type RegistrySnapshot } from '@/lib/registry/snapshot'
import type { CalendarDate } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import type { Dimensions } from '@/lib/usage/normalized-event'
import { hasOwnerConflict, type NoOwnerReason, type OwnershipBasis, resolveOwner } from './resolve-owner'

/** What may be noted about who owns an event. Derived when asked for, never stored, so that a fix in the registry is one. */
export type OwnerFinding =
  | 'missing_team'
  | 'unknown_team'
  | 'bad_slug'
  | 'owner_conflict'
  | 'missing_cost_center'
  | 'cost_center_mismatch'

/** What a series says that decides who owns it and where it is booked. */
export type OwnedDimensions = Pick<Dimensions, 'keyTeam' | 'tagTeam' | 'tagBasis' | 'costCenter'>

/** Who owns an event, and what is to be noted about that. */
export interface OwnershipFacts {
  readonly owner:
    | { readonly kind: 'team'; readonly slug: string; readonly name: string }
    | { readonly kind: 'none'; readonly reason: NoOwnerReason }
  /** What named the owner; null for nobody. */
  readonly basis: OwnershipBasis | null
  /** The code of the owner's cost centre on that day. */
  readonly costCenter: string | null
  readonly findings: readonly OwnerFinding[]
}

/** Answers for one event: its series' dimensions, and when it ran. */
export type OwnershipLookup = (dimensions: OwnedDimensions, occurredAtMs: number) => OwnershipFacts

/** Looks ownership up in memory. */
export interface OwnershipReader {
  /** A look-up by the registry as it stands now: ask for one per request, and use it for all of the request's events. */
  open: () => Promise<OwnershipLookup>
}

/** Makes the reader of a process. What it worked out is kept until the registry changes. */
export function createOwnershipReader(db: Database): OwnershipReader {
  const cache = createRegistryCache(db)
  let current: { snapshot: RegistrySnapshot; lookup: OwnershipLookup } | null = null
  return {
    async open() {
      const snapshot = await cache.current()
      if (current?.snapshot !== snapshot) current = { snapshot, lookup: createOwnershipLookup(snapshot) }
      return current.lookup
    },
  }
}

/** So many combinations are kept; a source that makes up more of them has each worked out anew. */
const maxKept = 20_000

/** The look-up by one state of the registry. */
export function createOwnershipLookup(snapshot: RegistrySnapshot): OwnershipLookup {
  const kept = new Map<string, DatedSpan<OwnershipFacts>[]>()
  const dayOf = createDayFinder(snapshot.zone)
  return (dimensions, occurredAtMs) => {
    const key = JSON.stringify([dimensions.keyTeam, dimensions.tagTeam, dimensions.tagBasis, dimensions.costCenter])
    let spans = kept.get(key)
    if (!spans) {
      spans = deriveFacts(dimensions, snapshot)
      if (kept.size >= maxKept) kept.clear()
      kept.set(key, spans)
    }
    const [only] = spans
    // Most owners never change, and then the day does not matter.
    const facts = spans.length === 1 && only ? only.value : valueOn(spans, dayOf(occurredAtMs))
    if (!facts) throw new Error('ownership does not cover all of time')
    return facts
  }
}

/**
 * Who owns what says this, and what is to be noted about it, on all days: cut where the owner or their cost centre changes.
 */
export function deriveFacts(dimensions: OwnedDimensions, snapshot: RegistrySnapshot): DatedSpan<OwnershipFacts>[] {
  return resolveOwner(dimensions, snapshot.teams).flatMap((span) => {
    const { owner } = span
    const costCenters = owner.kind === 'team' ? (snapshot.costCenters.get(owner.team.slug) ?? []) : []
    const claimants = [dimensions.keyTeam, dimensions.tagTeam].map((slug) => snapshot.teams.get(slug ?? '')?.archivedFrom ?? null)
    return piecesOf(span, [...claimants, ...costCenters.flatMap(({ from, to }) => [from, to])]).map((bounds) => {
      // Within a piece nothing changes, so its first day stands for all; before the first cut any day does.
      const costCenter = valueOn(costCenters, bounds.from ?? '')
      const facts = {
        costCenter,
        findings: listFindings(dimensions, snapshot, bounds, costCenter, owner.kind === 'team' ? null : owner.reason),
      }
      if (owner.kind === 'none') return { ...bounds, value: { ...facts, owner, basis: null } }
      const { slug, name } = owner.team
      return { ...bounds, value: { ...facts, owner: { kind: 'team' as const, slug, name }, basis: owner.basis } }
    })
  })
}

/** A span, cut at those of the days that lie in it. */
function piecesOf({ from, to }: DayBounds, days: readonly (CalendarDate | null)[]): DayBounds[] {
  const inside = days.filter((day) => day !== null && (from === null || day > from) && (to === null || day < to))
  return cutTime(inside).map((piece) => ({ from: piece.from ?? from, to: piece.to ?? to }))
}

function listFindings(
  dimensions: OwnedDimensions,
  snapshot: RegistrySnapshot,
  bounds: DayBounds,
  costCenter: string | null,
  reason: NoOwnerReason | null,
): OwnerFinding[] {
  const findings: OwnerFinding[] = []
  if (reason === 'missing_team') findings.push('missing_team')
  // To the one who sends, a team that was archived is as unknown as one that never was.
  if (reason === 'unknown_team' || reason === 'archived_team') findings.push('unknown_team')
  if (reason === 'unknown_team' && hasBadSlug(dimensions)) findings.push('bad_slug')
  if (hasOwnerConflict(dimensions, snapshot.teams, bounds)) findings.push('owner_conflict')
  if (reason === null && costCenter === null) findings.push('missing_cost_center')
  if (reason === null && costCenter !== null && dimensions.costCenter !== null && dimensions.costCenter !== costCenter) {
    findings.push('cost_center_mismatch')
  }
  return findings
}

/** A name that no team could be registered under; `~other` stands for many, of which some may have been good. */
function hasBadSlug({ keyTeam, tagTeam }: OwnedDimensions): boolean {
  return [keyTeam, tagTeam].some((slug) => slug !== null && slug !== '~other' && !isSlug(slug))
}

const slotMs = 15 * 60_000
const maxSlots = 10_000

/**
 * Days of a zone, remembered by quarter of an hour: every offset in use since 1972 is a multiple of that, so no day begins
 * within one, and working a day out costs more than everything else here.
 */
function createDayFinder(zone: string): (instantMs: number) => CalendarDate {
  const days = new Map<number, CalendarDate>()
  return (instantMs) => {
    const slot = Math.floor(instantMs / slotMs)
    const known = days.get(slot)
    if (known !== undefined) return known
    if (days.size >= maxSlots) days.clear()
    const day = dateInZone(new Date(slot * slotMs), zone)
    days.set(slot, day)
    return day
  }
}
