import { inArray, lt, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { usageSpan } from '@/lib/db/schema/usage-record'
import type { Job } from '@/lib/jobs/job'
import { linkKey, type SpanLink } from './span-graph'

/** Far below the 65,535 parameters that the protocol allows. */
const rowsPerStatement = 2_000

/** Spans of one trace that are remembered: beyond it a trace is no request of anybody's, and only its own batch is looked at. */
const maxPerTrace = 5_000

/** Reads what is known of traces. */
export async function readSpans(db: Database, traceIds: readonly string[]): Promise<SpanLink[]> {
  const found: SpanLink[] = []
  for (let at = 0; at < traceIds.length; at += rowsPerStatement) {
    const rows = await db
      .select()
      .from(usageSpan)
      .where(inArray(usageSpan.traceId, traceIds.slice(at, at + rowsPerStatement)))
    for (const { traceId, spanId, parentSpanId, sourceId, eventKey, month, tokens } of rows) {
      const call = eventKey === null || month === null ? null : { eventKey, month, tokens, sourceId }
      found.push({ traceId, spanId, parentSpanId, call })
    }
  }
  return found
}

/**
 * Remembers spans. What was known of a span first stays: a span is sent again as it was. Committed when it resolves, so that of
 * two requests with spans of one trace at least one sees the other's.
 */
export async function rememberSpans(db: Database, links: readonly SpanLink[], sourceId: number, receivedAt: Date): Promise<void> {
  const perTrace = new Map<string, number>()
  const wanted = [...new Map(links.map((link) => [linkKey(link), link])).values()].filter(({ traceId }) => {
    const count = (perTrace.get(traceId) ?? 0) + 1
    perTrace.set(traceId, count)
    return count <= maxPerTrace
  })
  // In one order everywhere, so that two requests with the same spans do not wait for each other in a circle.
  wanted.sort((left, right) => (linkKey(left) < linkKey(right) ? -1 : 1))
  for (let at = 0; at < wanted.length; at += rowsPerStatement) {
    await db
      .insert(usageSpan)
      .values(
        wanted.slice(at, at + rowsPerStatement).map(({ traceId, spanId, parentSpanId, call }) => ({
          ...{ traceId, spanId, parentSpanId, sourceId, receivedAt },
          ...{ eventKey: call?.eventKey ?? null, month: call?.month ?? null, tokens: call?.tokens ?? null },
        })),
      )
      .onConflictDoNothing()
  }
}

/** Longer than any exporter holds spans back, or tries to send them again. */
const keptDays = 14

/** Forgets how old traces hung together: their spans have all arrived. */
export const usageSpanSweep: Job = {
  name: 'usage-spans',
  description: `Forgets how traces of more than ${keptDays} days ago hang together.`,
  schedule: '23 4 * * *',
  async run({ db }) {
    const { count } = await db.delete(usageSpan).where(lt(usageSpan.receivedAt, sql`now() - make_interval(days => ${keptDays})`))
    return `forgot ${count} spans`
  },
}
