import { z } from 'zod'
import { keyScopes } from '@/lib/auth/permissions'
import { nameSchema, slugSchema } from '@/lib/registry/slug'

/** What replaces a key; the old one goes on for so long, so that whatever uses it can be changed meanwhile. */
export const rotateKeySchema = z.object({
  id: z.uuid('is the id that the list of keys shows'),
  overlapHours: z.int('is a whole number of hours').min(0, 'is 0 to 720').max(720, 'is 0 to 720').default(24),
})

/** What makes an API key; the rules that bind scopes and source are told by field. */
export const createKeySchema = z
  .object({
    name: nameSchema,
    scopes: z.array(z.enum(keyScopes, `are of ${keyScopes.join(', ')}`)).min(1, 'name at least one'),
    /** The slug of the source that an ingest key sends for; made where it does not exist. */
    source: slugSchema.optional(),
    /** Of a source that this makes. */
    role: z.enum(['ledger', 'evidence'], 'is ledger or evidence').optional(),
    expiresAt: z.date().nullable().default(null),
  })
  .refine((key) => !key.scopes.includes('ingest') || key.source !== undefined, {
    path: ['source'],
    error: 'an ingest key sends for one source: name it, for example litellm-eu',
  })
  .refine((key) => key.source === undefined || key.scopes.includes('ingest'), {
    path: ['source'],
    error: 'only an ingest key belongs to a source',
  })
  .refine((key) => key.expiresAt === null || key.expiresAt.getTime() > Date.now(), {
    path: ['expiresAt'],
    error: 'lies in the past',
  })
