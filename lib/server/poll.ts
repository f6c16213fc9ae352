import { setTimeout as delay } from 'node:timers/promises'

interface PollOptions {
  timeoutMs: number
  intervalMs?: number
}

/** Asks `probe` until it answers something other than null or false; null when the time is up. */
export async function pollUntil<T>(probe: () => T | Promise<T>, { timeoutMs, intervalMs = 25 }: PollOptions) {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    const answer = await probe()
    if (answer !== null && answer !== false) return answer
    if (performance.now() > deadline) return null
    await delay(intervalMs)
  }
}
