import { type SQL, sql } from 'drizzle-orm'
import { poolCostCenter, sharedPool } from '@/lib/db/schema/attribution'
import {
  businessUnit,
  costCenter,
  costCenterBusinessUnit,
  productLine,
  project,
  projectProductLine,
  projectTeam,
  providerKey,
  providerKeyTeam,
  service,
  serviceTeam,
  team,
  teamCostCenter,
} from '@/lib/db/schema/registry'
import { type MappingKind, mappingFacts, type RegistryKind } from './kinds'

/** Where each kind is stored, and the column that callers name it by; `id`, `name`, `created_at` and `archived_at` are all's. */
export const kindTables: Readonly<Record<RegistryKind, { table: SQL; code: SQL }>> = {
  team: { table: sql`${team}`, code: sql`slug` },
  cost_center: { table: sql`${costCenter}`, code: sql`code` },
  business_unit: { table: sql`${businessUnit}`, code: sql`slug` },
  project: { table: sql`${project}`, code: sql`slug` },
  product_line: { table: sql`${productLine}`, code: sql`slug` },
  service: { table: sql`${service}`, code: sql`slug` },
  provider_key: { table: sql`${providerKey}`, code: sql`key` },
  pool: { table: sql`${sharedPool}`, code: sql`slug` },
}

const tableOf: Readonly<Record<MappingKind, SQL>> = {
  team_cost_center: sql`${teamCostCenter}`,
  cost_center_business_unit: sql`${costCenterBusinessUnit}`,
  project_team: sql`${projectTeam}`,
  project_product_line: sql`${projectProductLine}`,
  service_team: sql`${serviceTeam}`,
  provider_key_team: sql`${providerKeyTeam}`,
  pool_cost_center: sql`${poolCostCenter}`,
}

/** Where a mapping is stored: the columns of both sides are called after them. */
export function mappingTable(kind: MappingKind) {
  const { member, owner, canBeShared } = mappingFacts[kind]
  return {
    table: tableOf[kind],
    memberColumn: sql.identifier(`${member}_id`),
    ownerColumn: sql.identifier(`${owner}_id`),
    member: kindTables[member],
    owner: kindTables[owner],
    /** Whether the span is the owner's alone; null where a mapping knows no sharing. */
    exclusive: canBeShared ? sql`mapping.is_exclusive` : sql`null::boolean`,
  }
}
