import { z } from 'zod'
import { meterNames } from '@/lib/pricing/meters'

/**
 * What a line of the prices used is: a rate times a quantity; what minimum quantities and the rounding of single requests add to
 * such lines; usage without a rate, whose cost is unknown; usage that is known to have cost nothing.
 */
export const pricesUsedKinds = ['rate', 'remainder', 'unpriced', 'no_charge'] as const

/** Decimal text; null is unknown, or none. */
const text = z.string().nullable()

export const pricesUsedLineSchema = z.object({
  kind: z.enum(pricesUsedKinds),
  provider: z.string(),
  /** As the price book lists it; as its source sent it where there is no price. */
  model: z.string(),
  tier: z.string(),
  /** Where the calls were served, as their source says. */
  region: text,
  /** The entry of the price book by which rates are multiplied in that region. */
  uplift: text,
  /** The account whose own terms apply. */
  billing_account: text,
  /** Ids of the contract terms by which some rate differs from the list. */
  terms: z.array(z.string()),
  /** Instants, half-open; null: without a beginning or an end. */
  valid_from: text,
  valid_to: text,
  /** When within its validity: times of the UTC day, days of the week, the size of a request's input; null: always. */
  condition: text,
  /** Null where a line is about all classes of usage. */
  meter: z.enum(meterNames).nullable(),
  /** `token`, `request`, `call`, `second`, `page`, `message`. */
  unit: text,
  quantity: text,
  /** US dollars for `per` units. */
  rate_usd: text,
  list_rate_usd: text,
  per: text,
  /** Null is unknown. */
  cost_usd: text,
  list_cost_usd: text,
  /** The versions of the price book that hold this price; `last_price_version` is null while the latest one does. */
  first_price_version: z.number().nullable(),
  last_price_version: z.number().nullable(),
  /** Of kind `unpriced` and `no_charge`: why there is no rate, in words. */
  reason: text,
})
export type PricesUsedLine = z.infer<typeof pricesUsedLineSchema>

/** Every price by which a month's usage was charged. The costs of the lines add up to `total_usd`, to the last digit. */
export const pricesUsedSchema = z.object({
  month: z.string(),
  /** The cost centre that they were narrowed to. */
  cost_center: z.string().nullable(),
  lines: z.array(pricesUsedLineSchema),
  /** The direct cost of all usage that the reader sees. */
  total_usd: z.string(),
  total_list_usd: z.string(),
  unpriced_requests: z.number(),
  missing_token_requests: z.number(),
})
export type PricesUsed = z.infer<typeof pricesUsedSchema>
