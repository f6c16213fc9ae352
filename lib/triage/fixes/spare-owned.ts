import type { AttributableSeries } from '@/lib/attribution/attribute-series'
import { type OwnershipSpan, resolveAll } from '@/lib/attribution/resolve-owner'
import { conditionSchema } from '@/lib/attribution/rules/conditions'
import { dimensionReader, isRuleDimension } from '@/lib/attribution/rules/dimensions'
import { createRuleMatcher } from '@/lib/attribution/rules/match-rules'
import type { RuleCondition } from '@/lib/db/schema/attribution'
import { AppError } from '@/lib/errors'
import { cutTime, type DayBounds, valueOn } from '@/lib/registry/dated-spans'
import type { OwnerFacts } from '@/lib/registry/owner-facts'
import type { CalendarDate } from '@/lib/time/calendar'
import type { FindingRef } from '../finding-ref'
import { planRules, type RulePlan } from './conditions'

/** What decisions are weighed against: every series, and all that decides whose they are. */
export interface Surroundings {
  readonly series: readonly AttributableSeries[]
  readonly facts: OwnerFacts
}

export interface DecisionTerms {
  readonly target: 'owner' | 'project'
  readonly from: CalendarDate | null
}

/** Groups that one decision is for, its conditions, and its days. */
export interface PlannedDecision extends RulePlan, DayBounds {}

type OwnedSeries = AttributableSeries & { readonly spans: readonly OwnershipSpan[] }

/**
 * The decisions for some groups, which take nothing that is somebody's already.
 *
 * A decision comes before all rules and mappings, so one that asked for the values of a group alone would also take what has
 * the same values and yet an owner: by a rule that looks at something else, by the mapping of its project, or on days on which
 * its key or service is mapped. Therefore, of groups that nobody owns, every series that a decision would meet is looked at:
 *
 * - on days on which none of them is owned, the values of the group suffice, so that the next call of its kind is caught too;
 * - on days on which all are owned there is no decision: a mapping that begins later keeps what it says;
 * - on days on which some are, the decision also asks for what tells those that nobody owns from the others: a project,
 *   a feature or whatever the rules of the others look at, or the absence of it;
 * - where nothing tells them apart, it is refused, and the answer says who would have lost how many series.
 *
 * Of a project the same holds for what a rule has put into another one. An owner conflict is different: there somebody owns
 * everything, and the decision is made to say otherwise.
 *
 * What is looked at is what was ever sent. A call of tomorrow with the group's values and something new beside them, such as
 * a project that is mapped but never came with this key, is the decision's: whoever wants it otherwise finds the decision
 * among the rules.
 *
 * @throws AppError `conflict` as said, or where somebody owns all of it from that day on.
 */
export function planDecisions(refs: readonly FindingRef[], terms: DecisionTerms, around: Surroundings): PlannedDecision[] {
  const contested = refs.filter(({ lane }) => lane === 'owner_conflict')
  const unowned = refs.filter(({ lane }) => lane !== 'owner_conflict')
  const owned: readonly OwnedSeries[] = unowned.length === 0 ? [] : resolveAll(around.series, around.facts)
  const spareAll = (plans: readonly RulePlan[]): PlannedDecision[] => {
    const met = meetAll(plans, owned, around.facts)
    return plans.flatMap((plan, index) => {
      const series = met[index] ?? []
      const found = splitByDay(plan, series, terms, around.facts)
      if (found !== null) return found
      // Together they cannot be told from what is owned; each for itself perhaps.
      return plan.refs.length > 1 ? plan.refs.flatMap((ref) => spareAll(planRules([ref]))) : refuse(series, terms)
    })
  }
  const decisions = [
    ...planRules(contested).map((plan) => ({ ...plan, from: terms.from, to: null })),
    ...spareAll(planRules(unowned)),
  ]
  if (decisions.length > 0 || refs.length === 0) return decisions
  const message = 'is a day from which on somebody owns all of it: nothing is left to give away'
  throw new AppError('conflict', `from: ${message}.`, { errors: [{ path: 'from', message }] })
}

/** The series that meet the conditions of each plan, in one pass over them all. */
function meetAll(plans: readonly RulePlan[], series: readonly OwnedSeries[], facts: OwnerFacts): OwnedSeries[][] {
  const target = { kind: 'team', id: '' } as const
  const rules = plans.map(({ conditions }, index) => ({
    ...{ id: String(index), name: '', kind: 'decision' as const, conditions, from: null, to: null, target },
  }))
  const { match } = createRuleMatcher(rules, facts)
  const met = plans.map((): OwnedSeries[] => [])
  for (const one of series) for (const { id } of match(one)) met[Number(id)]?.push(one)
  return met
}

