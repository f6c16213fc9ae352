import { log } from '@/lib/log'
import { isDatabaseAway } from './database-errors'
import type { LedgerClient } from './ledger-client'

/** The channel on which those who show figures hear that there are new ones. */
export const bookedChannel = 'usage_booked'

const minIntervalMs = 200

/**
 * Tells listeners that something was booked, at most five times a second, the last booking of a burst always included. Not
 * within the booking transaction: notifying commits one by one.
 */
export function createBookedNotifier(client: LedgerClient) {
  let lastAtMs = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | null = null
  const send = () => {
    timer = null
    lastAtMs = performance.now()
    client`select pg_notify(${bookedChannel}, '')`.catch((error) => {
      if (!isDatabaseAway(error)) log.warn({ err: error }, 'listeners were not told of new usage')
    })
  }
  return {
    markBooked(): void {
      if (timer !== null) return
      const waitMs = lastAtMs + minIntervalMs - performance.now()
      if (waitMs <= 0) send()
      else timer = setTimeout(send, waitMs).unref()
    },
    /** Says what is still unsaid. */
    flush(): void {
      if (timer === null) return
      clearTimeout(timer)
      send()
    },
  }
}
