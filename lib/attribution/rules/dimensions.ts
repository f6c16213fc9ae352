import type { OwnerFacts } from '@/lib/registry/owner-facts'
import { resolveAlias } from '@/lib/registry/owner-facts'
import type { Dimensions } from '@/lib/usage/normalized-event'

type StatedLabels = Pick<Dimensions, 'labels'> | { readonly [Column in 1 | 2 | 3 | 4 | 5 | 6 as `label${Column}`]: string | null }

/** What a source said that a rule may look at: of an event before it is stored, or a row of `usage_series`. */
export type StatedDimensions = Omit<
  Dimensions,
  'labels' | 'outcome' | 'isRetry' | 'missingTokens' | 'cacheUnknown' | 'totalMismatch' | 'tierAssumed'
> &
  StatedLabels

/** What names stand for: as much of the registry as it takes to read a dimension. */
export type NameFacts = Pick<OwnerFacts, 'aliases' | 'sources' | 'labels'>

type Reader = (stated: StatedDimensions, facts: NameFacts) => string | null

const named =
  (kind: 'project' | 'service' | 'environment'): Reader =>
  (stated, facts) => {
    const name = stated[kind]
    return name === null ? null : resolveAlias(facts, kind, name)
  }

/** As reports read them: names that are sent under an alias count to what is meant. */
const readers = {
  source: (stated, facts) => facts.sources.get(stated.sourceId) ?? null,
  billing_account: (stated) => stated.billingAccount,
  provider: (stated) => stated.provider,
  model: (stated) => stated.model,
  requested_model: (stated) => stated.requestedModel,
  operation: (stated) => stated.operation,
  tier: (stated) => stated.serviceTier,
  region: (stated) => stated.region,
  reported_team: (stated) => stated.keyTeam ?? stated.tagTeam,
  reported_cost_center: (stated) => stated.costCenter,
  project: named('project'),
  service: named('service'),
  feature: (stated) => stated.feature,
  environment: named('environment'),
  api_key: (stated) => stated.apiKey,
  route: (stated) => stated.route,
} as const satisfies Record<string, Reader>

type FixedRuleDimension = keyof typeof readers

/** A dimension that a rule may look at: what a source stated of the kind of a call, never of a single one. */
export type RuleDimension = FixedRuleDimension | `label:${string}`

export const fixedRuleDimensions: readonly FixedRuleDimension[] = Object.keys(readers).filter(isFixed)

function isFixed(name: string): name is FixedRuleDimension {
  return Object.hasOwn(readers, name)
}

export function isRuleDimension(name: string): name is RuleDimension {
  return isFixed(name) || /^label:[^\s,:\0]{1,100}$/.test(name)
}

/** What a dimension is called on screens: `Billing account`; a label under its own name. */
export function ruleDimensionLabel(name: string): string {
  if (name.startsWith('label:')) return name.slice('label:'.length)
  const labels: Readonly<Record<string, string>> = { api_key: 'API key', reported_cost_center: 'Reported cost centre' }
  const words = name.replaceAll('_', ' ')
  return labels[name] ?? words.charAt(0).toUpperCase() + words.slice(1)
}

/** The reader of a dimension; a label that is not declared is stated by nobody. */
export function dimensionReader(name: RuleDimension, facts: NameFacts): (stated: StatedDimensions) => string | null {
  if (isFixed(name)) {
    const read: Reader = readers[name]
    return (stated) => read(stated, facts)
  }
  const column = facts.labels.get(name.slice('label:'.length))
  return column === undefined ? () => null : (stated) => readLabel(stated, column)
}

function readLabel(stated: StatedDimensions, column: number): string | null {
  if ('labels' in stated) return stated.labels[column - 1] ?? null
  return [stated.label1, stated.label2, stated.label3, stated.label4, stated.label5, stated.label6][column - 1] ?? null
}
