import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { registryAlias } from '@/lib/db/schema/registry'
import { usageDaily, usageSeries } from '@/lib/db/schema/usage'
import { callIdMessage, looksLikeCallId } from '@/lib/registry/call-id'
import { kindTables } from '@/lib/registry/kind-tables'
import { kindFacts } from '@/lib/registry/kinds'
import type { SeenKind } from '@/lib/registry/search-params'
import { ownerSlugSchema, providerKeySchema, suggestSlug } from '@/lib/registry/slug'

/** Something that usage names and that nobody registered. */
export interface Seen {
  /** As the source wrote it: not always a slug. */
  readonly name: string
  readonly series: number
  /** Days of the reporting zone; null while none of it is in the daily sums. */
  readonly firstDay: string | null
  readonly lastDay: string | null
  readonly requests: string
  /** US dollars as a decimal string. */
  readonly cost: string
  /** Some of it has no price, so that the cost is at least so much. */
  readonly isAtLeast: boolean
  /** Why it cannot be registered as it is; null where it can. */
  readonly fault: string | null
  /** The nearest name that could be registered, where this one cannot; null for an id of a call and where none is near. */
  readonly suggested: string | null
}

/** What each kind is called in a series; of a team, the level that decides. */
const namedBy: Readonly<Record<SeenKind, SQL>> = {
  team: sql`coalesce(key_team, tag_team)`,
  project: sql`project`,
  service: sql`service`,
  provider_key: sql`api_key`,
}

interface SeenQuery {
  readonly search?: string
  readonly limit?: number
  readonly offset?: number
}

/**
 * What usage names but the registry does not know, neither as such nor as an alias; what cost most first. Much of it is
 * nobody's, so that only those who see everything see it.
 */
export async function listSeen(
  db: Database,
  scope: Scope,
  kind: SeenKind,
  { search = '', limit, offset = 0 }: SeenQuery = {},
): Promise<{ rows: Seen[]; total: number }> {
  if (!scope.everything) return { rows: [], total: 0 }
  const wanted = search.trim().toLowerCase()
  const rows = await db.execute<SeenRow>(sql`
    with ${unregistered(kind)}, spent as (
      select series_id, min(day) as first_day, max(day) as last_day, sum(requests) as requests, sum(cost) as cost,
        sum(unpriced_requests + missing_token_requests) as unknown_requests
      from ${usageDaily} where series_id in (select id from unregistered)
      group by series_id
    )
    select name, count(*)::int as series, min(first_day)::text as "firstDay", max(last_day)::text as "lastDay",
      coalesce(sum(requests), 0)::text as requests, coalesce(sum(cost), 0)::text as cost,
      coalesce(sum(unknown_requests), 0) > 0 as "isAtLeast", (count(*) over ())::int as total
    from unregistered left join spent on series_id = id
    where ${wanted === '' ? sql`true` : sql`position(${wanted} in lower(name)) > 0`}
    group by name
    order by sum(cost) desc nulls last, name
    limit ${limit ?? null} offset ${offset}`)
  const total = rows[0]?.total ?? (offset === 0 ? 0 : await countSeen(db, scope, kind))
  return { rows: rows.map(({ total: _, ...row }) => ({ ...row, ...judge(kind, row.name) })), total }
}

interface SeenRow extends Record<string, unknown>, Omit<Seen, 'fault' | 'suggested'> {
  readonly total: number
}

/** How many names of a kind usage has that the registry does not. */
export async function countSeen(db: Database, scope: Scope, kind: SeenKind): Promise<number> {
  if (!scope.everything) return 0
  const [row] = await db.execute<{ count: number }>(
    sql`with ${unregistered(kind)} select count(distinct name)::int as count from unregistered`,
  )
  return row?.count ?? 0
}

function unregistered(kind: SeenKind): SQL {
  const { table, code } = kindTables[kind]
  const name = namedBy[kind]
  // Of a team, either level that is registered gives the series its owner.
  const candidates = kind === 'team' ? sql`(key_team, tag_team)` : sql`(${name})`
  const alias =
    kind === 'provider_key'
      ? sql`false`
      : sql`exists (select from ${registryAlias} where kind = ${kind} and alias = lower(btrim(${name})))`
  return sql`unregistered as (
    select ${name} as name, id from ${usageSeries}
    where ${name} is not null and ${name} <> '~other'
      and not exists (select from ${table} registered where registered.${code} in ${candidates}) and not ${alias}
  )`
}

function judge(kind: SeenKind, name: string): Pick<Seen, 'fault' | 'suggested'> {
  if (kind === 'provider_key') {
    const parsed = providerKeySchema.safeParse(name)
    return { fault: parsed.success ? null : (parsed.error.issues[0]?.message ?? 'is not accepted'), suggested: null }
  }
  if (looksLikeCallId(name)) return { fault: callIdMessage, suggested: null }
  const parsed = ownerSlugSchema.safeParse(name)
  if (parsed.success) return { fault: null, suggested: null }
  return { fault: `is not a slug of a ${kindFacts[kind].noun}`, suggested: suggestSlug(name) }
}
