import { isSlug } from '@/lib/registry/slug'
import type { Dimensions } from '@/lib/usage/normalized-event'
import { type FindingSet, findingBit } from './findings'
import { type ExpectedField, expectedFieldsOf, type IngestContract } from './ingest-contract'

const missing: Readonly<Record<ExpectedField, FindingSet>> = {
  team_id: findingBit('missing_team'),
  project_id: findingBit('missing_project'),
  service: findingBit('missing_service'),
  environment: findingBit('missing_environment'),
}
const badSlug = findingBit('bad_slug')

type NamedDimensions = Pick<Dimensions, 'keyTeam' | 'tagTeam' | 'project' | 'service' | 'feature' | 'environment'>

/** What stands in a series for values beyond the cap is no name of anybody's. */
const isBad = (name: string) => name !== '~other' && !isRemembered(name)

/** Names repeat, so those that are slugs are remembered; bounded, and never another answer. */
const slugs = new Set<string>()
const maxSlugs = 20_000

function isRemembered(name: string): boolean {
  if (slugs.has(name)) return true
  if (!isSlug(name)) return false
  if (slugs.size >= maxSlugs) slugs.clear()
  slugs.add(name)
  return true
}

/** The findings that the names of an event tell: those its environment needs and it lacks, and those that are no slugs. */
export function findNameFindings(dimensions: NamedDimensions, contract: IngestContract): FindingSet {
  const { keyTeam, tagTeam, project, service, feature, environment } = dimensions
  const team = tagTeam ?? keyTeam
  let found = 0
  for (const field of expectedFieldsOf(contract, environment)) {
    if (field === 'team_id' && team === null) found |= missing.team_id
    else if (field === 'project_id' && project === null) found |= missing.project_id
    else if (field === 'service' && service === null) found |= missing.service
    else if (field === 'environment' && environment === null) found |= missing.environment
  }
  const hasBadName =
    (tagTeam !== null && isBad(tagTeam)) ||
    (project !== null && isBad(project)) ||
    (service !== null && isBad(service)) ||
    (feature !== null && isBad(feature)) ||
    (environment !== null && isBad(environment))
  return hasBadName ? found | badSlug : found
}
