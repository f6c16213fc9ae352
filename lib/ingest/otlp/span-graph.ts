/** Where a span stands in its trace, and which call it is, if it is one. Plain data. */
export interface SpanLink {
  readonly traceId: string
  readonly spanId: string
  readonly parentSpanId: string | null
  readonly call: SpanCall | null
}

/** A span that is a call. */
export interface SpanCall {
  readonly eventKey: string
  /** First day of the UTC month of its instant. */
  readonly month: string
  /** What it says of tokens in and out, as text; null where it says nothing. */
  readonly tokens: string | null
  readonly sourceId: number
}

/** No trace nests as deep as that; a parent that is its own descendant does. */
const maxDepth = 256

/** The ids of a span across traces, as a key. */
export const linkKey = ({ traceId, spanId }: Pick<SpanLink, 'traceId' | 'spanId'>) => `${traceId} ${spanId}`

/** What hangs together in some traces. */
export interface SpanGraph {
  /** Calls that only sum up, or repeat, what spans below them say. */
  readonly aggregates: ReadonlySet<string>
  /** Spans that have a call above or below them: those by which later ones are tied in. */
  readonly related: ReadonlySet<string>
}

/**
 * Finds the calls that are none: a span is not counted where one below it is the better witness. That is so where the one below
 * has usage, or neither has; and, where both name the same answer of a provider, where they count it differently: then the upper
 * one is a sum that borrowed the name of its last part. Adding spans never brings an aggregate back, so that the order in which
 * spans arrive does not matter.
 */
export function buildSpanGraph(links: Iterable<SpanLink>): SpanGraph {
  const byKey = new Map<string, SpanLink>()
  for (const link of links) {
    const known = byKey.get(linkKey(link))
    if (known === undefined || known.call === null) byKey.set(linkKey(link), link)
  }
  const aggregates = new Set<string>()
  const related = new Set<string>()
  for (const link of byKey.values()) {
    let isBelowCall = false
    for (const above of listAncestors(link, byKey)) {
      if (link.call !== null) related.add(linkKey(above))
      if (above.call === null) continue
      isBelowCall = true
      if (link.call !== null && isSumOf(above.call, link.call)) aggregates.add(linkKey(above))
    }
    if (link.call !== null || isBelowCall) related.add(linkKey(link))
  }
  return { aggregates, related }
}

function isSumOf(above: SpanCall, below: SpanCall): boolean {
  if (above.eventKey === below.eventKey) return above.tokens !== null && below.tokens !== null && above.tokens !== below.tokens
  return below.tokens !== null || above.tokens === null
}

function listAncestors(link: SpanLink, byKey: ReadonlyMap<string, SpanLink>): SpanLink[] {
  const ancestors: SpanLink[] = []
  const seen = new Set([link.spanId])
  for (let current = link; current.parentSpanId !== null && ancestors.length < maxDepth; ) {
    const above = byKey.get(linkKey({ traceId: current.traceId, spanId: current.parentSpanId }))
    if (above === undefined || seen.has(above.spanId)) break
    seen.add(above.spanId)
    ancestors.push(above)
    current = above
  }
  return ancestors
}
