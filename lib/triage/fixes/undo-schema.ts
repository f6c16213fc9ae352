import { z } from 'zod'

const spanSchema = z.object({ from: z.string().nullable(), to: z.string().nullable(), value: z.string() })

/** What undoing a fix takes back, as `triage_fix` keeps it. */
export const fixUndoSchema = z.object({
  /** Items before the fix. */
  states: z
    .array(
      z.object({
        id: z.string(),
        state: z.string(),
        acceptedReason: z.string().nullable(),
        acceptedUntil: z.string().nullable(),
      }),
    )
    .default([]),
  /** Rules that it made. */
  ruleIds: z.array(z.string()).default([]),
  /** Histories of teams before and after it. */
  mappings: z
    .array(z.object({ teamId: z.string(), team: z.string(), before: z.array(spanSchema), after: z.array(spanSchema) }))
    .default([]),
  aliases: z.array(z.object({ alias: z.string(), target: z.string() })).default([]),
  /** What it added to the price book. */
  prices: z
    .array(
      z.discriminatedUnion('added', [
        z.object({ added: z.literal('name'), provider: z.string(), name: z.string() }),
        z.object({ added: z.literal('model'), provider: z.string(), model: z.string() }),
        z.object({
          added: z.literal('rates'),
          provider: z.string(),
          model: z.string(),
          tier: z.string(),
          from: z.string().nullable(),
        }),
      ]),
    )
    .default([]),
  /** Contradicting records that it settled, by id; of those that it booked, also the record that gave way. */
  captures: z.array(z.object({ id: z.string(), replacedId: z.string().nullable() })).default([]),
  /** Pairs of events that it settled, and the sources whose pairs to come it settles. */
  doubles: z.array(z.object({ keptKey: z.string(), otherKey: z.string() })).default([]),
  doubleRules: z.array(z.number()).default([]),
  /** Why it cannot be undone. */
  refusal: z.string().nullable().default(null),
})

export type FixUndo = z.input<typeof fixUndoSchema>
