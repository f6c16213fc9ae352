import type { ExpectedField } from '@/lib/attribution/contract/contract-fields'
import { expectedFieldsOf, type IngestContract } from '@/lib/attribution/contract/ingest-contract'
import { isSlug } from '@/lib/registry/slug'
import type { Dimensions } from '@/lib/usage/normalized-event'
import { type FindingSet, findingBit } from './findings'

const missing: Readonly<Record<ExpectedField, FindingSet>> = {
  team_id: findingBit('missing_team'),
  project_id: findingBit('missing_project'),
  service: findingBit('missing_service'),
  feature: findingBit('missing_feature'),
  environment: findingBit('missing_environment'),
  cost_center: findingBit('missing_cost_center'),
}
const badSlug = findingBit('bad_slug')

/** What a series says in names of its sender's. */
export type NamedDimensions = Pick<
  Dimensions,
  'keyTeam' | 'tagTeam' | 'project' | 'service' | 'feature' | 'environment' | 'costCenter'
>

/** Names repeat, so those that are slugs are remembered; bounded, and never another answer. */
const slugs = new Set<string>()
const maxSlugs = 20_000

function isGoodSlug(name: string): boolean {
  if (slugs.has(name)) return true
  if (!isSlug(name)) return false
  if (slugs.size >= maxSlugs) slugs.clear()
  slugs.add(name)
  return true
}

/**
 * The findings that the names of an event tell, by the contract for its environment: those that it needs and lacks, and those that
 * are no slugs where slugs are agreed.
 */
export function findNameFindings(dimensions: NamedDimensions, contract: IngestContract): FindingSet {
  let found = 0
  for (const field of expectedFieldsOf(contract, dimensions.environment)) {
    const name = nameOf(dimensions, field)
    if (name === null && !(field === 'team_id' && dimensions.keyTeam !== null)) found |= missing[field]
  }
  for (const field of contract.slugFields) {
    const name = nameOf(dimensions, field)
    if (name !== null && (name.length > contract.slugMaxLength || !isGoodSlug(name)) && name !== '~other') return found | badSlug
  }
  return found
}

/** The name in a field; `~other` stands in a series for values beyond the cap, and is no name of anybody's. */
function nameOf(dimensions: NamedDimensions, field: ExpectedField): string | null {
  switch (field) {
    case 'team_id':
      return dimensions.tagTeam
    case 'project_id':
      return dimensions.project
    case 'service':
      return dimensions.service
    case 'feature':
      return dimensions.feature
    case 'environment':
      return dimensions.environment
    default:
      return dimensions.costCenter
  }
}
