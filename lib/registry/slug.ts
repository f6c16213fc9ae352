import { z } from 'zod'
import { callIdMessage, looksLikeCallId } from './call-id'

const slugForm = /^[a-z0-9]+(-[a-z0-9]+)*$/
const slugMaxLength = 63

/**
 * The form of every name that callers send: lower-case letters and digits, joined by single hyphens, at most 63 long, so
 * that it survives headers, URLs and DNS labels unchanged.
 */
export const slugSchema = z
  .string('is needed, as text')
  .min(1, 'is needed')
  .max(slugMaxLength, `is at most ${slugMaxLength} characters`)
  .regex(slugForm, {
    error: ({ input }) =>
      `uses lower-case letters, digits and single hyphens, for example ${suggestSlug(String(input)) ?? 'support-ops'}`,
  })

/** A slug of something that owns spend or leads to an owner; an id of one call has the form of a slug, too. */
export const ownerSlugSchema = slugSchema.refine((slug) => !looksLikeCallId(slug), callIdMessage)

/** Whether a name has the form of a slug. */
export function isSlug(name: string): boolean {
  return name.length <= slugMaxLength && slugForm.test(name)
}

/** The slug nearest to a free-form name: `Support Ops (EU)` → `support-ops-eu`; null where no letter or digit is left. */
export function suggestSlug(name: string): string | null {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const slug = plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, slugMaxLength)
    .replace(/^-|-$/g, '')
  return slug === '' ? null : slug
}

/** A name to begin with for something that is only known by its slug: `support-ops` → `Support ops`. */
export function nameFromSlug(slug: string): string {
  const words = slug.replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A display name: one line, no edges of blanks. */
export const nameSchema = z
  .string('is needed, as text')
  .trim()
  .min(1, 'is needed')
  .max(120, 'is at most 120 characters')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'is one line of text, without control characters')

/** A cost centre's code, as the general ledger writes it. Upper and lower case are told apart, as ledgers do. */
export const costCenterCodeSchema = z
  .string('is needed, as text')
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$/, 'is the ledger’s code: letters, digits, dots, hyphens and underscores, at most 32')

/** An account of the general ledger; what separates its segments differs from ledger to ledger. */
export const glAccountSchema = z
  .string('is needed, as text')
  .trim()
  .regex(/^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,63}$/, 'is the ledger’s account, for example 6400-200: at most 64 characters')

/** Who answers for something; need not sign in here. */
export const ownerEmailSchema = z.string('is needed, as text').trim().toLowerCase().pipe(z.email('is an e-mail address'))

/** What providers hand out as secrets; a hash or a shortened one (`sk-…abcd`) is none. */
const secretForm = /^(sk|rk|gsk|xai|pplx|hf|asc)[-_][A-Za-z0-9_-]{16,}$|^AIza[A-Za-z0-9_-]{30,}$/

/** A provider's key as usage names it. */
export const providerKeySchema = z
  .string('is needed, as text')
  .trim()
  .min(1, 'is needed')
  .max(200, 'is at most 200 characters')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'is one line of text, without control characters')
  .refine((key) => !secretForm.test(key), 'looks like the secret itself: give the id or hash by which usage names the key')
