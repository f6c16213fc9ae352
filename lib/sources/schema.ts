import { z } from 'zod'
import { slugSchema } from '@/lib/registry/slug'

const roleSchema = z.enum(['ledger', 'evidence'], 'is ledger or evidence')
const rankSchema = z.int('is a whole number').min(0, 'is 0 to 1000').max(1000, 'is 0 to 1000')
/** Which formats there are is known where records are read; see `formats.ts`. */
const formatSchema = z.string('is the name of a format, such as canonical')

/** What makes a source; the rank of its format where none is given. */
export const createSourceSchema = z.strictObject({
  slug: slugSchema,
  format: formatSchema.default('canonical'),
  role: roleSchema.default('ledger'),
  rank: rankSchema.optional(),
})

/** What may be changed of a source. Its slug stays: calls without ids of their own are told apart by it. */
export const editSourceSchema = z.strictObject({
  slug: slugSchema,
  format: formatSchema.optional(),
  role: roleSchema.optional(),
  rank: rankSchema.optional(),
})

/** Which refused records are read again: all that wait of a source, or one. */
export const reprocessSchema = z.strictObject({
  slug: slugSchema,
  record: z
    .string()
    .regex(/^\d{1,18}$/, 'is the id of a refused record')
    .optional(),
})
