import { cutTime, type DatedSpan, type DayBounds, setSpan, valueOn } from '@/lib/registry/dated-spans'
import { type OwnerFacts, type PoolFact, type RuleFact, resolveAlias, type TeamFact } from '@/lib/registry/owner-facts'
import type { RuleDimension, StatedDimensions } from './rules/dimensions'
import { createRuleMatcher } from './rules/match-rules'
import { createTeamFinder } from './team-finder'

/** What named an owner. Rules, decisions of triage and mappings are stored alike. */
export type OwnershipBasis = 'decision' | 'rule' | 'key' | 'metadata' | 'tag' | 'user' | 'resource' | 'mapping'

/** Why nobody owns something: no team was named, none of that name is registered, or it was archived by then. */
export type NoOwnerReason = 'missing_team' | 'unknown_team' | 'archived_team'

/** Who owns a series: a team or a shared pool and what named it, or nobody and why. */
export type Owner =
  | { readonly kind: 'team'; readonly team: TeamFact; readonly basis: OwnershipBasis; readonly ruleId: string | null }
  | { readonly kind: 'pool'; readonly pool: PoolFact; readonly basis: 'decision' | 'rule'; readonly ruleId: string }
  | { readonly kind: 'none'; readonly reason: NoOwnerReason }

/** An owner from one day to another; a null end is open. */
export interface OwnershipSpan extends DayBounds {
  readonly owner: Owner
  /** The project that a rule puts the series into; null leaves the one that it states. */
  readonly project: { readonly id: string; readonly ruleId: string } | null
  /** Two levels of trust below rules name different owners and no rule or decision settled it: the finding `owner_conflict`. */
  readonly hasConflict: boolean
}

/** What a series says of its owner: all that a rule may look at. */
export type OwnerHints = StatedDimensions

/** Finds owners by one state of the registry. */
export interface OwnerResolver {
  /**
   * Who owns what says this, on which days.
   *
   * @returns spans in order that cover all of time, without gap or overlap; no two that touch are the same.
   */
  resolve: (hints: OwnerHints) => readonly OwnershipSpan[]
  /** The dimensions that rules look at: series that agree in these, and in what they say of owners, have the same owners. */
  readonly ruleDimensions: readonly RuleDimension[]
}

/** So many combinations are remembered; a source that makes up more of them has each worked out anew. */
const maxKnown = 20_000

/** A level of trust that names a team, on some or all days. */
interface Level {
  readonly basis: OwnershipBasis
  /** The days on which what it says may change. */
  readonly days: readonly (string | null)[]
  /** The name that it gives on the days of a piece within which nothing changes; null for none. */
  readonly nameIn: (piece: DayBounds) => string | null
}

/**
 * The order of trust: a decision, then a rule (the lowest position first), the mapping of an exclusive provider key, the team of
 * the authenticated key, trusted metadata, a tag, the `user` string or a resource attribute, the mapping of the service, that of
 * the project (the one a rule put the series into, else the stated one), then nobody. A level counts on the days on which it
 * names a team that is registered and not archived: registering a team gives it all days, also those before, and a rule whose
 * team is archived decides nothing from then on. What was merged goes on under the team that its alias names.
 */
