import { z } from 'zod'
import {
  dimensionLabel,
  fixedDimensions,
  isSeriesDimension,
  maxHourlyDays,
  type SeriesDimension,
  type TimeDimension,
  timeDimensions,
} from '@/lib/reports/spend/dimension-names'
import { namesSchema } from '@/lib/reports/spend/report-schema'
import type { Refuse } from '@/lib/reports/spend/schema'
import { countDays, type Period } from '@/lib/time/calendar'
import { type PeriodParams, readPeriodQuery, toPeriodQuery } from '../period-params'
import { type ExploreMeasure, exploreMeasures, isExploreMeasure, isLatencyMeasure, measures } from './measures'

export const maxDimensions = 2
/** As many as can be told apart; the rest is Other. */
export const maxSeries = 6
/** Rows of an answer; a file holds all. */
export const maxExploreRows = 500
export const maxExploreFileRows = 100_000

const exploreFormats = ['json', 'csv'] as const
/** What a line of a file is: a group over the whole period, or a group in one step. */
const fileRowKinds = ['groups', 'steps'] as const

/** A question to Explore, parsed. */
export interface ExploreParams extends PeriodParams {
  readonly groupBy: readonly SeriesDimension[]
  readonly grain: TimeDimension
  readonly measure: ExploreMeasure
  /** Whether rows have latencies, of which there are ten times as many to read as of all else. */
  readonly latency: boolean
  readonly format: (typeof exploreFormats)[number]
  readonly rows: (typeof fileRowKinds)[number]
}

/** The steps that suit a period; latencies are kept by the day. */
export function suitGrain(period: Period, measure: ExploreMeasure): TimeDimension {
  const days = countDays(period)
  if (days <= 2 && !isLatencyMeasure(measure)) return 'hour'
  return days > 120 ? 'month' : 'day'
}

/** Why a period cannot be cut so; null where it can. */
export function findGrainFault(grain: TimeDimension, period: Period, measure: ExploreMeasure): string | null {
  if (grain !== 'hour') return null
  if (isLatencyMeasure(measure)) return `is day or month with ${measure}: latencies are kept by the day`
  return countDays(period) > maxHourlyDays ? `is hour for at most ${maxHourlyDays} days: use day or month` : null
}

const list = (names: readonly string[]) => names.join(', ')
const groupable = [...fixedDimensions.filter(isSeriesDimension), 'label:<name>']
const ownNames = ['group_by', 'grain', 'measure', 'latency', 'format', 'rows']
const single = (message: string) => z.string({ error: message })

const ownSchema = z.object({
  group_by: z.union([single('is a list of dimensions'), z.array(z.string())]).optional(),
  grain: z.enum(timeDimensions, `is one of ${list(timeDimensions)}`).optional(),
  measure: single('is given once')
    .refine(isExploreMeasure, `is one of ${list(exploreMeasures)}`)
    .default('cost'),
  latency: z.enum(['true', 'false'], 'is true or false').optional(),
  format: z.enum(exploreFormats, `is one of ${list(exploreFormats)}`).default('json'),
  rows: z.enum(fileRowKinds, `is one of ${list(fileRowKinds)}`).default('groups'),
})

/** The query of `GET /api/v1/engineering/explore`: own parameters, and each dimension as a filter. */
export const exploreParamsSchema = z
  .record(z.string(), z.union([z.string(), z.array(z.string())]))
  .transform((given, context): ExploreParams => {
    const refuse: Refuse = (path, message) => context.addIssue({ code: 'custom', path: [path], message })
    const own = ownSchema.safeParse(given)
    if (!own.success) for (const issue of own.error.issues) refuse(String(issue.path[0]), issue.message)
    const period = readPeriodQuery(given, ownNames, refuse)
    if (!own.success || period === null || period.to <= period.from) return z.NEVER
    const { measure, format, rows } = own.data
    const groupBy = readGroups(own.data.group_by, refuse)
    const grain = own.data.grain ?? suitGrain(period, measure)
    const fault = findGrainFault(grain, period, measure)
    if (fault !== null) refuse('grain', fault)
    if (format === 'json' && given.rows !== undefined) refuse('rows', 'is for format=csv')
    // A file holds everything unless told otherwise.
    const latency = isLatencyMeasure(measure) || (own.data.latency ?? String(format === 'csv')) === 'true'
    return { ...period, groupBy, grain, measure, latency, format, rows }
  })

