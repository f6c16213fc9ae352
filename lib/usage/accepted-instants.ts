/** How far back a call may lie. */
const acceptedMonths = 36
/** How far clocks of senders may be ahead of ours. */
const acceptedAheadMs = 10 * 60_000

/**
 * Whether the ledger takes a call of that instant: from 36 months back to 10 minutes ahead.
 * @returns null, or what is wrong with it and how to put it right.
 */
export function findInstantFault(instantMs: number, nowMs: number): string | null {
  const now = new Date(nowMs)
  const earliestMs = new Date(nowMs).setUTCMonth(now.getUTCMonth() - acceptedMonths)
  if (!Number.isFinite(instantMs)) return 'is no instant: send the start of the call'
  if (instantMs < earliestMs) {
    return `lies more than ${acceptedMonths} months back, before ${new Date(earliestMs).toISOString()}: check the unit of the time`
  }
  if (instantMs > nowMs + acceptedAheadMs) {
    return `lies more than 10 minutes ahead of ${now.toISOString()}: check the sender's clock and the unit of the time`
  }
  return null
}
