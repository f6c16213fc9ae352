import type { LedgerClient, LedgerTransaction } from './ledger-client'
import { type SeriesDimensions, seriesColumns } from './series-columns'

/** What stands in a series for the values beyond the cap. */
export const otherValue = '~other'

/** How many new values of one dimension a source may bring in a day. */
export const defaultSeriesCap = 200

/** Dimensions whose values callers make up, so that a mistake of theirs (an id in a route) would make a series of each call. */
const cappedProperties = ['feature', 'route', 'service', 'model', 'project', 'apiKey', 'tagTeam'] as const

type CappedProperty = (typeof cappedProperties)[number]

/** The column, under whose name the event keeps what it stated. */
const columnOf = (property: CappedProperty) => seriesColumns.find((column) => column.property === property)?.name ?? property

/** Dimensions as they go into the series, and what was stated where that is `~other`. */
export interface CappedDimensions {
  readonly row: SeriesDimensions
  readonly stated: Record<string, string> | null
}

export type CapDimensions = (rows: readonly SeriesDimensions[], receivedAt: Date) => Promise<CappedDimensions[]>

const capLockClass = 727_003

/** Those of some values that are registered under a name or stand for something registered, in any case of letters. */
const registeredOrAlias = (table: 'team' | 'project' | 'service') => `
  select value from unnest($1::text[]) as stated(value)
  where exists (select from ${table} where slug = value)
    or exists (select from registry_alias where kind = '${table}' and alias = lower(btrim(value)))`

/** Registered values are never capped; each dimension names the query that lists those of some values that are. */
const registeredQueries: Partial<Record<CappedProperty, string>> = {
  tagTeam: registeredOrAlias('team'),
  project: registeredOrAlias('project'),
  service: registeredOrAlias('service'),
  apiKey: 'select key as value from provider_key where key = any($1::text[])',
}

/**
 * Bounds the number of series: of each source, at most `cap` unregistered values of a dimension that were never seen before
 * are taken in on one UTC day; further ones become `~other` for that day. Values once taken in stay.
 */
export function createSeriesCap(client: LedgerClient, cap = defaultSeriesCap): CapDimensions {
  const admitted = new Map<string, Set<string>>()
  const fullOn = new Map<string, string>()
  const keyOf = (row: SeriesDimensions, property: CappedProperty) => `${row.sourceId}\0${property}`
  const isKnown = (row: SeriesDimensions, property: CappedProperty, value: string) =>
    admitted.get(keyOf(row, property))?.has(value)

  async function learn(rows: readonly SeriesDimensions[], day: string): Promise<void> {
    for (const property of cappedProperties) {
      const bySource = new Map<number, Set<string>>()
      for (const row of rows) {
        const value = row[property]
        if (value === null || isKnown(row, property, value)) continue
        bySource.set(row.sourceId, (bySource.get(row.sourceId) ?? new Set()).add(value))
      }
      for (const [sourceId, values] of bySource) {
        const key = `${sourceId}\0${property}`
        const known = admitted.get(key) ?? new Set()
        admitted.set(key, known)
        if (fullOn.get(key) === day) {
          for (const value of await findRegistered(client, property, [...values])) known.add(value)
          continue
        }
        const { taken, isFull } = await admitValues(client, { sourceId, property, values: [...values], day, cap })
        for (const value of taken) known.add(value)
        if (isFull) fullOn.set(key, day)
      }
    }
  }

  return async (rows, receivedAt) => {
    await learn(rows, receivedAt.toISOString().slice(0, 10))
    return rows.map((row) => {
      const stated: Record<string, string> = {}
      const capped: Partial<Record<CappedProperty, string>> = {}
      for (const property of cappedProperties) {
        const value = row[property]
        if (value === null || isKnown(row, property, value)) continue
        stated[columnOf(property)] = value
        capped[property] = otherValue
      }
      return Object.keys(stated).length === 0 ? { row, stated: null } : { row: { ...row, ...capped, isCapped: true }, stated }
    })
  }
}

async function findRegistered(client: LedgerClient | LedgerTransaction, property: CappedProperty, values: readonly string[]) {
  const query = registeredQueries[property]
  if (query === undefined) return []
  return (await client.unsafe<{ value: string }[]>(query, [[...values]])).map(({ value }) => value)
}

interface Admission {
  readonly sourceId: number
  readonly property: CappedProperty
  readonly values: readonly string[]
  readonly day: string
  readonly cap: number
}

/** Decides in the database, under a lock for each source, because several processes count together. */
async function admitValues(client: LedgerClient, { sourceId, property, values, day, cap }: Admission) {
  const column = columnOf(property)
  return client.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${capLockClass}::integer, ${sourceId}::integer)`
    // All that the source has: where a dimension is full for today, other processes' values must be known as well.
    const inUse = await tx<{ value: string }[]>`
      select distinct ${tx(column)} as value from usage_series where source_id = ${sourceId} and ${tx(column)} is not null
      union select value from usage_value_seen where source_id = ${sourceId} and dimension = ${column}`
    const taken = new Set(inUse.map(({ value }) => value))
    taken.delete(otherValue)
    for (const value of await findRegistered(tx, property, values)) taken.add(value)
    const fresh = values.filter((value) => !taken.has(value))
    const [seen] = await tx<{ count: number }[]>`
      select count(*)::integer as count from usage_value_seen
      where source_id = ${sourceId} and day = ${day} and dimension = ${column}`
    const allowed = fresh.slice(0, Math.max(0, cap - (seen?.count ?? 0)))
    for (const value of allowed) taken.add(value)
    if (allowed.length > 0) {
      await tx`
        insert into usage_value_seen (source_id, day, dimension, value)
        select ${sourceId}, ${day}, ${column}, value from unnest(${allowed}::text[]) as fresh(value)
        on conflict do nothing`
    }
    return { taken, isFull: allowed.length < fresh.length }
  })
}
