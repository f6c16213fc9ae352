import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { poolCostCenter } from '@/lib/db/schema/attribution'
import { costCenter, teamCostCenter } from '@/lib/db/schema/registry'
import { shareLooks } from '@/lib/db/share-looks'
import type { DatedSpan } from './dated-spans'
import { type OwnerFacts, ownerFactsStatement, readOwnerFacts } from './owner-facts'
import { createRegistryVersionReader, readRegistryVersion, readReportingZone } from './registry-version'

/** What is kept of the registry in memory: enough to say who owns what, and under which cost centre, on any day. */
export interface RegistrySnapshot extends OwnerFacts {
  readonly version: number
  /** The zone whose days all dates are. */
  readonly zone: string
  /** The cost centres' codes by the id of the team or pool, from when to when. An owner without any is not in it. */
  readonly costCenters: ReadonlyMap<string, readonly DatedSpan<string>[]>
}

/**
 * Reads the registry. The version is read before the rest, so that a change in between makes the snapshot newer than it says
 * and is read once more, never missed.
 */
export async function loadRegistrySnapshot(db: Database): Promise<RegistrySnapshot> {
  const version = await readRegistryVersion(db)
  const zone = await readReportingZone(db)
  const facts = readOwnerFacts(await db.execute<{ facts: string }>(ownerFactsStatement))
  const mappings = await db.execute<{ owner: string; code: string; from: string | null; to: string | null }>(sql`
    select mapping.owner, ${costCenter.code}, lower(period)::text as "from", upper(period)::text as "to"
    from (
      select team_id as owner, cost_center_id, period from ${teamCostCenter}
      union all select pool_id, cost_center_id, period from ${poolCostCenter}
    ) mapping
    join ${costCenter} on ${costCenter.id} = mapping.cost_center_id
    order by period`)
  const costCenters = new Map<string, DatedSpan<string>[]>()
  for (const { owner, code, from, to } of mappings) {
    const span = { from, to, value: code }
    const spans = costCenters.get(owner)
    if (spans) spans.push(span)
    else costCenters.set(owner, [span])
  }
  return { ...facts, version, zone, costCenters }
}

/** The registry, kept in memory for as long as it does not change. */
export interface RegistryCache {
  /** The registry as it was committed when this was called, or later. */
  current: () => Promise<RegistrySnapshot>
  /** Has the registry read again by the next who asks: something that its version does not count has changed. */
  forget: () => void
}

/**
 * Keeps the registry in memory and asks the database for its version only, in looks that callers share: a team registered before a
 * request began is always known to it.
 */
export function createRegistryCache(db: Database): RegistryCache {
  const readVersion = createRegistryVersionReader(db)
  let kept: RegistrySnapshot | null = null
  const current = shareLooks(async () => {
    if (!kept || kept.version !== (await readVersion())) kept = await loadRegistrySnapshot(db)
    return kept
  })
  const forget = () => {
    kept = null
  }
  return { current, forget }
}
