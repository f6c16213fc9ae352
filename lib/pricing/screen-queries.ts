import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { listBookId } from './book-store/read-version'
import type { ModelListRow } from './queries/list-models'

/** A line of the list of models with the instant from which its standard price holds; null: since ever, or no price now. */
export interface DatedModelRow extends ModelListRow {
  since: string | null
}

/** Says since when each listed model has cost what it costs now. */
export async function datePrices(
  db: Database,
  version: number,
  rows: readonly ModelListRow[],
  now: Date = new Date(),
): Promise<DatedModelRow[]> {
  const names = JSON.stringify(rows.map(({ provider, model }) => ({ provider, model })))
  const starts = await db.execute<{ provider: string; model: string; since: string | null }>(sql`
    select distinct on (provider, model) provider, model,
      replace(to_char(lower(valid) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), '.000Z', 'Z') as since
    from price_set join json_to_recordset(${names}::json) as listed (provider text, model text) using (provider, model)
    where book_id = ${listBookId} and known @> ${version}::int and tier = 'standard' and valid @> ${now.toISOString()}::timestamptz
    order by provider, model, window_key`)
  const sinceOf = new Map([...starts].map(({ provider, model, since }) => [`${provider}\0${model}`, since]))
  return rows.map((row) => ({ ...row, since: sinceOf.get(`${row.provider}\0${row.model}`) ?? null }))
}
