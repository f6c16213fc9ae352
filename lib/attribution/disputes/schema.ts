import { z } from 'zod'
import { hasDays } from '@/lib/registry/dated-spans'
import { dateSchema } from '@/lib/registry/schema'
import { slugSchema } from '@/lib/registry/slug'
import { conditionsSchema } from '../rules/conditions'

export const disputeStates = ['open', 'accepted', 'refused', 'withdrawn'] as const
export type DisputeState = (typeof disputeStates)[number]

const textSchema = (needed: string) => z.string(needed).trim().min(1, needed).max(1000, 'is at most 1,000 characters')

/** "This is not ours": which of a team’s series, whose they are instead, on which days, and why. */
export const raiseDisputeSchema = z
  .strictObject({
    team: slugSchema,
    proposed_team: slugSchema.nullable().default(null),
    proposed_pool: slugSchema.nullable().default(null),
    conditions: conditionsSchema,
    from: dateSchema.nullable(),
    to: dateSchema.nullable().default(null),
    reason: textSchema('is needed: say why it is not yours, so that others can decide'),
  })
  .refine(hasDays, { path: ['to'], error: 'is a day after "from": the day itself is no longer in the period' })
  .refine((dispute) => (dispute.proposed_team === null) !== (dispute.proposed_pool === null), {
    path: ['proposed_team'],
    error: 'or proposed_pool: name exactly one, whose it is instead',
  })
  .refine(({ team, proposed_team }) => team !== proposed_team, {
    path: ['proposed_team'],
    error: 'is the team that owns it already: name another',
  })

const idSchema = z.uuid('is the id that the list shows')

export const decideDisputeSchema = z
  .strictObject({
    id: idSchema,
    decision: z.enum(['accepted', 'refused'], 'is accepted or refused'),
    note: z
      .string()
      .trim()
      .max(1000, 'is at most 1,000 characters')
      .transform((text) => text || null)
      .nullable()
      .default(null),
  })
  .refine(({ decision, note }) => decision === 'accepted' || note !== null, {
    path: ['note'],
    error: 'is needed: say why it stays where it is',
  })

export const disputeIdSchema = z.strictObject({ id: idSchema })
