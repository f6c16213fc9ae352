import { z } from 'zod'
import { slugSchema } from '@/lib/registry/slug'
import { expectableFields, foldName, labelColumns, type OwnerField, ownerFields, slugFields, suppliers } from './contract-fields'

const environmentSchema = z.strictObject({
  environment: z.union([z.literal('*'), slugSchema], 'is * for every other environment, or a slug such as production'),
  requires: z
    .array(z.strictObject({ field: z.enum(expectableFields), suppliedBy: z.enum(suppliers) }))
    .max(expectableFields.length)
    .superRefine((required, context) =>
      refuseRepeats(
        required.map(({ field }) => field),
        context,
        'is required already',
      ),
    ),
})

/** The name of a label, as callers write it and reports group by it. */
const labelNameSchema = z
  .string('is needed, as text')
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'is a small letter, then small letters, digits and underscores, at most 40')

const labelSchema = z.strictObject({
  column: z.literal(labelColumns, 'is 1 to 6'),
  name: labelNameSchema,
  /** A retired label takes nothing any more; its column keeps its old values and its name. */
  isRetired: z.boolean(),
})

const attributeNameSchema = z
  .string('is needed, as text')
  .trim()
  .min(1, 'is empty')
  .max(120, 'is at most 120 characters')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'is one line of text')
  .refine((name) => foldName(name) !== '', 'needs a letter or a digit')

const aliasListsSchema = z
  .strictObject(aliasListsOf(z.array(attributeNameSchema).max(40, 'are at most 40 names')))
  .superRefine((lists, context) => {
    const seen = new Map<string, string>()
    for (const field of ownerFields) {
      for (const [index, name] of lists[field].entries()) {
        const before = seen.get(foldName(name))
        const message = `is one name with ${before}: case and separators do not count`
        if (before !== undefined) context.addIssue({ code: 'custom', path: [field, index], message })
        seen.set(foldName(name), `${field} “${name}”`)
      }
    }
  })

function aliasListsOf<Schema extends z.ZodType>(schema: Schema): Record<OwnerField, Schema> {
  return {
    team_id: schema,
    cost_center: schema,
    project_id: schema,
    service: schema,
    feature: schema,
    environment: schema,
    user_id: schema,
    tenant_id: schema,
  }
}

const separatorsSchema = z
  .string('is needed, as text')
  .min(1, 'needs one character at least')
  .max(6, 'are at most 6 characters')
  .regex(/^[^\p{L}\p{N}\p{Cc}\p{Cs}_.\s-]*$/u, 'are signs such as | , ; : = and neither letters, digits, spaces, _ - nor .')

const userStringSchema = z
  .strictObject({
    isParsed: z.boolean(),
    pairSeparators: separatorsSchema,
    keySeparators: separatorsSchema,
    keyAliases: aliasListsSchema,
  })
  .refine(({ pairSeparators, keySeparators }) => ![...keySeparators].some((sign) => pairSeparators.includes(sign)), {
    path: ['keySeparators'],
    error: 'must not hold a sign that parts pairs',
  })

/** The document of a version of the attribution contract, as it is stored and as it is published. */
export const contractDocumentSchema = z.strictObject({
  /** The form of this document, so that an older one can be told. */
  format: z.literal(1),
  environments: z
    .array(environmentSchema)
    .min(1)
    .max(40, 'are at most 40')
    .superRefine((environments, context) => {
      const names = environments.map(({ environment }) => environment)
      refuseRepeats(names, context, 'is listed already', 'environment')
      if (!names.includes('*')) context.addIssue({ code: 'custom', message: 'need * for every environment that is not named' })
    }),
  slugs: z.strictObject({
    fields: z.array(z.enum(slugFields)).superRefine((fields, context) => refuseRepeats(fields, context, 'is listed already')),
    maxLength: z.int('is a whole number').min(8, 'is 8 or more').max(63, 'is at most 63'),
  }),
  labels: z
    .array(labelSchema)
    .max(labelColumns.length, 'are at most 6: a label keeps its column')
    .superRefine((labels, context) => {
      refuseRepeats(
        labels.map(({ column }) => String(column)),
        context,
        'is taken by another label',
        'column',
      )
      refuseRepeats(
        labels.map(({ name }) => name),
        context,
        'is the name of another label',
        'name',
      )
    }),
  sandbox: z.strictObject({
    /** Environments that count as development: what they spend falls to a sandbox unless something better is known. */
    environments: z
      .array(slugSchema)
      .max(40, 'are at most 40')
      .superRefine((names, context) => refuseRepeats(names, context, 'is listed already')),
  }),
  attributes: z.strictObject({
    aliases: aliasListsSchema,
    prefixes: z.array(attributeNameSchema).max(40, 'are at most 40'),
  }),
  userString: userStringSchema,
  keepsUserId: z.boolean(),
  keepsTenantId: z.boolean(),
  monthsBack: z.int('is a whole number').min(1, 'is 1 or more').max(120, 'is at most 120'),
})

export type ContractDocument = z.output<typeof contractDocumentSchema>

function refuseRepeats(names: readonly string[], context: z.RefinementCtx, message: string, key?: string): void {
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index)
      context.addIssue({ code: 'custom', path: key === undefined ? [index] : [index, key], message })
  }
}
