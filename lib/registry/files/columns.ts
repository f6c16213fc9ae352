import { kindFacts, type ListedKind, type MappingKind, registryKinds } from '../kinds'

/** What a file of the registry may hold: one kind, all aliases, or all dated mappings. */
export const fileKinds = [...registryKinds, 'alias', 'mapping'] as const
export type FileKind = (typeof fileKinds)[number]

/** How a file of each kind is called. */
export const fileNames: Readonly<Record<FileKind, string>> = {
  team: kindFacts.team.path,
  cost_center: kindFacts.cost_center.path,
  business_unit: kindFacts.business_unit.path,
  project: kindFacts.project.path,
  product_line: kindFacts.product_line.path,
  service: kindFacts.service.path,
  provider_key: kindFacts.provider_key.path,
  alias: 'aliases',
  mapping: 'mappings',
}

/** A mapping as a file's row says it: to whom, and since when. */
export interface ParentColumns {
  readonly mapping: MappingKind
  readonly owner: string
  readonly from: string
}

/** By which columns a file of a kind says where its rows belong. */
export const parentColumns: Readonly<Record<ListedKind, readonly ParentColumns[]>> = {
  team: [{ mapping: 'team_cost_center', owner: 'cost_center', from: 'from' }],
  cost_center: [{ mapping: 'cost_center_business_unit', owner: 'business_unit', from: 'from' }],
  business_unit: [],
  project: [
    { mapping: 'project_team', owner: 'team', from: 'team_from' },
    { mapping: 'project_product_line', owner: 'product_line', from: 'product_line_from' },
  ],
  product_line: [],
  service: [{ mapping: 'service_team', owner: 'team', from: 'from' }],
  provider_key: [{ mapping: 'provider_key_team', owner: 'team', from: 'from' }],
}

/** The columns of a file, in the order in which it is written; the first names the row. */
export const fileColumns: Readonly<Record<FileKind, readonly string[]>> = {
  team: ['slug', 'name', 'cost_center', 'from', 'archived_from'],
  cost_center: ['code', 'name', 'gl_account', 'owner_email', 'business_unit', 'from', 'archived'],
  business_unit: ['slug', 'name', 'archived'],
  project: ['slug', 'name', 'team', 'team_from', 'product_line', 'product_line_from', 'archived'],
  product_line: ['slug', 'name', 'archived'],
  service: ['slug', 'name', 'team', 'from', 'archived'],
  provider_key: ['key', 'name', 'team', 'exclusive', 'from', 'archived'],
  alias: ['kind', 'alias', 'target'],
  mapping: [
    'kind',
    ...['team', 'cost_center', 'business_unit', 'project', 'product_line', 'service', 'provider_key', 'pool'],
    ...['exclusive', 'from', 'to'],
  ],
}

/** Columns that a file may have beside those that are written. */
const furtherColumns: Partial<Record<FileKind, readonly string[]>> = { team: ['cost_center_name'] }

/** Other names of columns, as `normalise` leaves them; what is not here differs in case, blanks and hyphens at most. */
const spellings: Partial<Record<FileKind, Readonly<Record<string, string>>>> = {
  team: { team: 'slug', teamid: 'slug', teamslug: 'slug', teamname: 'name', costcentrename: 'cost_center_name', since: 'from' },
  cost_center: { costcenter: 'code', costcentre: 'code', gl: 'gl_account', owner: 'owner_email', email: 'owner_email' },
  business_unit: { businessunit: 'slug' },
  project: { project: 'slug', projectid: 'slug', from: 'team_from' },
  product_line: { productline: 'slug' },
  service: { service: 'slug' },
  provider_key: { apikey: 'key', providerkey: 'key', apikeyid: 'key', keyid: 'key' },
}

/** What every kind accepts: `cost_center`, `CostCenter`, `costcenter` and `Cost Centre` are one column. */
const commonSpellings: Readonly<Record<string, string>> = { costcentre: 'cost_center', teamid: 'team', projectid: 'project' }

const normalise = (header: string) => header.toLowerCase().replace(/[^a-z0-9]/g, '')

/** The column that a header means, in a file of a kind; null for one that means nothing there. */
export function findColumn(kind: FileKind, header: string): string | null {
  const plain = normalise(header)
  const known = [...fileColumns[kind], ...(furtherColumns[kind] ?? [])]
  return (
    known.find((column) => normalise(column) === plain) ??
    spellings[kind]?.[plain] ??
    known.find((column) => column === commonSpellings[plain]) ??
    null
  )
}

/** The columns without which a file of a kind says nothing. */
export function requiredColumns(kind: FileKind): readonly string[] {
  if (kind === 'alias') return fileColumns.alias
  return kind === 'mapping' ? ['kind', 'from'] : fileColumns[kind].slice(0, 1)
}
