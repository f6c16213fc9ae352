import { conditionSchema } from '@/lib/attribution/rules/conditions'
import type { CreateRuleInput } from '@/lib/attribution/rules/schema'
import { createRuleSchema } from '@/lib/attribution/rules/schema'
import type { RuleCondition } from '@/lib/db/schema/attribution'
import { AppError, type FieldError } from '@/lib/errors'
import type { CalendarDate } from '@/lib/time/calendar'
import { describeKey, type FindingRef } from '../finding-ref'
import { laneOf } from '../lanes'
import { conditionsOf } from './conditions'
import { planDecisions, type Surroundings } from './spare-owned'

/** What decisions of triage assign. */
export interface RuleTarget {
  readonly team?: string | null
  readonly pool?: string | null
  readonly project?: string | null
}

export interface RuleTerms extends RuleTarget {
  readonly from: CalendarDate | null
  readonly to?: CalendarDate | null
  readonly note: string | null
}

const maxNameLength = 120

/**
 * The decisions that give groups of findings to an owner or a project, from a day on and for good. They take nothing that has
 * one already: `planDecisions` says how.
 *
 * @throws AppError `invalid`, naming each finding that no rule can be made for, and why; `conflict` as `planDecisions`.
 */
export function makeOwnerRules(refs: readonly FindingRef[], terms: RuleTerms, around: Surroundings) {
  refuseUnruly(refs)
  const target = terms.project ? 'project' : 'owner'
  return planDecisions(refs, { target, from: terms.from }, around).map(({ refs: ofRule, conditions, from, to }) =>
    makeRule(nameRule(ofRule), conditions, { ...terms, from, to }),
  )
}

/** @throws AppError `invalid`, naming each finding that no rule can be made for, and why. */
export function refuseUnruly(refs: readonly FindingRef[]): void {
  const faults = refs.flatMap((ref, index) => findFaults(ref, index))
  if (faults.length > 0) {
    throw new AppError('invalid', `${faults[0]?.path}: ${faults[0]?.message}.`, { errors: faults })
  }
}

/** A decision of triage, checked as any rule is. */
export function makeRule(
  name: string,
  conditions: readonly RuleCondition[],
  { team, pool, project, from, to = null, note }: RuleTerms,
) {
  const rule: CreateRuleInput = {
    ...{ kind: 'decision', name, from, to, note: note ?? 'Decided in triage.' },
    conditions: conditions.map(({ dimension, operator, values }) => ({ dimension, operator, values: [...values] })),
    ...{ team: team ?? null, pool: pool ?? null, project: project ?? null },
  }
  return createRuleSchema.parse(rule)
}

function findFaults(ref: FindingRef, index: number): FieldError[] {
  const conditions = conditionsOf(ref)
  if (!conditions) {
    const message =
      ref.lane === 'unknown_team'
        ? 'is about a team that a key or a service is mapped to and that was archived: map that to another team, or restore it'
        : `is mended in another way: ${laneOf(ref.lane).title.toLowerCase()} is not about an owner`
    return [{ path: `findings[${index}]`, message }]
  }
  return conditions.flatMap((condition) => {
    const parsed = conditionSchema.safeParse(condition)
    return parsed.success
      ? []
      : parsed.error.issues.map(({ message }) => ({ path: `findings[${index}].key.${condition.dimension}`, message }))
  })
}

function nameRule(refs: readonly FindingRef[]): string {
  const [first] = refs
  if (!first) throw new Error('a rule for no findings')
  const more = refs.length > 1 ? ` and ${refs.length - 1} more` : ''
  const name = `Triage: ${describeKey(first)}`.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ')
  return `${name.slice(0, maxNameLength - more.length)}${more}`.trim()
}

/** The owner or project of some terms in words: `search`, `the pool platform`. */
export function tellTarget({ team, pool, project }: RuleTarget): string {
  if (pool) return `the pool ${pool}`
  return project ? `the project ${project}` : (team ?? '')
}
