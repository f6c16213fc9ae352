import { randomUUID } from 'node:crypto'
import type { usageSeries } from '@/lib/db/schema/usage'

/** A row for `usage_series` that says nothing beyond what it must. */
export function seriesRow(change: Partial<typeof usageSeries.$inferInsert> = {}): typeof usageSeries.$inferInsert {
  return {
    fingerprint: randomUUID(),
    sourceId: 1,
    provider: 'openai',
    model: 'gpt-4o',
    operation: 'chat',
    serviceTier: 'standard',
    outcome: 'success',
    isRetry: false,
    missingTokens: false,
    cacheUnknown: false,
    totalMismatch: false,
    tierAssumed: false,
    isCapped: false,
    ...change,
  }
}
