import { z } from 'zod'
import { hasDays } from '@/lib/registry/dated-spans'
import { dateSchema } from '@/lib/registry/schema'
import { nameSchema, slugSchema } from '@/lib/registry/slug'
import { conditionsSchema } from './conditions'

const noteSchema = z
  .string('is text')
  .trim()
  .max(1000, 'is at most 1,000 characters')
  .transform((text) => text || null)
  .nullable()

const positionSchema = z.int('is a whole number').min(1, 'counts from 1').max(100_000, 'is at most 100,000')

const targets = {
  team: slugSchema.nullable().default(null),
  pool: slugSchema.nullable().default(null),
  project: slugSchema.nullable().default(null),
}
const countTargets = (rule: { team?: string | null; pool?: string | null; project?: string | null }) =>
  [rule.team, rule.pool, rule.project].filter((slug) => slug !== null && slug !== undefined).length

const oneTarget = { path: ['team'], error: 'or pool or project: name exactly one of the three' }
const inOrder = { path: ['to'], error: 'is a day after "from": the day itself is no longer in the period' }

/** A new rule: what it looks at, what it assigns, and on which days; null ends are open. */
export const createRuleSchema = z
  .strictObject({
    kind: z.enum(['rule', 'decision'], 'is rule or decision').default('rule'),
    name: nameSchema,
    conditions: conditionsSchema,
    from: dateSchema.nullable().default(null),
    to: dateSchema.nullable().default(null),
    ...targets,
    note: noteSchema.default(null),
    /** Its place among those of its kind, from 1; by default a rule comes last and a decision first. */
    position: positionSchema.nullable().default(null),
  })
  .refine(hasDays, inOrder)
  .refine((rule) => countTargets(rule) === 1, oneTarget)

/** What is left out stays as it is. Naming a team, a pool or a project takes the place of what the rule assigned. */
export const updateRuleSchema = z
  .strictObject({
    id: z.uuid('is the id that the list shows'),
    name: nameSchema.optional(),
    conditions: conditionsSchema.optional(),
    from: dateSchema.nullable().optional(),
    to: dateSchema.nullable().optional(),
    team: slugSchema.nullable().optional(),
    pool: slugSchema.nullable().optional(),
    project: slugSchema.nullable().optional(),
    note: noteSchema.optional(),
  })
  .refine((rule) => countTargets(rule) <= 1, oneTarget)

export const ruleIdSchema = z.strictObject({ id: z.uuid('is the id that the list shows') })
export const moveRuleSchema = ruleIdSchema.extend({ position: positionSchema })

/** A change as it is previewed and made. */
export const ruleChangeSchema = z.discriminatedUnion(
  'action',
  [
    z.strictObject({ action: z.literal('create'), rule: createRuleSchema }),
    z.strictObject({ action: z.literal('update'), rule: updateRuleSchema }),
    z.strictObject({ action: z.literal('move'), rule: moveRuleSchema }),
    z.strictObject({ action: z.literal('retire'), rule: ruleIdSchema }),
    z.strictObject({ action: z.literal('restore'), rule: ruleIdSchema }),
  ],
  { error: 'is one of create, update, move, retire, restore' },
)

export type CreateRuleInput = z.input<typeof createRuleSchema>
export type RuleChangeInput = z.input<typeof ruleChangeSchema>
export type RuleChange = z.output<typeof ruleChangeSchema>
