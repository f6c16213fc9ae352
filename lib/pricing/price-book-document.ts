import { z } from 'zod'
import { parseDecimal } from '@/lib/money/decimal'
import { parseInstant } from '@/lib/time/instant'
import { type MeterName, meterGroups, meterNames, meterUnits } from './meters'

/** A decimal of at most 18 places, not negative, written as text so that it never was a float. */
export const decimalText = z
  .string('must be a decimal in quotes, such as "0.15"')
  .refine(isDecimal, 'must be a decimal in quotes, such as "0.15", not negative, at most 18 places')

/** An instant with its offset, `2026-09-01T00:00:00Z`. */
export const instantText = z
  .string('must be an instant such as 2026-09-01T00:00:00Z')
  .refine((text) => parseInstant(text) !== null, 'must be an instant such as 2026-09-01T00:00:00Z')

const name = z
  .string()
  .min(1)
  .max(300)
  .refine((text) => text === text.trim().toLowerCase(), 'must be lower case, without spaces around it')
const timeOfDay = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'must be a UTC time of day such as 16:30')
const meterName = z.enum(meterNames)
const rates = z.partialRecord(meterName, decimalText)

const bandSchema = z.strictObject({
  /** The band starts above this many input tokens, or at it when `inclusive`. */
  over: z.int().nonnegative(),
  inclusive: z.boolean(),
  rates,
})

const priceSetSchema = z.strictObject({
  tier: name,
  /** In force from this instant, absent: since ever. */
  from: instantText.optional(),
  /** In force until just before this instant, absent: open. */
  to: instantText.optional(),
  /** UTC times of day, `[start, end)`; a span may cross midnight. */
  daily_utc: z
    .array(z.tuple([timeOfDay, timeOfDay]))
    .min(1)
    .optional(),
  /** 1 = Monday … 7 = Sunday, in `weekday_zone`. */
  weekdays: z.array(z.int().min(1).max(7)).min(1).optional(),
  weekday_zone: z.string().refine(isTimeZone, 'must be a time zone such as Asia/Shanghai').optional(),
  rates,
  bands: z.array(bandSchema).optional(),
  /** A count above 0 is billed as at least this much, in the meter's unit. */
  min_quantity: rates.optional(),
  /** Keys of the document's `sources`. */
  sources: z.array(z.string()).optional(),
})

const aliasesSchema = z.strictObject({
  exact: z.array(name).optional(),
  regex: z.array(z.string().max(300).refine(isPattern, 'must be a regular expression')).optional(),
  family: z.array(name).optional(),
  prefix: z.array(name).optional(),
  suffix: z.array(name).optional(),
  contains: z.array(name).optional(),
})

const modelSchema = z.strictObject({
  model: name,
  name: z.string().optional(),
  context_window: z.int().positive().optional(),
  aliases: aliasesSchema.optional(),
  prices: z.array(priceSetSchema),
})

const upliftSchema = z.strictObject({
  id: z.string().min(1),
  /** `*` is any region but `global`. */
  region: name,
  /** Multiplies the rates of token meters. */
  multiply: decimalText,
  models: z.array(name),
})

const providerSchema = z.strictObject({
  provider: name,
  aliases: z.array(name),
  /** Providers whose list applies where this one publishes nothing of its own, in order. */
  fallback: z.array(name).optional(),
  tier_aliases: z.record(name, name).optional(),
  uplifts: z.array(upliftSchema).optional(),
  models: z.array(modelSchema),
})

const meterSchema = z.strictObject({
  per: z.int().positive(),
  unit: z.enum(meterUnits),
  group: z.enum(meterGroups),
  fallback: meterName.nullable(),
})

/** Everything of a price book that no single provider owns: `data/prices/book.json`. */
export const priceBookHeaderSchema = z.strictObject({
  format: z.literal('ascribe-price-book/1'),
  id: name,
  version: z.string().min(1),
  currency: z.literal('USD'),
  as_of: z.iso.date(),
  licence: z.string(),
  sources: z.record(z.string(), z.string()),
  meters: z.record(meterName, meterSchema),
  tier_aliases: z.record(name, name),
  /** What may follow a family name: dates, revisions. */
  version_suffix: z.string().refine(isPattern, 'must be a regular expression'),
  aws_geo_prefixes: z.array(name),
})

/** One provider's names, models and prices: `data/prices/providers/<provider>.json`. */
export const providerPricesSchema = providerSchema

/** A whole published price book in one document: what ships as the list prices, and what `ascribe price import` reads. */
export const priceBookDocumentSchema = priceBookHeaderSchema.extend({ providers: z.array(providerSchema) })

export type PriceBookDocument = z.infer<typeof priceBookDocumentSchema>
export type ProviderPricesDocument = z.infer<typeof providerSchema>
export type ModelDocument = z.infer<typeof modelSchema>
export type PriceSetDocument = z.infer<typeof priceSetSchema>
export type BandDocument = z.infer<typeof bandSchema>
export type UpliftDocument = z.infer<typeof upliftSchema>
export type RatesDocument = Partial<Record<MeterName, string>>

function isDecimal(text: string): boolean {
  try {
    return parseDecimal(text) >= 0n
  } catch {
    return false
  }
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp
  } catch {
    return false
  }
}

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