/** A plan's decisions, span by span of days; null where on some day nothing tells what is owned from what is not. */
function splitByDay(
  plan: RulePlan,
  series: readonly OwnedSeries[],
  { target, from }: DecisionTerms,
  facts: OwnerFacts,
): PlannedDecision[] | null {
  const isTaken = (one: OwnedSeries, day: CalendarDate | null) => isTakenBy(target, spanOn(one, day))
  // Most groups meet nothing that is owned on any day.
  if (!series.some(({ spans }) => spans.some((span) => isTakenBy(target, span)))) return [{ ...plan, from, to: null }]
  const decisions: PlannedDecision[] = []
  const cuts = [from, ...series.flatMap(({ spans }) => spans.map((span) => span.from))]
  for (const piece of cutTime(cuts)) {
    if (from !== null && (piece.from === null || piece.from < from)) continue
    const taken = series.filter((one) => isTaken(one, piece.from))
    const free = series.filter((one) => !isTaken(one, piece.from))
    if (free.length === 0) continue
    const variants = taken.length === 0 ? [plan.conditions] : tellApart(plan.conditions, { taken, free }, facts)
    if (variants === null) return null
    for (const conditions of variants) {
      const text = JSON.stringify(conditions)
      const before = decisions.findIndex((one) => one.to === piece.from && JSON.stringify(one.conditions) === text)
      const earlier = decisions[before]
      if (earlier) decisions[before] = { ...earlier, to: piece.to }
      else decisions.push({ refs: plan.refs, conditions, ...piece })
    }
  }
  return decisions
}

const isTakenBy = (target: DecisionTerms['target'], span: OwnershipSpan) =>
  target === 'project' ? span.project !== null : span.owner.kind !== 'none'

function spanOn({ spans }: OwnedSeries, day: CalendarDate | null): OwnershipSpan {
  const dated = spans.map((span) => ({ from: span.from, to: span.to, value: span }))
  const span = valueOn(dated, day ?? '')
  if (!span) throw new Error('ownership does not cover all of time')
  return span
}

/** What mappings look at, most telling first; then what rules look at, then the rest that callers state of a kind of call. */
const tellingDimensions = ['project', 'service', 'api_key', 'source', 'feature', 'environment', 'route', 'model', 'provider']

const maxValues = 500

/**
 * Conditions that those who are free meet and those who are taken do not, by one dimension more; two sets where some of the
 * free state it and some do not. Null where no single dimension tells them apart.
 */
function tellApart(
  conditions: readonly RuleCondition[],
  { taken, free }: { taken: readonly OwnedSeries[]; free: readonly OwnedSeries[] },
  facts: OwnerFacts,
): (readonly RuleCondition[])[] | null {
  const ofRules = facts.rules.flatMap((rule) => rule.conditions.map(({ dimension }) => dimension))
  for (const dimension of new Set([...tellingDimensions, ...ofRules])) {
    if (!isRuleDimension(dimension)) continue
    const read = dimensionReader(dimension, facts)
    const [ofTaken, ofFree] = [taken, free].map((series) => new Set(series.map((one) => read(one))))
    if (!ofTaken || !ofFree || [...ofFree].some((value) => ofTaken.has(value))) continue
    const values = [...ofFree].filter((value) => value !== null).toSorted()
    const more: RuleCondition[] = [
      ...(ofFree.has(null) ? [{ dimension, operator: 'absent' as const, values: [] }] : []),
      ...(values.length === 1 ? [{ dimension, operator: 'equals' as const, values }] : []),
      ...(values.length > 1 ? [{ dimension, operator: 'one_of' as const, values }] : []),
    ]
    if (values.length > maxValues || !more.every((one) => conditionSchema.safeParse(one).success)) continue
    const rest = conditions.filter((one) => one.dimension !== dimension)
    return more.map((one) => [...rest, one])
  }
  return null
}

function refuse(series: readonly OwnedSeries[], { target, from }: DecisionTerms): never {
  const held = series.flatMap(({ spans }) => {
    const taken = spans.find((span) => (from === null || span.to === null || span.to > from) && isTakenBy(target, span))
    if (!taken) return []
    if (target === 'project' || taken.owner.kind === 'none') return ['another project']
    return [taken.owner.kind === 'team' ? taken.owner.team.slug : taken.owner.pool.slug]
  })
  const who = [...new Set(held)].join(', ')
  throw new AppError(
    'conflict',
    `${held.length} series with the same values are of ${who} already, and nothing that calls state tells them apart: make a rule for what is meant, or map the key or the service.`,
  )
}
