import { z } from 'zod'
import type { RuleCondition } from '@/lib/db/schema/attribution'
import { callIdMessage, looksLikeCallId } from '@/lib/registry/call-id'
import { fixedRuleDimensions, isRuleDimension, ruleDimensionLabel } from './dimensions'

export const ruleOperators = ['equals', 'one_of', 'prefix', 'present', 'absent'] as const
export type RuleOperator = (typeof ruleOperators)[number]

const singleCall =
  'names a single call, and a rule is for a kind of call: use what many calls have in common, such as a service, a route or an API key'
const person =
  'names a person or a customer, whose use is not the same as owning it: use what the calls have in common, such as a service or a feature'

/** What a rule may not look at, and why. */
const refusals: readonly { readonly names: readonly string[]; readonly why: string }[] = [
  {
    names: ['conversation', 'session', 'thread'],
    why: 'is for debugging: a conversation belongs to whoever had it, for as long as it lasted, and cannot own spend. Use the service, the feature or the API key that the calls come from',
  },
  { names: ['request', 'response', 'trace', 'span', 'event', 'event_key', 'prompt_hash'], why: singleCall },
  { names: ['user', 'end_user', 'enduser', 'customer', 'tenant'], why: person },
]

/** Why a rule cannot look at a dimension; null where it can. */
export function findDimensionRefusal(name: string): string | null {
  if (isRuleDimension(name)) return null
  const plain = name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s.-]+/g, '_')
    .replace(/_id$/, '')
  const refusal = refusals.find(({ names }) => names.includes(plain))
  if (refusal) return `“${name}” ${refusal.why}`
  return `“${name}” is no dimension that a rule can look at: use ${fixedRuleDimensions.join(', ')} or label:<name>`
}

/** Values by which calls are told apart one by one would make a rule for each. Keys and accounts are ids of many calls. */
const namedByPeople: ReadonlySet<string> = new Set(['reported_team', 'project', 'service', 'feature', 'environment', 'route'])

const maxValues = 500

export const conditionSchema = z
  .strictObject({
    dimension: z.string('is needed: what the rule looks at').max(120, 'is at most 120 characters'),
    operator: z.enum(ruleOperators, `is one of ${ruleOperators.join(', ')}`),
    values: z
      .array(z.string('is text').trim().min(1, 'is empty').max(300, 'is at most 300 characters'))
      .max(maxValues, `are at most ${maxValues}`)
      .default([])
      .transform((values) => [...new Set(values)]),
  })
  .superRefine(({ dimension, operator, values }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    const refusal = findDimensionRefusal(dimension)
    if (refusal !== null) refuse('dimension', refusal)
    if (operator === 'present' || operator === 'absent') {
      if (values.length > 0) refuse('values', `are none where the operator is “${operator}”`)
    } else if (values.length === 0) refuse('values', 'name at least one value')
    else if ((operator === 'equals' || operator === 'prefix') && values.length > 1) {
      refuse('values', `are exactly one where the operator is “${operator}”; use one_of for several`)
    }
    if (namedByPeople.has(dimension) || dimension.startsWith('label:')) {
      const call = values.find(looksLikeCallId)
      if (call !== undefined) refuse('values', `“${call}” ${callIdMessage}`)
    }
  })

/** At least one: a rule without any would assign everything there is. */
export const conditionsSchema = z
  .array(conditionSchema, 'are needed: which series the rule is for')
  .min(1, 'name at least one: a rule without conditions would take everything')
  .max(20, 'are at most 20')

const list = (values: readonly string[]) => values.map((value) => `“${value}”`).join(', ')

/** A condition as people read it: `Route begins with “/chat”`. */
export function describeCondition({ dimension, operator, values }: RuleCondition): string {
  const label = ruleDimensionLabel(dimension)
  if (operator === 'present') return `${label} is stated`
  if (operator === 'absent') return `${label} is not stated`
  if (operator === 'prefix') return `${label} begins with ${list(values)}`
  return values.length === 1 ? `${label} is ${list(values)}` : `${label} is one of ${list(values)}`
}
