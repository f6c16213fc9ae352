/** Fields of an event that the organisation may ask senders for. An event without one is counted, with a finding. */
export const expectableFields = ['team_id', 'project_id', 'service', 'feature', 'environment', 'cost_center'] as const
export type ExpectedField = (typeof expectableFields)[number]

/** Who puts a field on the event. */
export const suppliers = ['application', 'gateway', 'sdk', 'platform'] as const
export type Supplier = (typeof suppliers)[number]

/** Fields whose values may have to be slugs. Codes of cost centres are the general ledger's, so they are none. */
export const slugFields = ['team_id', 'project_id', 'service', 'feature', 'environment'] as const
export type SlugField = (typeof slugFields)[number]

/** Fields that callers state under names of their own: as attributes of a span, tags of a gateway or parts of a user string. */
export const ownerFields = [
  'team_id',
  'cost_center',
  'project_id',
  'service',
  'feature',
  'environment',
  'user_id',
  'tenant_id',
] as const
export type OwnerField = (typeof ownerFields)[number]

/** The columns that hold labels: `label_1` to `label_6`. */
export const labelColumns = [1, 2, 3, 4, 5, 6] as const
export type LabelColumn = (typeof labelColumns)[number]

/**
 * A name as it is compared: without case and separators, so that `cost_center`, `CostCenter`, `costcenter`, `cost-center` and
 * `cost.center` are one.
 */
export function foldName(name: string): string {
  return name.toLowerCase().replace(/[\s._:/-]+/g, '')
}
