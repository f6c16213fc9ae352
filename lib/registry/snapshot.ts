import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { costCenter, team, teamCostCenter } from '@/lib/db/schema/registry'
import { shareLooks } from '@/lib/db/share-looks'
import type { CalendarDate } from '@/lib/time/calendar'
import type { DatedSpan } from './dated-spans'
import { createRegistryVersionReader, readRegistryVersion, readReportingZone } from './registry-version'

/** A team as attribution sees it. */
export interface TeamFact {
  readonly id: string
  readonly slug: string
  readonly name: string
  /** The first day on which it owns nothing any more; null while it is in use. */
  readonly archivedFrom: CalendarDate | null
}

/** What is kept of the registry in memory: enough to say who owns what, and under which cost centre, on any day. */
export interface RegistrySnapshot {
  readonly version: number
  /** The zone whose days all dates are. */
  readonly zone: string
  /** By slug. */
  readonly teams: ReadonlyMap<string, TeamFact>
  /** The cost centres' codes by the team's slug, from when to when. A team without any is not in it. */
  readonly costCenters: ReadonlyMap<string, readonly DatedSpan<string>[]>
}

/**
 * Reads the registry. The version is read before the rest, so that a change in between makes the snapshot newer than it says
 * and is read once more, never missed.
 */
export async function loadRegistrySnapshot(db: Database): Promise<RegistrySnapshot> {
  const version = await readRegistryVersion(db)
  const zone = await readReportingZone(db)
  const teams = await db.select({ id: team.id, slug: team.slug, name: team.name, archivedFrom: team.archivedFrom }).from(team)
  const mappings = await db.execute<{ slug: string; code: string; from: string | null; to: string | null }>(sql`
    select ${team.slug}, ${costCenter.code}, lower(period)::text as "from", upper(period)::text as "to"
    from ${teamCostCenter}
    join ${team} on ${team.id} = ${teamCostCenter.teamId}
    join ${costCenter} on ${costCenter.id} = ${teamCostCenter.costCenterId}
    order by ${teamCostCenter.period}`)
  const costCenters = new Map<string, DatedSpan<string>[]>()
  for (const { slug, code, from, to } of mappings) {
    const span = { from, to, value: code }
    const spans = costCenters.get(slug)
    if (spans) spans.push(span)
    else costCenters.set(slug, [span])
  }
  return { version, zone, teams: new Map(teams.map((fact) => [fact.slug, fact])), costCenters }
}

/** The registry, kept in memory for as long as it does not change. */
export interface RegistryCache {
  /** The registry as it was committed when this was called, or later. */
  current: () => Promise<RegistrySnapshot>
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
  return { current }
}
