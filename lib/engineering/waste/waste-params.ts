import { z } from 'zod'
import { type PeriodParams, readPeriodQuery } from '../period-params'
import { isWasteKindName, type WasteKindName, wasteKindNames } from './kinds'

const formats = ['json', 'csv'] as const

/** A question of the waste report: period, filters, and what of the answer in which form. */
export interface WasteParams extends PeriodParams {
  /** Only these; empty: all. */
  readonly kinds: readonly WasteKindName[]
  readonly format: (typeof formats)[number]
}

/** The query of `GET /api/v1/engineering/waste`. */
export const wasteParamsSchema = z
  .record(z.string(), z.union([z.string(), z.array(z.string())]))
  .transform((given, context): WasteParams => {
    const refuse = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    const period = readPeriodQuery(given, ['kind', 'format'], refuse)
    const named = [given.kind ?? []].flat()
    const kinds = named.filter(isWasteKindName)
    if (kinds.length < named.length) refuse('kind', `is one of ${wasteKindNames.join(', ')}`)
    const format = formats.find((one) => one === (given.format ?? 'json'))
    if (format === undefined) refuse('format', `is one of ${formats.join(', ')}`)
    return period === null || format === undefined ? z.NEVER : { ...period, kinds, format }
  })
