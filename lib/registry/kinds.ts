/*
 * The nouns of the registry, for the server and the browser alike: what each is called, how it is named by callers and files,
 * and what it may belong to. The names are those of the tables and of the wire.
 */

export const registryKinds = [
  'team',
  'cost_center',
  'business_unit',
  'project',
  'product_line',
  'service',
  'provider_key',
] as const
/** A shared pool has screens and files of its own, so that it is in no list of kinds; where it is booked is a mapping like others. */
export type RegistryKind = (typeof registryKinds)[number] | 'pool'

/** Those that have a list, a file and a page. */
export type ListedKind = (typeof registryKinds)[number]

/** The dated mappings: what is mapped, then what it belongs to. */
export const mappingKinds = [
  'team_cost_center',
  'cost_center_business_unit',
  'project_team',
  'project_product_line',
  'service_team',
  'provider_key_team',
  'pool_cost_center',
] as const
export type MappingKind = (typeof mappingKinds)[number]

/** What other names may stand for. */
export const aliasKinds = ['team', 'cost_center', 'project', 'service', 'environment'] as const
export type AliasKind = (typeof aliasKinds)[number]

interface KindFacts {
  readonly noun: string
  readonly plural: string
  /** The last part of `/api/v1/…`, and the file's name. */
  readonly path: string
  /** The field that callers name it by. */
  readonly codeField: 'slug' | 'code' | 'key'
}

export const kindFacts: Readonly<Record<RegistryKind, KindFacts>> = {
  team: { noun: 'team', plural: 'teams', path: 'teams', codeField: 'slug' },
  cost_center: { noun: 'cost centre', plural: 'cost centres', path: 'cost-centers', codeField: 'code' },
  business_unit: { noun: 'business unit', plural: 'business units', path: 'business-units', codeField: 'slug' },
  project: { noun: 'project', plural: 'projects', path: 'projects', codeField: 'slug' },
  product_line: { noun: 'product line', plural: 'product lines', path: 'product-lines', codeField: 'slug' },
  service: { noun: 'service', plural: 'services', path: 'services', codeField: 'slug' },
  provider_key: { noun: 'provider key', plural: 'provider keys', path: 'provider-keys', codeField: 'key' },
  pool: { noun: 'shared pool', plural: 'shared pools', path: 'pools', codeField: 'slug' },
}

interface MappingFacts {
  readonly member: RegistryKind
  readonly owner: RegistryKind
  /** The owner holds the member alone or shared with others. */
  readonly canBeShared: boolean
}

export const mappingFacts: Readonly<Record<MappingKind, MappingFacts>> = {
  team_cost_center: { member: 'team', owner: 'cost_center', canBeShared: false },
  cost_center_business_unit: { member: 'cost_center', owner: 'business_unit', canBeShared: false },
  project_team: { member: 'project', owner: 'team', canBeShared: false },
  project_product_line: { member: 'project', owner: 'product_line', canBeShared: false },
  service_team: { member: 'service', owner: 'team', canBeShared: false },
  provider_key_team: { member: 'provider_key', owner: 'team', canBeShared: true },
  pool_cost_center: { member: 'pool', owner: 'cost_center', canBeShared: false },
}

/** The mappings by which something of a kind belongs to something. */
export function mappingsOf(kind: RegistryKind): MappingKind[] {
  return mappingKinds.filter((mapping) => mappingFacts[mapping].member === kind)
}

/** The mappings by which something belongs to something of a kind. */
export function mappingsInto(kind: RegistryKind): MappingKind[] {
  return mappingKinds.filter((mapping) => mappingFacts[mapping].owner === kind)
}

/** Whether other names may stand for something of a kind. */
export function canHaveAlias(kind: RegistryKind): kind is Exclude<AliasKind, 'environment'> {
  return aliasKinds.some((known) => known === kind)
}