function readGroups(given: string | readonly string[] | undefined, refuse: Refuse): SeriesDimension[] {
  const names = [given ?? []].flat().flatMap((text) => text.split(','))
  const groups = new Set<SeriesDimension>()
  for (const name of names) {
    if (isSeriesDimension(name)) groups.add(name)
    else if (name !== '') refuse('group_by', `has “${name.slice(0, 60)}”: use ${list(groupable)}; time is grain`)
  }
  if (groups.size > maxDimensions) refuse('group_by', `takes at most ${maxDimensions} dimensions`)
  return [...groups]
}

/** The API's query for some params, in one order, so that one question has one text. */
export function toExploreQuery(params: ExploreParams): URLSearchParams {
  const query = toPeriodQuery(params)
  if (params.groupBy.length > 0) query.set('group_by', params.groupBy.join(','))
  query.set('grain', params.grain)
  query.set('measure', params.measure)
  if (!isLatencyMeasure(params.measure)) query.set('latency', String(params.latency))
  if (params.format !== 'json') query.set('format', params.format)
  if (params.rows !== 'groups') query.set('rows', params.rows)
  return query
}

const measureName = z.custom<ExploreMeasure>((value) => typeof value === 'string' && isExploreMeasure(value))
const measureValues = z.object(
  Object.fromEntries(exploreMeasures.map((name) => [name, z.string().nullable()])) as Record<
    ExploreMeasure,
    z.ZodNullable<z.ZodString>
  >,
)

/**
 * Every measure of a row as exact decimal text: US dollars, whole counts, quotients, parts of 1, milliseconds (±9 %). Null: no
 * base, not known, or latencies that were not asked for. `at_least` names those that are lower bounds, because something in the sum is unknown.
 */
const figuresSchema = z.object({ measures: measureValues, at_least: z.array(measureName) })
export type ExploreFigures = z.infer<typeof figuresSchema>

/** A row's values, in the order of `group_by`; null is "none". */
const valuesSchema = z.array(z.string().nullable())

const exploreRowSchema = figuresSchema.extend({ values: valuesSchema })
export type ExploreRow = z.infer<typeof exploreRowSchema>

/** The answer of `GET /api/v1/engineering/explore`. */
export const exploreReportSchema = z.object({
  from: z.string(),
  to: z.string(),
  zone: z.string(),
  /** The instant of the snapshot that all figures are from. */
  as_of: z.string(),
  grain: z.enum(timeDimensions),
  group_by: z.array(z.custom<SeriesDimension>((value) => typeof value === 'string' && isSeriesDimension(value))),
  measure: measureName,
  /** Those with most of the measure first; of quotients and percentiles those that cost most. */
  rows: z.array(exploreRowSchema),
  /** How many groups there are, also beyond `rows`. */
  row_count: z.number(),
  /** All that is beyond `rows`, together; null where nothing is. */
  rest: figuresSchema.nullable(),
  total: figuresSchema,
  /** What is drawn: the first rows, and after them Other, whose values are null: all other groups together. */
  series: z.array(z.object({ values: valuesSchema.nullable() })),
  /** How many groups are in Other. */
  other_count: z.number(),
  /** The measure by step, a value for each series; null: no base, or not known. Steps without any usage are left out. */
  steps: z.array(
    z.object({
      /** An hour in UTC, a day or a month of the reporting zone. */
      at: z.string(),
      values: z.array(z.string().nullable()),
      /** Positions of the series whose value is a lower bound. */
      at_least: z.array(z.number()),
    }),
  ),
  names: namesSchema,
})
export type ExploreReport = z.infer<typeof exploreReportSchema>

/** `Cost by model and team`. */
export function exploreTitle({ measure, groupBy }: Pick<ExploreParams, 'measure' | 'groupBy'>): string {
  const names = groupBy.map((name) => dimensionLabel(name).replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase()))
  return names.length === 0 ? measures[measure].label : `${measures[measure].label} by ${names.join(' and ')}`
}