export function createOwnerResolver(facts: OwnerFacts): OwnerResolver {
  const matcher = createRuleMatcher(facts.rules, facts)
  const finder = createTeamFinder(facts)
  const slugById = new Map([...facts.teams.values()].map(({ id, slug }) => [id, slug]))
  const known = new Map<string, readonly OwnershipSpan[]>()

  function resolve(hints: OwnerHints): readonly OwnershipSpan[] {
    const rules = matcher.match(hints)
    const keySpans = facts.keyTeams.get(hints.apiKey ?? '')
    const serviceSpans = spansOf('service', hints.service)
    const projectSpans = spansOf('project', hints.project)
    // What differs beside this does not matter to who owns it.
    const key = JSON.stringify([
      rules.map(({ id }) => id),
      hints.keyTeam,
      hints.tagTeam,
      hints.tagBasis,
      keySpans && hints.apiKey,
      serviceSpans && hints.service,
      projectSpans && hints.project,
    ])
    const found = known.get(key)
    if (found) return found
    const spans = resolveAnew(hints, rules, keySpans, serviceSpans, projectSpans)
    if (known.size >= maxKnown) known.clear()
    known.set(key, spans)
    return spans
  }

  function resolveAnew(
    hints: OwnerHints,
    rules: readonly RuleFact[],
    keySpans: readonly DatedSpan<string>[] | undefined,
    serviceSpans: readonly DatedSpan<string>[] | undefined,
    projectSpans: readonly DatedSpan<string>[] | undefined,
  ): OwnershipSpan[] {
    const ofOwners = rules.filter(({ target }) => target.kind !== 'project')
    const ofProjects = rules.filter(({ target }) => target.kind === 'project')
    const spansOfRuled = (rule: RuleFact) => facts.projectTeams.get(facts.projects.get(rule.target.id) ?? '')
    const levels: Level[] = [
      mappedLevel('key', keySpans),
      statedLevel('key', hints.keyTeam),
      statedLevel(readTagBasis(hints.tagBasis), hints.tagTeam),
      mappedLevel('mapping', serviceSpans),
      {
        basis: 'mapping',
        days: [projectSpans, ...ofProjects.map(spansOfRuled)].flatMap(daysOfSpans),
        nameIn: (piece) => {
          const ruled = ofProjects.find((rule) => holdsIn(rule, piece))
          return valueIn(ruled ? spansOfRuled(ruled) : projectSpans, piece)
        },
      },
    ]
    const days = [
      ...rules.flatMap((rule) => [rule.from, rule.to, ...daysOfTarget(rule)]),
      ...levels.flatMap((level) => level.days),
    ]
    const spans: OwnershipSpan[] = []
    for (const piece of cutTime(days)) {
      const project = ofProjects.find((rule) => holdsIn(rule, piece))
      const span = {
        ...piece,
        ...decide(ofOwners, levels, piece),
        project: project ? { id: project.target.id, ruleId: project.id } : null,
      }
      const last = spans.at(-1)
      if (last && areSame(last, span)) spans[spans.length - 1] = { ...last, to: span.to }
      else spans.push(span)
    }
    return spans
  }

  /**
   * The teams of what a series names: those of what it stands for. A name that was registered itself and merged keeps its own
   * history, up to the day of the merge.
   */
  function spansOf(kind: 'service' | 'project', name: string | null): readonly DatedSpan<string>[] | undefined {
    if (name === null) return undefined
    const teams = kind === 'service' ? facts.serviceTeams : facts.projectTeams
    const meant = resolveAlias(facts, kind, name)
    const [own, rest] = [teams.get(name), teams.get(meant)]
    if (meant === name || !own) return rest
    return own.reduce<readonly DatedSpan<string>[]>((spans, span) => setSpan(spans, span, span.value), rest ?? [])
  }

  const statedLevel = (basis: OwnershipBasis, name: string | null): Level => ({
    basis,
    days: name === null ? [] : finder.daysOf(name),
    nameIn: () => name,
  })
  const mappedLevel = (basis: OwnershipBasis, spans: readonly DatedSpan<string>[] | undefined): Level => ({
    basis,
    days: daysOfSpans(spans),
    nameIn: (piece) => valueIn(spans, piece),
  })
  const daysOfSpans = (spans: readonly DatedSpan<string>[] | undefined) =>
    (spans ?? []).flatMap(({ from, to, value }) => [from, to, ...finder.daysOf(value)])
  const daysOfTarget = ({ target }: RuleFact) => (target.kind === 'team' ? finder.daysOf(slugById.get(target.id) ?? '') : [])

  /** Who owns it in a piece of time within which no fact changes. */
  function decide(
    rules: readonly RuleFact[],
    levels: readonly Level[],
    piece: DayBounds,
  ): Pick<OwnershipSpan, 'owner' | 'hasConflict'> {
    for (const rule of rules) {
      const owner = holdsIn(rule, piece) ? ownerByRule(rule, piece) : null
      if (owner) return { owner, hasConflict: false }
    }
    const claims = levels.flatMap(({ basis, nameIn }) => {
      const name = nameIn(piece)
      return name === null ? [] : [{ basis, ...finder.find(name, piece) }]
    })
    const held = claims.flatMap(({ basis, team }) => (team ? [{ basis, team }] : []))
    const [first] = held
    if (first) {
      const hasConflict = held.some(({ team }) => team.id !== first.team.id)
      return { owner: { kind: 'team', ...first, ruleId: null }, hasConflict }
    }
    const reason = claims[0] ? (claims[0].isRegistered ? 'archived_team' : 'unknown_team') : 'missing_team'
    return { owner: { kind: 'none', reason }, hasConflict: false }
  }

  function ownerByRule({ id, kind, target }: RuleFact, piece: DayBounds): Owner | null {
    if (target.kind === 'pool') {
      const pool = facts.pools.get(target.id)
      return pool ? { kind: 'pool', pool, basis: kind, ruleId: id } : null
    }
    const { team } = finder.find(slugById.get(target.id) ?? '', piece)
    return team ? { kind: 'team', team, basis: kind, ruleId: id } : null
  }

  return { resolve, ruleDimensions: matcher.dimensions }
}

/** The owners of many series by one state of the registry, real or supposed. */
export function resolveAll<Series extends OwnerHints>(
  series: readonly Series[],
  facts: OwnerFacts,
): (Series & { readonly spans: readonly OwnershipSpan[] })[] {
  const { resolve } = createOwnerResolver(facts)
  return series.map((one) => ({ ...one, spans: resolve(one) }))
}

function readTagBasis(basis: string | null): OwnershipBasis {
  return basis === 'metadata' || basis === 'user' || basis === 'resource' ? basis : 'tag'
}

/** Of a piece that nothing cuts, any day stands for all; before the first cut the beginning does. */
const valueIn = (spans: readonly DatedSpan<string>[] | undefined, { from }: DayBounds) => valueOn(spans ?? [], from ?? '')
const holdsIn = (rule: DayBounds, piece: DayBounds) =>
  valueOn([{ from: rule.from, to: rule.to, value: true }], piece.from ?? '') !== null

type Decided = Omit<OwnershipSpan, 'from' | 'to'>

function areSame(one: Decided, other: Decided): boolean {
  return describe(one) === describe(other)
}

const describe = ({ owner, project, hasConflict }: Decided): string => {
  const who = owner.kind === 'team' ? owner.team.id : owner.kind === 'pool' ? owner.pool.id : owner.reason
  const basis = owner.kind === 'none' ? [] : [owner.basis, owner.ruleId]
  return JSON.stringify([owner.kind, who, basis, project?.id, project?.ruleId, hasConflict])
}
