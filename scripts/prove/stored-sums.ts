import { openLedgerClient } from '@/lib/usage/ledger-client'
import { verifyLedger } from '@/lib/usage/verify'
import type { ReplaySums } from './expected-sums'

/** The same sums three ways: from the events, by hour and by day; with what `ascribe verify` says. */
export interface StoredSums {
  readonly isSound: boolean
  readonly events: ReplaySums
  readonly hourly: ReplaySums
  readonly daily: ReplaySums
}

/** Reads what a database holds. */
export async function readStoredSums(databaseUrl: string): Promise<StoredSums> {
  const client = openLedgerClient(databaseUrl, { max: 1 })
  try {
    const { isSound } = await verifyLedger(client)
    const [events] = await client<ReplaySums[]>`
      select coalesce(sum(requests), 0)::text as requests,
        coalesce(sum(input_tokens - coalesce(cached_input_tokens, 0)), 0)::text as input,
        coalesce(sum(coalesce(cached_input_tokens, 0)), 0)::text as "cachedInput",
        coalesce(sum(output_tokens), 0)::text as output, trim_scale(coalesce(sum(cost), 0))::text as cost
      from usage_event where not is_retracted`
    const readRollup = async (table: 'usage_hourly' | 'usage_daily') => {
      const [sums] = await client<ReplaySums[]>`
        select coalesce(sum(requests), 0)::text as requests, coalesce(sum(input), 0)::text as input,
          coalesce(sum(cached_input), 0)::text as "cachedInput", coalesce(sum(output), 0)::text as output,
          trim_scale(coalesce(sum(cost), 0))::text as cost
        from ${client(table)}`
      return sums
    }
    const [hourly, daily] = [await readRollup('usage_hourly'), await readRollup('usage_daily')]
    if (!events || !hourly || !daily) throw new Error('a sum gave no row')
    return { isSound, events, hourly, daily }
  } finally {
    await client.end({ timeout: 5 })
  }
}
