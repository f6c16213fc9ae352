import type { OwnershipLookup } from '@/lib/attribution/findings-hook'
import type { Withdrawal } from '@/lib/usage/withdraw-captures'
import { toUuid } from '../event-key'
import type { NormalisedRecord, RefusedRecord } from '../normalise'
import type { Ingest } from '../process-ingest'
import { type TakenIn, takeIn } from '../take-in'
import type { TraceFacts } from './parse-traces'
import { buildSpanGraph, linkKey, type SpanLink } from './span-graph'
import { readSpans, rememberSpans } from './span-store'

/** How refused spans are named among the refused records. */
export const traceFormat = 'otlp'

/**
 * Books the calls of a request, without those that only sum up others, and takes back such ones that were booked before what they
 * sum up came. Spans are remembered after they are booked and looked at again after that, so that of two requests with parts of
 * one trace, at once or days apart, the one that is later sees it. Sent again it counts nothing twice.
 */
export async function takeTraces(
  ingest: Pick<Ingest, 'db' | 'ledger' | 'ownership' | 'cappedSeries' | 'tally'>,
  sourceId: number,
  { records, traces }: { readonly records: readonly NormalisedRecord[]; readonly traces: TraceFacts },
  owners: Promise<OwnershipLookup>,
): Promise<TakenIn> {
  const receivedAt = new Date()
  const own = [...traces.links, ...traces.between]
  const traceIds = [...new Set(own.map(({ traceId }) => traceId))]
  const known = await readSpans(ingest.db, traceIds)
  const before = buildSpanGraph([...known, ...own])
  const isCall = (link: SpanLink | undefined) => link !== undefined && !before.aggregates.has(linkKey(link))
  const taken = await takeIn(
    ingest,
    { sourceId, format: traceFormat },
    [...records.filter((_, index) => isCall(traces.links[index])), ...traces.bad.map(refuseSpan)],
    owners,
  )
  const knownKeys = new Set(known.map(linkKey))
  const fresh = own.filter((link) => before.related.has(linkKey(link)) && !knownKeys.has(linkKey(link)))
  if (fresh.length === 0 && traces.links.length === 0) return taken
  await rememberSpans(ingest.db, fresh, sourceId, receivedAt)
  const all = [...(await readSpans(ingest.db, traceIds)), ...own]
  const { aggregates } = buildSpanGraph(all)
  // Those of this request that were known for aggregates were not booked by it; by an earlier one they may have been.
  await ingest.ledger.withdraw(all.filter((link) => aggregates.has(linkKey(link))).flatMap(toWithdrawal))
  return taken
}

/** A call that a span was taken for; see `observerOf`. */
function toWithdrawal({ spanId, call }: SpanLink): Withdrawal[] {
  return call === null ? [] : [{ eventKey: call.eventKey, month: call.month, observer: `${call.sourceId}:${spanId}` }]
}

/** A span that could not even be read: what was wrong with it is kept, and nothing of it. */
function refuseSpan({ path, message }: TraceFacts['bad'][number]): RefusedRecord {
  return {
    ok: false,
    requestId: null,
    errors: [{ path, message }],
    kept: { event: null, leftOut: [] },
    identity: toUuid(`unreadable span\0${path}\0${message}`),
  }
}
