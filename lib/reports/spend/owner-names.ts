import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { type NamedDimension, namedDimensions } from './dimension-names'
import type { OwnerNames } from './report-schema'

/** Where the registry keeps the names of a dimension's values, by their codes. */
export const nameTables: Readonly<Record<NamedDimension, SQL>> = {
  team: sql`select slug as code, name from team`,
  pool: sql`select slug as code, name from shared_pool`,
  cost_center: sql`select code, name from cost_center`,
  business_unit: sql`select slug as code, name from business_unit`,
  product_line: sql`select slug as code, name from product_line`,
}

type Owned = Readonly<Partial<Record<NamedDimension, string | null>>>

/** What the registry calls the owners and product lines of some rows, by code. One question, or none where there is no code. */
export async function nameOwners(db: Database, rows: readonly Owned[]): Promise<OwnerNames> {
  const names: OwnerNames = { team: {}, pool: {}, cost_center: {}, business_unit: {}, product_line: {} }
  const parts = namedDimensions.flatMap((kind) => {
    const codes = [...new Set(rows.map((row) => row[kind]).filter((code) => typeof code === 'string'))]
    return codes.length === 0
      ? []
      : [sql`select ${kind}::text as kind, code, name from (${nameTables[kind]}) registered where code in ${codes}`]
  })
  if (parts.length === 0) return names
  const found = await db.execute<{ kind: NamedDimension; code: string; name: string }>(sql.join(parts, sql` union all `))
  for (const { kind, code, name } of found) names[kind][code] = name
  return names
}
