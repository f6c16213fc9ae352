import { formatDecimal } from '@/lib/money/decimal'
import { loadListPrices } from '@/lib/pricing/load-list-prices'
import { buildPriceBook } from '@/lib/pricing/price-book'
import { priceEvent } from '@/lib/pricing/price-event'
import type { Trace } from '@/lib/replay/read-trace'
import { toRecord } from '@/lib/replay/to-record'

/** Sums of a replay, exact, as decimal text. */
export interface ReplaySums {
  readonly requests: string
  readonly input: string
  readonly cachedInput: string
  readonly output: string
  readonly cost: string
}

/** What a trace sums to, worked out from its rows and the shipped prices, without the ledger. */
export function sumTrace({ contentHash, rows }: Trace, startMs: number): ReplaySums {
  const book = buildPriceBook(loadListPrices())
  let [requests, input, cachedInput, output, cost] = [0n, 0n, 0n, 0n, 0n]
  for (const row of rows) {
    const { provider, model, timestamp } = toRecord({ contentHash, startMs }, row)
    const usage = {
      input_tokens: BigInt(row.input),
      cached_input_tokens: BigInt(row.cached ?? 0),
      output_tokens: BigInt(row.output),
    }
    const atMs = Date.parse(String(timestamp))
    const names = { provider: String(provider), model: String(model), tier: 'standard', region: null, billingAccount: null }
    const priced = priceEvent(book, { ...names, atMs, usage })
    if (!priced.ok || priced.unpriced.length > 0) throw new Error(`line ${row.line} has no whole price: the proof needs one`)
    requests += 1n
    input += usage.input_tokens - usage.cached_input_tokens
    cachedInput += usage.cached_input_tokens
    output += usage.output_tokens
    cost += priced.cost
  }
  const text = (value: bigint) => value.toString()
  return {
    requests: text(requests),
    input: text(input),
    cachedInput: text(cachedInput),
    output: text(output),
    cost: formatDecimal(cost),
  }
}
