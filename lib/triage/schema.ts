import { z } from 'zod'
import { dateSchema } from '@/lib/registry/schema'
import { laneNames } from './lanes'

export const findingStates = ['open', 'in_progress', 'waiting', 'resolved', 'accepted'] as const
export type FindingState = (typeof findingStates)[number]

/** Those that still want work. */
export const openStates: readonly FindingState[] = ['open', 'in_progress', 'waiting']

/** Who looks after a group of findings. */
export type Assignee =
  | { readonly kind: 'user'; readonly id: string; readonly name: string }
  | { readonly kind: 'team'; readonly id: string; readonly slug: string; readonly name: string }
  | { readonly kind: 'desk'; readonly desk: 'platform' | 'finance' }

export const maxFindings = 500
const defaultFindings = 100

/** Names one group of findings, as lists give it. */
export const findingIdSchema = z.guid('is the id of a finding, as the list gives it')

/** One value, or the same parameter repeated. */
const many = <T extends string>(values: readonly [T, ...T[]]) => {
  const one = z.enum(values, `is one of ${values.join(', ')}`)
  return z.union([one.transform((value) => [value]), z.array(one)])
}
const [firstLane = 'no_owner', ...otherLanes] = laneNames

/** `GET /api/v1/triage/findings`. */
export const findingsQuerySchema = z
  .strictObject({
    from: dateSchema.optional(),
    to: dateSchema.optional(),
    lane: many([firstLane, ...otherLanes]).optional(),
    state: many(findingStates).optional(),
    /** `me`, `platform`, `finance`, `team:<slug>`, `user:<e-mail>`. */
    assignee: z
      .string()
      .regex(/^(me|platform|finance|team:.+|user:.+)$/, 'is me, platform, finance, team:<slug> or user:<e-mail>')
      .optional(),
    search: z.string().max(200, 'is at most 200 characters').optional(),
    order: z.enum(['cost', 'requests', 'age', 'last_seen'], 'is cost, requests, age or last_seen').default('cost'),
    limit: z.coerce
      .number('is a whole number')
      .int('is a whole number')
      .min(1, 'is 1 or more')
      .max(maxFindings, `is at most ${maxFindings}`)
      .default(defaultFindings),
    offset: z.coerce.number('is a whole number').int('is a whole number').min(0, 'is 0 or more').max(1_000_000).default(0),
  })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), {
    path: ['to'],
    error: 'is given together with from: the first day that does not count',
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, {
    path: ['to'],
    error: 'lies after from: it is the first day that does not count',
  })
export type FindingsQuery = z.output<typeof findingsQuerySchema>
