import { customType } from 'drizzle-orm/pg-core'

/** A span of instants as Postgres writes it, `["2026-09-01 00:00:00+00",)`; always half-open. */
export const tstzrange = customType<{ data: string }>({ dataType: () => 'tstzrange' })

/** A span of whole numbers, `[1,)`; always half-open. */
export const int4range = customType<{ data: string }>({ dataType: () => 'int4range' })

/** A span of calendar days, `[2026-09-01,)`; always half-open. */
export const daterange = customType<{ data: string }>({ dataType: () => 'daterange' })
