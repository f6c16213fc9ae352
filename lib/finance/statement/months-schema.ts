import { z } from 'zod'

/** A month that has usage, and what was published of it. Amounts are exact decimal text of US dollars. */
export const statementMonthSchema = z.object({
  /** `2026-05`. */
  month: z.string(),
  /** What the reader's lines of the month come to now. */
  total_usd: z.string(),
  /** The part of it that a team answers for, or a pool whose policy was approved. */
  attributed_usd: z.string(),
  is_at_least: z.boolean(),
  /** The month is not over. */
  is_running: z.boolean(),
  /** The latest version; null where none was published. */
  published: z
    .object({
      version: z.number(),
      published_by: z.string(),
      published_at: z.string(),
      note: z.string().nullable(),
      total_usd: z.string(),
      /** Some owner's line has another total by now. Moves within a line are not looked for. */
      is_changed: z.boolean(),
      /** The month's total now, less that of the version. */
      difference_usd: z.string(),
    })
    .nullable(),
})
export type StatementMonth = z.infer<typeof statementMonthSchema>

/** The answer of `GET /api/v1/finance/statements`: the latest months first. */
export const statementMonthsSchema = z.object({ zone: z.string(), as_of: z.string(), months: z.array(statementMonthSchema) })
export type StatementMonths = z.infer<typeof statementMonthsSchema>
