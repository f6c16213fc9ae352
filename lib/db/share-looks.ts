import { setImmediate as endOfTurn, setTimeout as sleep } from 'node:timers/promises'

/** Under load a look begins no sooner than this after the one before: waiting costs less than a query for every few requests. */
const minGapMs = 2

/**
 * Shares looks at the database among concurrent callers. Whoever comes while one is under way gets the next, because the running
 * one may have read before they came: no answer is older than its question. So thousands of callers a second cost a few hundred
 * looks, while a single one waits for nothing.
 * @param look may fail: that is its callers' failure, not the next ones'.
 */
export function shareLooks<Found>(look: () => Promise<Found>): () => Promise<Found> {
  let next: Promise<Found> | null = null
  let underWay: Promise<unknown> = Promise.resolve()
  let beganAtMs = Number.NEGATIVE_INFINITY

  const begin = async (): Promise<Found> => {
    const waitMs = beganAtMs + minGapMs - performance.now()
    if (waitMs > 0) await sleep(waitMs)
    // What arrives in the same turn of the event loop asks together.
    else await endOfTurn()
    beganAtMs = performance.now()
    // From here on others must ask anew.
    next = null
    return look()
  }
  return () => {
    if (next === null) {
      next = underWay.then(begin, begin)
      underWay = next
    }
    return next
  }
}
