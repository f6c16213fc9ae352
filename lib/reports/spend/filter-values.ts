import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { isNamedDimension, noneValue, type SeriesDimension } from './dimension-names'
import type { LabelColumns } from './dimensions'
import type { FilterValues, FilterValuesParams } from './filter-values-schema'
import { readLabelColumns } from './labels'
import { nameTables } from './owner-names'
import { findZone, readReport } from './queries'
import { groupUsage } from './usage-groups'

/**
 * The values of a dimension that have usage in the period and the scope, what costs most first: those that hold `search`, in
 * the value or in the registry's name, in whatever case; all where it is empty.
 */
export async function getFilterValues(
  db: Database,
  scope: Scope,
  dimension: SeriesDimension,
  question: Omit<FilterValuesParams, 'dimension'>,
): Promise<FilterValues> {
  const rows = await readReport(db, async (tx) => {
    const labels = await readLabelColumns(tx, [{ name: dimension, path: 'dimension' }])
    return tx.execute<{ value: string | null; label: string | null; requests: string; cost: string }>(
      filterValuesStatement(scope, await findZone(tx), dimension, { ...question, labels }),
    )
  })
  return {
    dimension,
    values: rows.slice(0, question.limit).map(({ value, label, requests, cost }) => ({
      value: value ?? noneValue,
      label,
      requests: Number(requests),
      cost_usd: cost,
    })),
    has_more: rows.length > question.limit,
  }
}

/** The statement of `getFilterValues`; it answers with one row more than the limit where there are more. */
export function filterValuesStatement(
  scope: Scope,
  zone: string,
  dimension: SeriesDimension,
  { from, to, search, limit, labels }: Omit<FilterValuesParams, 'dimension'> & { labels?: LabelColumns },
): SQL {
  const period = { from, to }
  const column = sql`grouped.${sql.identifier(dimension)}`
  const names = isNamedDimension(dimension)
    ? nameTables[dimension]
    : sql`select null::text as code, null::text as name where false`
  const sought = search.trim().toLowerCase()
  const matches = sql`(strpos(lower(${column}), ${sought}) > 0 or strpos(lower(registered.name), ${sought}) > 0)`
  return sql`
    with ${groupUsage(scope, { period, zone, groupBy: [dimension], filters: {}, measures: ['requests', 'cost_usd'], labels })}
    select ${column} as value, registered.name as label, requests::text, trim_scale(cost_usd)::text as cost
    from grouped left join (${names}) registered on registered.code = ${column}
    where ${sought === '' ? sql`true` : matches}
    order by cost_usd desc, ${column} collate "C" nulls last
    limit ${limit + 1}`
}
