import { divideHalfEven, formatDecimal } from '@/lib/money/decimal'
import type { PriceBook } from '@/lib/pricing/price-book'
import { priceEvent } from '@/lib/pricing/price-event'
import type { CanonicalRecord } from './demo-event'
import type { Workload } from './workload'

/** Reported to the billionth of a dollar, as gateways do. */
const reportedUnit = 10n ** 9n
/** What the gateway was told of a discount that the list does not know, in percent. */
const discountedPercent = 88n

/**
 * What a source says that a call cost: the gateway reports every call, at list price for most providers and, because somebody
 * configured it so, 12 % below the list for Google's. Null where it says nothing.
 */
export function reportCost(book: PriceBook, { source }: Workload, record: CanonicalRecord): string | null {
  if (source !== 'litellm-eu' && source !== 'data-notebooks') return null
  if (record.status === 'cache_hit') return '0'
  if (record.input_tokens === undefined) return null
  const count = (value: number | undefined) => (value === undefined ? null : BigInt(value))
  const priced = priceEvent(book, {
    provider: record.provider,
    model: record.model,
    tier: record.service_tier ?? 'standard',
    region: record.region ?? null,
    billingAccount: null,
    atMs: Date.parse(record.timestamp),
    usage: {
      input_tokens: count(record.input_tokens),
      cached_input_tokens: count(record.cached_input_tokens),
      cache_write_5m_tokens: count(record.cache_write_5m_tokens),
      cache_write_1h_tokens: count(record.cache_write_1h_tokens),
      output_tokens: count(record.output_tokens),
      reasoning_tokens: count(record.reasoning_tokens),
      requests: count(record.requests),
    },
  })
  if (!priced.ok) return null
  const cost = record.provider === 'google' ? (priced.listCost * discountedPercent) / 100n : priced.listCost
  return formatDecimal(divideHalfEven(cost, reportedUnit) * reportedUnit)
}
