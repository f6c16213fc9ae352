import type { Database } from '@/lib/db/client'
import { cutTime, type DatedSpan, type DayBounds, valueOn } from '@/lib/registry/dated-spans'
import { resolveAlias } from '@/lib/registry/owner-facts'
import { isSlug } from '@/lib/registry/slug'
import { createRegistryCache, type RegistryCache, type RegistrySnapshot } from '@/lib/registry/snapshot'
import type { CalendarDate } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import {
  createOwnerResolver,
  type NoOwnerReason,
  type OwnerHints,
  type OwnerResolver,
  type OwnershipBasis,
  type OwnershipSpan,
} from './resolve-owner'
import { dimensionReader } from './rules/dimensions'

/** What may be noted about who owns an event. Derived when asked for, never stored, so that a fix in the registry is one. */
export type OwnerFinding =
  | 'missing_team'
  | 'unknown_team'
  | 'bad_slug'
  | 'owner_conflict'
  | 'missing_cost_center'
  | 'cost_center_mismatch'

/** What a series says that decides who owns it and where it is booked. */
export type OwnedDimensions = OwnerHints

/** Who owns an event, and what is to be noted about that. */
export interface OwnershipFacts {
  readonly owner:
    | { readonly kind: 'team' | 'pool'; readonly slug: string; readonly name: string }
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

/** Makes the reader of a process, over its cache of the registry. What it worked out is kept until the registry changes. */
export function createOwnershipReader(db: Database, cache: RegistryCache = createRegistryCache(db)): OwnershipReader {
  let current: { snapshot: RegistrySnapshot; lookup: OwnershipLookup } | null = null
  return {
    async open() {
      const snapshot = await cache.current()
      if (current?.snapshot !== snapshot) current = { snapshot, lookup: createOwnershipLookup(snapshot, cache.forget) }
      return current.lookup
    },
  }
}

/** So many combinations are kept; a source that makes up more of them has each worked out anew. */
const maxKept = 20_000

/**
 * The look-up by one state of the registry.
 *
 * @param onStale called where an event is of a source that was made later: rules may look at its name.
 */
export function createOwnershipLookup(snapshot: RegistrySnapshot, onStale: () => void = () => undefined): OwnershipLookup {
  const kept = new Map<string, DatedSpan<OwnershipFacts>[]>()
  const dayOf = createDayFinder(snapshot.zone)
  const resolver = createOwnerResolver(snapshot)
  const describe = createDescriber(snapshot, resolver)
  const hasSourceRules = resolver.ruleDimensions.includes('source')
  return (dimensions, occurredAtMs) => {
    const key = describe(dimensions)
    let spans = kept.get(key)
    if (!spans) {
      if (hasSourceRules && !snapshot.sources.has(dimensions.sourceId)) onStale()
      spans = deriveFacts(dimensions, snapshot, resolver)
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
 * Writes what of an event decides, and nothing else: it is asked of each event, and what no mapping or rule looks at would only
 * make more combinations.
 */
function createDescriber(snapshot: RegistrySnapshot, { ruleDimensions }: OwnerResolver): (dimensions: OwnedDimensions) => string {
  const [keys, services, projects] = [snapshot.keyTeams.size > 0, snapshot.serviceTeams.size > 0, snapshot.projectTeams.size > 0]
  const readers = ruleDimensions.map((name) => dimensionReader(name, snapshot))
  return (it) => {
    const parts: (string | null)[] = [it.keyTeam, it.tagTeam, it.tagBasis, it.costCenter]
    if (keys) parts.push(it.apiKey)
    if (services) parts.push(it.service)
    if (projects) parts.push(it.project)
    for (const read of readers) parts.push(read(it))
    return JSON.stringify(parts)
  }
}

/**
 * Who owns what says this, and what is to be noted about it, on all days: cut where the owner or their cost centre changes.
 */
function deriveFacts(
  dimensions: OwnedDimensions,
  snapshot: RegistrySnapshot,
  resolver: OwnerResolver,
): DatedSpan<OwnershipFacts>[] {
  return resolver.resolve(dimensions).flatMap((span) => {
    const { owner } = span
    const held = owner.kind === 'team' ? owner.team : owner.kind === 'pool' ? owner.pool : null
    const costCenters = held === null ? [] : (snapshot.costCenters.get(held.id) ?? [])
    const days = costCenters.flatMap(({ from, to }) => [from, to])
    return piecesOf(span, days).map((bounds) => {
      // Within a piece nothing changes, so its first day stands for all; before the first cut any day does.
      const costCenter = valueOn(costCenters, bounds.from ?? '')
      const facts = { costCenter, findings: listFindings(dimensions, snapshot, span, costCenter) }
      if (owner.kind === 'none') return { ...bounds, value: { ...facts, owner, basis: null } }
      const { slug, name } = owner.kind === 'team' ? owner.team : owner.pool
      return { ...bounds, value: { ...facts, owner: { kind: owner.kind, slug, name }, basis: owner.basis } }
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
  { owner, hasConflict }: OwnershipSpan,
  costCenter: string | null,
): OwnerFinding[] {
  const findings: OwnerFinding[] = []
  if (owner.kind === 'none') {
    // To the one who sends, a team that was archived is as unknown as one that never was.
    findings.push(owner.reason === 'missing_team' ? 'missing_team' : 'unknown_team')
    if (owner.reason === 'unknown_team' && hasBadSlug(dimensions)) findings.push('bad_slug')
  }
  if (hasConflict) findings.push('owner_conflict')
  if (owner.kind !== 'none' && costCenter === null) findings.push('missing_cost_center')
  if (owner.kind !== 'none' && costCenter !== null && isOtherCostCenter(dimensions.costCenter, costCenter, snapshot)) {
    findings.push('cost_center_mismatch')
  }
  return findings
}

/** A cost centre that is reported under an alias of the owner's is the owner's. */
function isOtherCostCenter(reported: string | null, costCenter: string, snapshot: RegistrySnapshot): boolean {
  return reported !== null && reported !== costCenter && resolveAlias(snapshot, 'cost_center', reported) !== costCenter
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
