import type { RuleCondition } from '@/lib/db/schema/attribution'
import type { FindingRef } from '../finding-ref'
import type { Lane } from '../lanes'

/** Which values of a group's key a rule looks at, by lane, and what else it asks for: dimensions that nobody stated. */
const ruleKeys: Readonly<Partial<Record<Lane, { readonly looksAt: readonly string[]; readonly absent: readonly string[] }>>> = {
  no_owner: { looksAt: ['source', 'service', 'api_key', 'route'], absent: ['reported_team'] },
  unknown_team: { looksAt: ['reported_team', 'source'], absent: [] },
  owner_conflict: { looksAt: ['reported_team', 'service', 'api_key'], absent: [] },
  missing_dimension: { looksAt: ['source', 'service', 'environment'], absent: ['project'] },
}

/** One dimension and the values that it may have; none: it must be absent. */
type Wanted = ReadonlyMap<string, readonly string[]>

/**
 * The conditions that a group's series meet, today's and tomorrow's: each value of the key, or its absence, and for an owner
 * that nobody names one. Null where no rule can tell them: of a lane that is not about owners, or where a mapping named the team.
 */
export function conditionsOf(ref: FindingRef): RuleCondition[] | null {
  const wanted = wantedOf(ref)
  return wanted && toConditions(wanted)
}

function wantedOf({ lane, key }: FindingRef): Wanted | null {
  const rule = ruleKeys[lane]
  if (!rule) return null
  // Without a name that calls state, the rule would be for all that state none, owned or not.
  if (lane === 'unknown_team' && (key.reported_team ?? null) === null) return null
  const stated = rule.looksAt.map((name): [string, readonly string[]] => {
    const value = key[name] ?? null
    return [name, value === null ? [] : [value]]
  })
  return new Map([...stated, ...rule.absent.map((name): [string, readonly string[]] => [name, []])])
}

function toConditions(wanted: Wanted): RuleCondition[] {
  return [...wanted].map(([dimension, values]) => ({
    dimension,
    operator: values.length === 0 ? 'absent' : values.length === 1 ? 'equals' : 'one_of',
    values,
  }))
}

/** Groups that one rule is for, and its conditions. */
export interface RulePlan {
  readonly refs: readonly FindingRef[]
  readonly conditions: readonly RuleCondition[]
}

/**
 * As few rules as catch the series of some groups and no others: groups that differ in one dimension alone share a rule, which
 * names all their values.
 *
 * @param refs each of which `conditionsOf` has conditions for.
 */
export function planRules(refs: readonly FindingRef[]): RulePlan[] {
  interface Draft {
    readonly refs: readonly FindingRef[]
    readonly wanted: Wanted
  }
  let drafts: Draft[] = refs.flatMap((ref) => {
    const wanted = wantedOf(ref)
    return wanted ? [{ refs: [ref], wanted }] : []
  })
  const dimensions = [...new Set(drafts.flatMap(({ wanted }) => [...wanted.keys()]))]
  const spreadOf = (name: string) => new Set(drafts.map(({ wanted }) => wanted.get(name)?.[0])).size
  // The dimension with most values first: it is where most groups fall into one.
  for (const name of dimensions.toSorted((one, other) => spreadOf(other) - spreadOf(one))) {
    const merged = new Map<string, Draft>()
    for (const draft of drafts) {
      const own = draft.wanted.get(name)
      // Absence joins no list of values.
      const rest = [...draft.wanted].filter(([dimension]) => dimension !== name || own?.length === 0)
      const key = JSON.stringify([draft.wanted.has(name), own?.length === 0, rest])
      const known = merged.get(key)
      const values = [...new Set([...(known?.wanted.get(name) ?? []), ...(own ?? [])])]
      merged.set(key, {
        refs: [...(known?.refs ?? []), ...draft.refs],
        wanted: own === undefined ? draft.wanted : new Map([...draft.wanted, [name, values]]),
      })
    }
    drafts = [...merged.values()]
  }
  return drafts.map(({ refs: ofRule, wanted }) => ({ refs: ofRule, conditions: toConditions(wanted) }))
}
