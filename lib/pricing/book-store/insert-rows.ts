import { getTableColumns, getTableName, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Database } from '@/lib/db/client'

/**
 * Inserts any number of rows in one statement with one parameter: Postgres reads the types off the table. Thousands of rows
 * through drizzle's own `values()` would be one parameter for each value.
 *
 * @param rows by the table's property names, all with the same ones; decimals and ranges as text.
 */
export async function insertRows<Table extends PgTable>(
  tx: Database,
  table: Table,
  rows: readonly { readonly [Name in keyof Table['$inferInsert']]?: unknown }[],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const columns = Object.entries(getTableColumns(table)).filter(([property]) => property in first)
  const stored = rows.map((row) =>
    Object.fromEntries(columns.map(([property, column]) => [column.name, Reflect.get(row, property)])),
  )
  const names = sql.join(
    columns.map(([, column]) => sql.identifier(column.name)),
    sql`, `,
  )
  const name = sql.identifier(getTableName(table))
  await tx.execute(
    sql`insert into ${name} (${names}) select ${names} from json_populate_recordset(null::${name}, ${JSON.stringify(stored)}::json)`,
  )
}
