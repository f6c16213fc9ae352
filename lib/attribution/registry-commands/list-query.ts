import { z } from 'zod'

const defaultLimit = 100
const maxLimit = 1000

/** A whole number of rows of a page. */
export const limitSchema = z.coerce
  .number(`is a whole number from 1 to ${maxLimit}`)
  .int(`is a whole number from 1 to ${maxLimit}`)
  .min(1, `is a whole number from 1 to ${maxLimit}`)
  .max(maxLimit, `is a whole number from 1 to ${maxLimit}`)
  .default(defaultLimit)

export const formatSchema = z.enum(['json', 'csv'], 'is json or csv').default('json')

/** How a list of the registry is asked for: a page of it by `limit` and `cursor`, or all that match as a file. */
export const listQuerySchema = z.object({
  format: formatSchema,
  limit: limitSchema,
  /** `next_cursor` of the page before. */
  cursor: z.string('is one text').max(200).optional(),
  /** Text that the code or the name holds. */
  q: z.string('is one text').max(200, 'is at most 200 characters').optional(),
  /** `true` leaves out what is archived. */
  in_use: z.enum(['true', 'false'], 'is true or false').default('false'),
})
