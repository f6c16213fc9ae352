import { z } from 'zod'
import { namesSchema } from '@/lib/reports/spend/report-schema'
import { countDays } from '@/lib/time/calendar'
import { type PeriodParams, readPeriodQuery } from '../period-params'

/** What a key did on fewer days before a period than these is not what it is used to. */
export const baselineDays = 28
/** Hours are read one by one, twenty-four times as many rows as days. */
export const maxUseDays = 92
export const maxKeys = 500

const formats = ['json', 'csv'] as const

/** A question to the report of keys. */
export interface KeysQuestion extends PeriodParams {
  readonly format: (typeof formats)[number]
}

const formatSchema = z.enum(formats, `is one of ${formats.join(', ')}`).default('json')
const given = z.record(z.string(), z.union([z.string(), z.array(z.string())]))

/** The query of `GET /api/v1/engineering/keys`: period, filters and format. */
export const keysParamsSchema = given.transform((query, context): KeysQuestion => {
  const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
  const format = formatSchema.safeParse(query.format)
  if (!format.success) refuse('format', format.error.issues[0]?.message ?? 'is json or csv')
  const period = readPeriodQuery(query, ['format'], refuse)
  return format.success && period !== null ? { ...period, format: format.data } : z.NEVER
})

/** A question what one key is used for. */
export interface KeyUseQuestion extends PeriodParams {
  /** The provider key as usage names it; `~none`: usage that names none. */
  readonly key: string
}

/** The query of `GET /api/v1/engineering/keys/use`: the key, period and filters. */
export const keyUseParamsSchema = given.transform((query, context): KeyUseQuestion => {
  const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
  const { key } = query
  if (typeof key !== 'string' || key === '') refuse('key', 'is needed: a provider key as usage names it, or ~none')
  const period = readPeriodQuery(query, ['key'], refuse)
  if (period !== null && countDays(period) > maxUseDays)
    refuse('to', `is at most ${maxUseDays} days after from: hours are looked at`)
  return typeof key === 'string' && period !== null ? { ...period, key } : z.NEVER
})

const usd = z.string()
const figures = {
  cost_usd: usd,
  requests: z.number(),
  /** Some of it has no known cost, so that it is at least so much. */
  is_at_least: z.boolean(),
}

/** A value of a dimension that a key was used with; null is "none". */
const useSchema = z.object({
  value: z.string().nullable(),
  ...figures,
  /** The key was used before, and never with this. */
  is_new: z.boolean(),
})
export type KeyUse = z.infer<typeof useSchema>

const periodShape = z.object({ from: z.string(), to: z.string() })

export const keyRowSchema = z.object({
  /** Null: usage that names no key. */
  key: z.string().nullable(),
  ...figures,
  /** Owners, what costs most first: codes, `~shared` for pools, null for nobody. At most three. */
  teams: z.array(z.string().nullable()),
  team_count: z.number(),
  services: z.array(z.string().nullable()),
  service_count: z.number(),
  /** What costs most first; those that are new always. */
  environments: z.array(useSchema),
  models: z.array(useSchema),
  model_count: z.number(),
  /** No usage in the days before: everything about it is new. */
  is_new: z.boolean(),
})
export type KeyRow = z.infer<typeof keyRowSchema>

/** The answer of `GET /api/v1/engineering/keys`. */
export const keysReportSchema = z.object({
  from: z.string(),
  to: z.string(),
  zone: z.string(),
  as_of: z.string(),
  /** The days before, by which it is told what is new. */
  baseline: periodShape,
  total: z.object(figures),
  /** What costs most first. */
  keys: z.array(keyRowSchema),
  key_count: z.number(),
  /** All keys beyond the list, together; null where there is none. */
  rest: z.object({ count: z.number(), ...figures }).nullable(),
  names: namesSchema,
})
export type KeysReport = z.infer<typeof keysReportSchema>

/** An hour of the day, 0 to 23 in the reporting zone. */
const hourSchema = z.object({ hour: z.number(), ...figures, is_new: z.boolean() })

/** The answer of `GET /api/v1/engineering/keys/use`. */
export const keyUseReportSchema = z.object({
  from: z.string(),
  to: z.string(),
  zone: z.string(),
  as_of: z.string(),
  baseline: periodShape,
  key: z.string().nullable(),
  is_new: z.boolean(),
  total: z.object(figures),
  /** All 24, also those without usage. */
  hours: z.array(hourSchema),
  /** What costs most first, each with its 24 hours; beyond twelve they are together under `rest`. */
  services: z.array(useSchema.extend({ hours: z.array(z.object({ hour: z.number(), ...figures })) })),
  rest: z.object({ count: z.number(), ...figures }).nullable(),
  environments: z.array(useSchema),
  models: z.array(useSchema),
  teams: z.array(useSchema),
  names: namesSchema,
})
export type KeyUseReport = z.infer<typeof keyUseReportSchema>
