import { sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { parseDecimal } from '@/lib/money/decimal'
import { nameOwners } from '@/lib/reports/spend/owner-names'
import { readReport } from '@/lib/reports/spend/queries'
import { groupUsage } from '@/lib/reports/spend/usage-groups'
import type { PeriodParams } from '../period-params'
import { foldKeys, type KeyCell, type KnownUse } from './fold-keys'
import { baselineOf, findPlace, type KeysPlace } from './place'
import type { KeysReport } from './schema'

/**
 * What each provider key is used for: by whom, for which services, in which environments and with which models, and what of that
 * is new against the four weeks before. All of one snapshot, within the scope and the filters.
 */
export async function getKeys(db: Database, scope: Scope, question: PeriodParams): Promise<KeysReport> {
  return readReport(db, async (tx) => {
    const place = await findPlace(tx, scope, question)
    const [now] = await tx.execute<{ as_of: string }>(
      sql`select to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as as_of`,
    )
    const folded = foldKeys(await readCells(place, question), await readKnown(place, question))
    const names = await nameOwners(
      tx,
      folded.keys.flatMap(({ teams }) => teams.map((team) => ({ team }))),
    )
    const { from, to } = question
    return { from, to, zone: place.zone, as_of: now?.as_of ?? '', baseline: baselineOf(question), ...folded, names }
  })
}

type Line = Record<'api_key' | 'team' | 'service' | 'environment' | 'model' | 'cost' | 'requests' | 'open', string | null>

async function readCells({ tx, scope, zone, labels }: KeysPlace, question: PeriodParams): Promise<KeyCell[]> {
  const groupBy = ['api_key', 'team', 'service', 'environment', 'model'] as const
  const measures = ['cost_usd', 'requests', 'unpriced_requests', 'missing_token_requests'] as const
  const lines = await tx.execute<Line>(sql`
    with ${groupUsage(scope, { period: question, zone, labels, groupBy, filters: question.filters, measures })}
    select api_key, team, service, environment, model, cost_usd::text as cost, requests::text as requests,
      (coalesce(unpriced_requests, 0) + coalesce(missing_token_requests, 0))::text as open
    from grouped`)
  return lines.map(({ api_key: key, team, service, environment, model, cost, requests, open }) => ({
    ...{ key, team, service, environment, model },
    ...{ cost: parseDecimal(cost ?? '0'), requests: BigInt(requests ?? 0), open: BigInt(open ?? 0) },
  }))
}

async function readKnown(
  { tx, scope, zone, labels }: KeysPlace,
  question: PeriodParams,
): Promise<ReadonlyMap<string | null, KnownUse>> {
  const groupBy = ['api_key', 'environment', 'model'] as const
  const asked = {
    period: baselineOf(question),
    zone,
    labels,
    groupBy,
    filters: question.filters,
    measures: ['requests'] as const,
  }
  const lines = await tx.execute<Record<'api_key' | 'environment' | 'model', string | null>>(
    sql`with ${groupUsage(scope, asked)} select api_key, environment, model from grouped`,
  )
  const known = new Map<string | null, { environments: Set<string | null>; models: Set<string | null> }>()
  for (const { api_key: key, environment, model } of lines) {
    const use = known.get(key) ?? { environments: new Set(), models: new Set() }
    use.environments.add(environment)
    use.models.add(model)
    known.set(key, use)
  }
  return known
}
