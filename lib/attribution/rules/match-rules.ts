import type { RuleCondition } from '@/lib/db/schema/attribution'
import { type RuleFact, resolveAlias } from '@/lib/registry/owner-facts'
import { dimensionReader, isRuleDimension, type NameFacts, type RuleDimension, type StatedDimensions } from './dimensions'

type Test = (stated: StatedDimensions) => boolean

/** Finds the rules whose conditions all hold for what a series says, on whichever day, in their order. */
export interface RuleMatcher {
  match: (stated: StatedDimensions) => readonly RuleFact[]
  /** The dimensions that some rule looks at, each once. */
  readonly dimensions: readonly RuleDimension[]
}

interface CompiledRule {
  readonly rule: RuleFact
  readonly order: number
  readonly tests: readonly Test[]
}

/**
 * Prepares rules for many series. A rule that asks for certain values of some dimension is looked up by them, so that a series
 * is compared with few of many rules.
 */
export function createRuleMatcher(rules: readonly RuleFact[], facts: NameFacts): RuleMatcher {
  const everywhere: CompiledRule[] = []
  const byValue = new Map<RuleDimension, Map<string, CompiledRule[]>>()
  for (const [order, rule] of rules.entries()) {
    const tests = rule.conditions.map((condition) => compileCondition(condition, facts))
    const compiled = { rule, order, tests }
    const selective = rule.conditions.find(({ operator }) => operator === 'equals' || operator === 'one_of')
    if (!selective || !isRuleDimension(selective.dimension)) {
      everywhere.push(compiled)
      continue
    }
    const ofDimension = byValue.get(selective.dimension) ?? new Map<string, CompiledRule[]>()
    byValue.set(selective.dimension, ofDimension)
    for (const value of wantedValues(selective, facts)) {
      const ofValue = ofDimension.get(value)
      if (ofValue) ofValue.push(compiled)
      else ofDimension.set(value, [compiled])
    }
  }
  const indexes = [...byValue].map(([dimension, ofDimension]) => ({ read: dimensionReader(dimension, facts), ofDimension }))
  return {
    dimensions: [...new Set(rules.flatMap(({ conditions }) => conditions.map(({ dimension }) => dimension)))].filter(
      isRuleDimension,
    ),
    match(stated) {
      const candidates = indexes.flatMap(({ read, ofDimension }) => ofDimension.get(read(stated) ?? '') ?? [])
      return [...everywhere, ...candidates]
        .filter(({ tests }) => tests.every((test) => test(stated)))
        .toSorted((one, other) => one.order - other.order)
        .map(({ rule }) => rule)
    },
  }
}

/** The values that a condition asks for; an alias asks for what it stands for. */
function wantedValues({ dimension, values }: RuleCondition, facts: NameFacts): Set<string> {
  if (dimension !== 'project' && dimension !== 'service' && dimension !== 'environment') return new Set(values)
  return new Set(values.map((value) => resolveAlias(facts, dimension, value)))
}

function compileCondition(condition: RuleCondition, facts: NameFacts): Test {
  const { dimension, operator, values } = condition
  // Commands refuse such a dimension; of one that a later version knew, nothing can be said, so its rule decides nothing.
  if (!isRuleDimension(dimension)) return () => false
  const read = dimensionReader(dimension, facts)
  if (operator === 'present') return (stated) => read(stated) !== null
  if (operator === 'absent') return (stated) => read(stated) === null
  if (operator === 'prefix') return (stated) => values.some((value) => read(stated)?.startsWith(value) ?? false)
  const wanted = wantedValues(condition, facts)
  return (stated) => {
    const value = read(stated)
    return value !== null && wanted.has(value)
  }
}
