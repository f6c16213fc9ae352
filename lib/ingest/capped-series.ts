import { and, eq, inArray } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { usageSeries } from '@/lib/db/schema/usage'

/** Which series stand for more values than they name (`~other`). */
export interface CappedSeries {
  /** Those of the series that are capped. Asks the database only about series that were never asked about: they do not change. */
  find(seriesIds: ReadonlySet<number>): Promise<ReadonlySet<number>>
}

const maxRemembered = 200_000

/** Makes the look-up of a process. */
export function createCappedSeries(db: Database): CappedSeries {
  const known = new Map<number, boolean>()
  return {
    find: async (seriesIds) => {
      const unknown = [...seriesIds].filter((id) => !known.has(id))
      if (unknown.length > 0) {
        const rows = await db
          .select({ id: usageSeries.id })
          .from(usageSeries)
          .where(and(inArray(usageSeries.id, unknown), eq(usageSeries.isCapped, true)))
        if (known.size > maxRemembered) known.clear()
        for (const id of unknown) known.set(id, false)
        for (const { id } of rows) known.set(id, true)
      }
      return new Set([...seriesIds].filter((id) => known.get(id) === true))
    },
  }
}
