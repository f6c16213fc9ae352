import { type DimensionName, noneValue } from '@/lib/reports/spend/dimension-names'
import type { Period } from '@/lib/time/calendar'
import type { FindingRef } from './finding-ref'
import type { Lane } from './lanes'

/** The question that Spend and Requests answer with the rows of a group: parameters, not a path. */
export interface FindingAddress {
  readonly period: Period
  readonly filters: Readonly<Partial<Record<DimensionName, readonly string[]>>>
  /** Whether they are the group's rows and no others: some lanes are about what no filter can say. */
  readonly isExact: boolean
}

const missingFilters: Readonly<Record<string, DimensionName>> = {
  project_id: 'project',
  service: 'service',
  feature: 'feature',
  environment: 'environment',
}

/** Filters of each lane that its key does not say. */
const laneFilters: Readonly<Partial<Record<Lane, Partial<Record<DimensionName, readonly string[]>>>>> = {
  no_owner: { unowned_reason: ['missing_team'] },
  unknown_team: { team: [noneValue], pool: [noneValue] },
  no_cost_center: { cost_center: [noneValue] },
  owner_conflict: { owner_conflict: ['yes'] },
}

const exactLanes: ReadonlySet<Lane> = new Set(['no_owner', 'unknown_team', 'no_cost_center', 'owner_conflict'])

/** Of a group's key, what reports can be narrowed to. */
const filterable = ['source', 'service', 'api_key', 'route', 'reported_team', 'team', 'environment', 'provider', 'model'] as const
const alsoFilterable = ['operation', 'tier', 'region'] as const

/** Where the rows of a group are; null where they are in no report, because they are records that count nowhere. */
export function addressOf({ lane, key }: FindingRef, period: Period): FindingAddress | null {
  if (lane === 'rejected_record') return null
  const stated = Object.fromEntries(
    [...filterable, ...alsoFilterable].flatMap((name) => (Object.hasOwn(key, name) ? [[name, [key[name] ?? noneValue]]] : [])),
  )
  const missing = (key.missing ?? '').split(', ').flatMap((field) => missingFilters[field] ?? [])
  const lacking = Object.fromEntries(missing.map((name) => [name, [noneValue]]))
  return { period, filters: { ...stated, ...lacking, ...laneFilters[lane] }, isExact: exactLanes.has(lane) }
}
