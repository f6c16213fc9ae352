import { formatContent, formatWindowKey, type PriceSetRow, toPriceSetRow } from './book-store/price-rows'
import type { ModelDocument, PriceSetDocument } from './price-book-document'
import type { PriceChange } from './price-change'

interface Stretch {
  readonly fromMs: number
  readonly toMs: number
  readonly before: PriceSetRow | null
  readonly after: PriceSetRow | null
}

/**
 * How the prices of a model differ, stretch by stretch of time: what each tier and daily window costs before and after. Where
 * only the cuts between periods differ nothing costs anything else, and there is no change.
 *
 * @param asOf the day of the base's figures: a price that begins on it or later is a new period, an earlier one a correction.
 */
export function diffModelPrices(provider: string, base: ModelDocument, target: ModelDocument, asOf: string): PriceChange[] {
  const lines = new Map<string, { before: PriceSetRow[]; after: PriceSetRow[] }>()
  const collect = (side: 'before' | 'after', prices: readonly PriceSetDocument[]) => {
    for (const set of prices) {
      const row = toPriceSetRow(provider, base.model, set)
      const key = `${row.tier}\0${formatWindowKey(row)}`
      const line = lines.get(key) ?? { before: [], after: [] }
      line[side].push(row)
      lines.set(key, line)
    }
  }
  collect('before', base.prices)
  collect('after', target.prices)
  return [...lines.values()].flatMap(({ before, after }) =>
    findStretches(before, after).map((stretch) => describeStretch(provider, base.model, stretch, Date.parse(asOf))),
  )
}

/** The stretches of time in which the two sides differ, neighbours with the same difference joined. */
function findStretches(before: readonly PriceSetRow[], after: readonly PriceSetRow[]): Stretch[] {
  const edges = [...new Set([...before, ...after].flatMap((row) => [startMs(row), endMs(row)]))].sort((left, right) =>
    left < right ? -1 : 1,
  )
  const stretches: Stretch[] = []
  for (const [index, fromMs] of edges.slice(0, -1).entries()) {
    const toMs = edges[index + 1] ?? Number.POSITIVE_INFINITY
    const inForce = (rows: readonly PriceSetRow[]) => rows.find((row) => startMs(row) <= fromMs && toMs <= endMs(row)) ?? null
    const stretch = { fromMs, toMs, before: inForce(before), after: inForce(after) }
    if (formatPrice(stretch.before) === formatPrice(stretch.after)) continue
    const last = stretches.at(-1)
    const continues =
      last?.toMs === fromMs &&
      formatPrice(last.before) === formatPrice(stretch.before) &&
      formatPrice(last.after) === formatPrice(stretch.after)
    if (last && continues) stretches[stretches.length - 1] = { ...last, toMs }
    else stretches.push(stretch)
  }
  return stretches
}

/** What is charged, without when and by whose word. */
function formatPrice(row: PriceSetRow | null): string {
  if (!row) return ''
  const { bands, rates, minimums } = row
  return formatContent({ bands, rates, minimums })
}

function describeStretch(provider: string, model: string, stretch: Stretch, asOfMs: number): PriceChange {
  const { before, after, fromMs, toMs } = stretch
  const row = after ?? before
  const from = toInstant(fromMs)
  const to = toInstant(toMs)
  const window = row === null ? '' : formatWindowKey(row)
  const tier = row?.tier ?? null
  const kind = after === null ? 'removed' : before === null || fromMs >= asOfMs ? 'new_period' : 'correction'
  return {
    kind,
    provider,
    model,
    tier,
    from,
    to,
    hasSpan: true,
    summary: `${provider} ${model}, ${tier}${window && `, ${window}`}, ${describeSpan(from, to)}: ${describeRates(before, after)}`,
    before: toFacts(before),
    after: toFacts(after),
  }
}

/** A span in words. */
export function describeSpan(from: string | null, to: string | null): string {
  if (from === null && to === null) return 'at all times'
  if (from === null) return `until ${to}`
  return to === null ? `from ${from}` : `from ${from} to ${to}`
}

function describeRates(before: PriceSetRow | null, after: PriceSetRow | null): string {
  if (after === null) return 'no price any more'
  const earlier = labelRates(before)
  const later = labelRates(after)
  const parts = [...new Set([...earlier.keys(), ...later.keys()])].flatMap((label) => {
    const was = earlier.get(label)
    const is = later.get(label)
    if (was === is) return []
    if (was === undefined) return [`${label} ${is}`]
    return [is === undefined ? `${label} ${was} → none` : `${label} ${was} → ${is}`]
  })
  return parts.length === 0 ? 'no rates' : parts.join(', ')
}

function labelRates(row: PriceSetRow | null): Map<string, string> {
  const labels = new Map<string, string>()
  for (const { band, meter, rate } of row?.rates ?? []) {
    const threshold = row?.bands[band - 1]
    labels.set(threshold ? `${meter} ${threshold.inclusive ? 'from' : 'over'} ${threshold.over}` : meter, rate)
  }
  for (const { meter, quantity } of row?.minimums ?? []) labels.set(`least ${meter}`, quantity)
  return labels
}

function toFacts(row: PriceSetRow | null) {
  if (!row) return null
  const { rates, bands, minimums, from, to, sources } = row
  return { from, to, rates, bands, minimums, sources }
}

function startMs(row: PriceSetRow): number {
  return row.from === null ? Number.NEGATIVE_INFINITY : Date.parse(row.from)
}

function endMs(row: PriceSetRow): number {
  return row.to === null ? Number.POSITIVE_INFINITY : Date.parse(row.to)
}

function toInstant(ms: number): string | null {
  return Number.isFinite(ms) ? new Date(ms).toISOString().replace('.000Z', 'Z') : null
}
