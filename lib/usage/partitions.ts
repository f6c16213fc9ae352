import type { LedgerClient } from './ledger-client'

/** Makes the partitions of months that have none, each in a transaction of its own, and remembers those that have. */
export function createPartitionKeeper(client: LedgerClient) {
  const known = new Set<string>()
  return {
    /** @param months `YYYY-MM-01`. */
    async ensure(months: Iterable<string>): Promise<void> {
      for (const month of new Set(months)) {
        if (known.has(month)) continue
        await client`select ensure_usage_partition(${month}::date)`
        known.add(month)
      }
    },
    /** Asks again, after a partition was dropped. */
    forget(): void {
      known.clear()
    },
  }
}

export type PartitionKeeper = ReturnType<typeof createPartitionKeeper>
