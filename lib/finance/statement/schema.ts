import { z } from 'zod'

/** What the lines under an owner are: projects, or families of models and under them routes. */
export const statementViews = ['project', 'model'] as const
export type StatementView = (typeof statementViews)[number]

/** From the outside in. `shared` is what a team receives of one pool; `owner` is a team, a pool, or nobody. */
export const lineLevels = ['business_unit', 'cost_center', 'owner', 'shared', 'project', 'model_family', 'route'] as const
export type LineLevel = (typeof lineLevels)[number]

const usd = z.string()
const count = z.number()

/**
 * What a line comes to; US dollars as exact decimal text. For each line and for the total
 * `direct + shared_received + shared_given + adjustments = total`, and `success + retry + failure = direct`. Over all owners what
 * is received and given cancel out, so that the totals add up to what was spent, to the last digit.
 */
export const statementFiguresSchema = z.object({
  requests: count,
  /** Usage that the line owns itself. */
  direct_usd: usd,
  /** Of pools, by their approved policies. */
  shared_received_usd: usd,
  /** What a pool shared out, as a negative amount. */
  shared_given_usd: usd,
  /** Corrections of closed months; there are none before a month is closed. */
  adjustments_usd: usd,
  total_usd: usd,
  /** `total_usd` in whole cents, by largest remainder from the top down: the lines below a line add up to it. */
  posted_usd: usd,
  /** The same line's total in the month before; null where there was no such line. */
  prior_total_usd: usd.nullable(),
  /** The partition of `direct_usd`: first attempts that succeeded, attempts after the first whatever came of them, first attempts that failed. */
  success_usd: usd,
  retry_usd: usd,
  failure_usd: usd,
  /** `direct_usd` at public list prices. */
  list_usd: usd,
  /** The part of `total_usd` that a team answers for, or a pool whose policy was approved. */
  attributed_usd: usd,
  /** Reckoned spend from before usage was recorded: stands beside the total, never in it. */
  estimated_usd: usd,
  /** Of the monthly budgets that cover exactly this line; null where there is none. */
  budget_usd: usd.nullable(),
  unpriced_requests: count,
  missing_token_requests: count,
  /** Some request in it has no price or no known tokens, so that its amounts are at least so much. */
  is_at_least: z.boolean(),
})
export type StatementFigures = z.infer<typeof statementFiguresSchema>

/** A line of a statement, in the order of the tree: a line's children follow it. */
export const statementLineSchema = statementFiguresSchema.extend({
  /** The codes from the top down, such as `retail/cc-4180/team:support-ops/project:triage-bot`; the same in every month. */
  id: z.string(),
  /** The `id` of the line above; null for the topmost. */
  parent: z.string().nullable(),
  level: z.enum(lineLevels),
  /** Null for what has none: no business unit, nobody, no project. */
  code: z.string().nullable(),
  /** What the registry called it when the statement was made. */
  name: z.string(),
  /** Of lines of level `owner` only. */
  owner_kind: z.enum(['team', 'pool', 'nobody']).nullable(),
  /** The filters under which Spend and Requests show the direct spend of this line, by dimension. */
  filters: z.record(z.string(), z.array(z.string())),
})
export type StatementLine = z.infer<typeof statementLineSchema>

/** Spend without an owner, itemised; the amounts add up to the total that is not attributed. */
export const statementExceptionSchema = z.object({
  /** Triage's lane, such as `no_owner`, or `unapproved_pool`. */
  reason: z.string(),
  /** What people read for it. */
  label: z.string(),
  /** With whom it lies: a person, a team, a desk; null while nobody was asked. */
  assignee: z.string().nullable(),
  amount_usd: usd,
  requests: count,
  /** Some of it has no price, so that it is at least so much. */
  is_at_least: z.boolean(),
  /** Where Triage shows it: the path with its query. */
  href: z.string(),
})
export type StatementException = z.infer<typeof statementExceptionSchema>

/** The answer of `GET /api/v1/finance/statements/{YYYY-MM}`. */
export const statementSchema = z.object({
  /** `2026-05`. */
  month: z.string(),
  /** Half-open days of the reporting zone. */
  from: z.string(),
  to: z.string(),
  zone: z.string(),
  /** The instant of the snapshot that all figures are from. */
  as_of: z.string(),
  view: z.enum(statementViews),
  state: z.enum(['draft', 'published']),
  /** Of a published version; null for the draft, which is the month as it is now. */
  version: z.number().nullable(),
  published_by: z.string().nullable(),
  published_at: z.string().nullable(),
  note: z.string().nullable(),
  /** The month is not over: the figures are so far. */
  is_running: z.boolean(),
  /** The version of the price book in force when the statement was made. */
  price_version: z.number(),
  /** Over all lines that the reader sees. */
  total: statementFiguresSchema,
  lines: z.array(statementLineSchema),
  exceptions: z.array(statementExceptionSchema),
  /** All versions of the month that were published, latest first. */
  versions: z.array(
    z.object({
      version: z.number(),
      published_by: z.string(),
      published_at: z.string(),
      note: z.string().nullable(),
      total_usd: usd,
    }),
  ),
})
export type Statement = z.infer<typeof statementSchema>
