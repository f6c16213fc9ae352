import { z } from 'zod'
import { meterNames } from '@/lib/pricing/meters'
import { decimalText, instantText } from '@/lib/pricing/price-book-document'
import { dateSchema } from '@/lib/registry/schema'
import { costCenterCodeSchema, slugSchema } from '@/lib/registry/slug'
import { findingRefsSchema } from '../finding-ref'
import type { FixKind } from './kinds'

const noteSchema = z
  .string('is text')
  .trim()
  .max(500, 'is at most 500 characters')
  .transform((text) => text || null)
  .nullable()
  .default(null)

const findings = findingRefsSchema
/** Left out: the first day of the open period. Null: all of time. */
const from = dateSchema.nullable().optional()

const oneOwner = { path: ['team'], error: 'or pool: name exactly one of the two' }
const isOneOwner = ({ team, pool }: { team: string | null; pool: string | null }) => (team === null) !== (pool === null)
const ownerShape = { team: slugSchema.nullable().default(null), pool: slugSchema.nullable().default(null) }

/** Whose the usage is from a day on. */
export const ownerFixSchema = z.strictObject({ findings, ...ownerShape, from, note: noteSchema }).refine(isOneOwner, oneOwner)

/** Which project it is of, where callers name none. */
export const projectFixSchema = z.strictObject({ findings, project: slugSchema, from, note: noteSchema })

/** Whose a shared key is, service by service. */
export const splitFixSchema = z.strictObject({
  findings,
  parts: z
    .array(
      z
        .strictObject({
          service: z.string().trim().min(1, 'is empty').max(200, 'is at most 200 characters').nullable(),
          ...ownerShape,
        })
        .refine(isOneOwner, oneOwner),
    )
    .min(1, 'name at least one service')
    .max(100, 'are at most 100'),
  from,
  note: noteSchema,
})

/** Registers the teams that calls name. */
export const registerTeamFixSchema = z.strictObject({ findings })

/** Says that the names that calls state stand for a registered team. */
export const aliasTeamFixSchema = z.strictObject({ findings, team: slugSchema })

/** Where teams belong on days without a cost centre, or from a day on. Of a mismatch, left out: what callers report. */
export const costCenterFixSchema = z.strictObject({ findings, cost_center: costCenterCodeSchema.optional(), from })

const lowerName = z.string('is needed').trim().toLowerCase().min(1, 'is needed').max(300, 'is at most 300 characters')

/** Gives models without a price that of a model of the book, or rates of one's own. */
export const priceFixSchema = z
  .strictObject({
    findings,
    like: z.strictObject({ provider: lowerName, model: lowerName }).nullable().default(null),
    /** US dollars per unit of the meter, as the price book has it: a million tokens, one request. */
    rates: z.partialRecord(z.enum(meterNames), decimalText).nullable().default(null),
    /** Since when the rates of one's own hold; left out: since ever. */
    from: instantText.nullable().default(null),
    note: noteSchema,
  })
  .refine(({ like, rates }) => (like === null) !== (rates === null), {
    path: ['like'],
    error: 'or rates: name a model of the book, or rates of your own',
  })
  .refine(({ rates }) => rates === null || Object.keys(rates).length > 0, {
    path: ['rates'],
    error: 'name at least one meter; a free one costs "0"',
  })

/** `first` keeps what is booked; `other` books what the contradicting record says. */
export const captureFixSchema = z.strictObject({ findings, take: z.enum(['first', 'other'], 'is first or other') })

/** `once` takes the look of the findings’ source out of the sums, `both` leaves two calls; `and_next` for the ones to come too. */
export const doubleFixSchema = z.strictObject({
  findings,
  count: z.enum(['once', 'both'], 'is once or both'),
  and_next: z.boolean('is true or false').default(false),
})

/** Reads the refused records of the findings’ sources again. */
export const reprocessFixSchema = z.strictObject({ findings })

const commentSchema = z.string().trim().min(1, 'is needed').max(2_000, 'is at most 2,000 characters')
export const acceptFixSchema = z.strictObject({ findings, reason: commentSchema, until: dateSchema })

/** What each kind of fix is told. */
export const fixSchemas = {
  owner: ownerFixSchema,
  project: projectFixSchema,
  split: splitFixSchema,
  register_team: registerTeamFixSchema,
  alias_team: aliasTeamFixSchema,
  cost_center: costCenterFixSchema,
  price: priceFixSchema,
  capture: captureFixSchema,
  double: doubleFixSchema,
  reprocess: reprocessFixSchema,
  accept: acceptFixSchema,
} as const satisfies Record<FixKind, z.ZodType>

export type FixInput<Kind extends FixKind> = z.input<(typeof fixSchemas)[Kind]>

/** What a fix did. */
export interface FixOutcome {
  readonly fixId: string
  readonly findings: number
  /** A sentence for those who asked: `3 findings are of search from 2026-04-01 on.` */
  readonly message: string
}
