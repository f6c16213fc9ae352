import { z } from 'zod'

/** How a list of the registry is asked for. */
export const listQuerySchema = z.object({ format: z.enum(['json', 'csv'], 'is json or csv').default('json') })
