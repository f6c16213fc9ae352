import { z } from 'zod'

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
