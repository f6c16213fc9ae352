import { z } from 'zod'
import { decimalPlaces, MoneyError, parseDecimal } from '@/lib/money/decimal'
import { parseInstant } from '@/lib/time/instant'
import { type Usage, type UsageField, usageFields } from './split-usage'

const maxNameLength = 500
const one = 10n ** BigInt(decimalPlaces)

/**
 * The usage of a request as it was written: totals that include their parts. Any object will do at the door, because a count
 * that makes no sense is an answer (`invalid_usage`) and not a reason to refuse the other requests of the same array.
 */
const usageSchema = z.record(z.string(), z.unknown(), 'is an object of counts, such as {"input_tokens": 1820}')

export type UsageDocument = z.infer<typeof usageSchema>

export const quoteRequestSchema = z.object({
  provider: z.string().max(maxNameLength).nullish(),
  model: z.string().max(maxNameLength),
  /** RFC 3339 with an offset; absent: now. */
  at: z
    .string()
    .refine((text) => parseInstant(text) !== null, 'must be an instant such as 2026-06-01T09:00:00Z')
    .nullish(),
  usage: usageSchema,
  tier: z.string().max(maxNameLength).nullish(),
  region: z.string().max(maxNameLength).nullish(),
  billing_account: z.string().max(maxNameLength).nullish(),
})

export type QuoteRequest = z.infer<typeof quoteRequestSchema>

/** One request, or up to 1,000 in an array. */
export const quoteBodySchema = z.union([quoteRequestSchema, z.array(quoteRequestSchema).max(1000)])

export const quoteLineSchema = z.object({
  meter: z.string(),
  /** As billed, in the meter's unit. */
  quantity: z.string(),
  /** USD per `per`, uplift and contract terms applied. */
  rate: z.string(),
  per: z.string(),
  cost_usd: z.string(),
})

export const matchedPriceSchema = z.object({
  /** Who bills. */
  provider: z.string(),
  /** In whose list the model is: the provider itself, or one that it falls back on. */
  listed_under: z.string(),
  /** The canonical name. */
  model: z.string(),
  tier: z.string(),
  /** The context band whose rates apply; null: the base rates. */
  band: z.object({ over: z.string(), inclusive: z.boolean() }).nullable(),
  /** The regional uplift in the rates. */
  uplift: z.string().nullable(),
  /** Contract terms in the rates. */
  terms: z.array(z.string()),
})

export const quoteAnswerSchema = z.object({
  /** Exact decimal; null where there is no price. */
  cost_usd: z.string().nullable(),
  /** The same at list rates. */
  list_cost_usd: z.string().nullable(),
  error: z.enum(['invalid_usage', 'unpriced_model', 'no_rate_for_tier', 'no_rate']).nullable(),
  /** The error in words. */
  message: z.string().nullable(),
  /** Meters that were used and have no rate; not in `cost_usd`. */
  unpriced: z.array(z.string()),
  lines: z.array(quoteLineSchema),
  /** Which price of the book it is; null where there is none. */
  matched: matchedPriceSchema.nullable(),
  price_version: z.string(),
})

export type QuoteAnswer = z.infer<typeof quoteAnswerSchema>

export type ReadUsage = { readonly ok: true; readonly usage: Usage } | { readonly ok: false; readonly message: string }

/**
 * Reads the counts of a request: JSON numbers, or digits in quotes. Whatever else stands there, and a field that is not one of
 * ours (it would go unpriced), is a fault of this usage, named. Seconds are kept to 10^-18, half-even.
 */
export function readUsage(document: UsageDocument): ReadUsage {
  const usage: { [Field in UsageField]?: bigint } = {}
  for (const [name, value] of Object.entries(document)) {
    const field = usageFields.find((known) => known === name)
    if (field === undefined)
      return { ok: false, message: `${name} is not a usage field: the fields are ${usageFields.join(', ')}` }
    if (value === undefined || value === null) continue
    const count = readCount(field, value)
    if (typeof count === 'string') return { ok: false, message: `${field} ${count}` }
    usage[field] = count
  }
  return { ok: true, usage }
}

/** The count, or what is wrong with it. */
function readCount(field: UsageField, value: unknown): bigint | string {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return 'is too large for a JSON number: write the digits in quotes'
  }
  if ((typeof value !== 'number' && typeof value !== 'string') || !isDecimal(String(value))) return 'must be a number'
  if (field === 'audio_seconds') return parseDecimal(String(value), { rounding: 'half-even' })
  return readWholeCount(value) ?? 'must be a whole number'
}

function readWholeCount(value: number | string): bigint | null {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : null
  if (/^\d+$/.test(value)) return BigInt(value)
  try {
    const scaled = parseDecimal(value)
    return scaled % one === 0n ? scaled / one : null
  } catch (error) {
    // More than 18 places that are not all zeros: a fraction all the same.
    if (error instanceof MoneyError && error.code === 'too_many_places') return null
    throw error
  }
}

function isDecimal(text: string): boolean {
  try {
    parseDecimal(text, { rounding: 'half-even' })
    return true
  } catch {
    return false
  }
}
