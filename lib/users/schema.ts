import { z } from 'zod'
import { passwordLength } from '@/lib/auth/password-length'
import { roles } from '@/lib/auth/permissions'
import { nameSchema } from '@/lib/registry/slug'

/** A password as people choose it: length is what resists guessing, so no rule asks for kinds of characters. */
export const passwordSchema = z
  .string()
  .min(passwordLength.min, `is at least ${passwordLength.min} characters`)
  .max(passwordLength.max, `is at most ${passwordLength.max} characters`)

export const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(320, 'is at most 320 characters')
  .pipe(z.email('is not an e-mail address'))

const assignment = {
  role: z.enum(roles, `is one of ${roles.join(', ')}`),
  /** Slugs; what a lead or an engineer sees. */
  teams: z.array(nameSchema).default([]),
  /** Codes; what a lead sees beside their teams. */
  costCenters: z.array(nameSchema).default([]),
}

const hasAssignment = (user: { role: string; teams: string[]; costCenters: string[] }) =>
  (user.role !== 'lead' || user.teams.length + user.costCenters.length > 0) && (user.role !== 'engineer' || user.teams.length > 0)
const needsAssignment = {
  path: ['teams'],
  error: 'a lead needs a team or a cost centre, an engineer a team: without one they would see nothing',
}

/** A new person. Without a password one is made, to be handed over and changed. */
export const createUserSchema = z
  .object({ email: emailSchema, name: nameSchema, password: passwordSchema.optional(), ...assignment })
  .refine(hasAssignment, needsAssignment)

export const updateUserSchema = z.object({ id: z.uuid(), name: nameSchema, ...assignment }).refine(hasAssignment, needsAssignment)
