import type { rateSetRate } from '@/lib/db/schema/rate-set'
import type { describeEvent } from '@/lib/ingest/event-document'
import type { StoredEvent } from '@/lib/ingest/list-events'
import { decimalPlaces, formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { type MeterName, quantityScale } from '@/lib/pricing/meters'
import { splitUsage } from '@/lib/pricing/split-usage'
import { readRowUsage } from '@/lib/usage/event-row'

/** A class of usage in a request: what was counted, what it was charged at, what that came to. Decimal text; null is unknown. */
export interface CostLine {
  readonly meter: MeterName
  readonly counted: string
  /** More than counted where a minimum applies. */
  readonly charged: string | null
  /** USD for `per` units. */
  readonly rate: string | null
  readonly listRate: string | null
  readonly per: string | null
  readonly costUsd: string | null
}

/**
 * Every class that a request used, those without a rate too. The fee for a request stands among them only where there is one.
 */
export function listCostLines(
  { event }: StoredEvent,
  priced: ReturnType<typeof describeEvent>['lines'],
  rates: readonly (typeof rateSetRate.$inferSelect)[],
): CostLine[] {
  const split = splitUsage(readRowUsage(event))
  if (!split.ok) return []
  return split.parts.flatMap(({ meter, quantity }): CostLine[] => {
    const line = priced.find((one) => one.meter === meter)
    if (line === undefined && meter === 'request') return []
    const listRate = rates.find((rate) => rate.meter === meter)?.listRate
    return [
      {
        meter,
        counted: formatDecimal((quantity * 10n ** BigInt(decimalPlaces)) / quantityScale(meter)),
        charged: line?.quantity ?? null,
        rate: line?.rate ?? null,
        listRate: line === undefined || listRate === undefined ? null : formatDecimal(parseDecimal(listRate)),
        per: line?.per ?? null,
        costUsd: line?.cost_usd ?? null,
      },
    ]
  })
}
