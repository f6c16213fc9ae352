import type { OwnerField } from '@/lib/attribution/contract/contract-fields'
import type { IngestContract } from '@/lib/attribution/contract/ingest-contract'
import { maxTextLength } from '../clean-text'
import { userKeysOf } from './name-targets'

/** What a text in the place of an end user's id says. */
export interface UserString {
  /** Null where nobody is named. To be kept only where the contract keeps the ids of users. */
  readonly userId: string | null
  /** Also to be kept only where the contract says so. */
  readonly tenantId: string | null
  /** By the names of the canonical event. */
  readonly fields: Readonly<Partial<Record<Exclude<OwnerField, 'user_id' | 'tenant_id'>, string>>>
  /** Of declared labels only. */
  readonly labels: Readonly<Record<string, string>>
  /** Whether parts look like `key:value` and nobody knows the key, or one says another thing than before: `unparsed_user`. */
  readonly isUnparsed: boolean
  /** The parts that were taken, without users and tenants, as they were written: what may be archived. Null for none. */
  readonly kept: string | null
}

/** Longer texts are ids, such as tokens: nobody writes so many dimensions. */
const longestString = 1_024

/** A key begins with a letter and is a word or two, so that neither times of day nor JSON look like pairs. */
const keyForm = /^\p{L}[\p{L}\p{N}_. -]{0,63}$/u

/**
 * Reads a text such as `team:growth|feature:onboarding|env:prod`, which stands in `user`, `safety_identifier` or
 * `metadata.user_id`, by the contract's separators and keys. A text without any `key:value` part is the id of an end user; so is
 * one of whose keys none is known, and that one is a finding too. Of a text with known keys only the known parts are taken, and
 * one part without a key is the id. Never throws; the same text always gives the same answer.
 */
export function parseUserString(text: string, contract: IngestContract): UserString {
  const { isParsed, pairSeparators, keySeparators } = contract.userString
  const whole = text.trim()
  if (!isParsed || whole.length > longestString || !holdsAny(whole, keySeparators)) return idAlone(whole, false)
  const findKey = userKeysOf(contract)
  const fields: Partial<Record<OwnerField, string>> = {}
  const labels: Record<string, string> = {}
  const kept: string[] = []
  const loose: string[] = []
  let isUnparsed = false
  let isAnyKnown = false
  for (const part of splitAtAny(whole, pairSeparators)) {
    const pair = splitPair(part, keySeparators)
    if (pair === null) {
      if (part !== '') loose.push(part)
      continue
    }
    const target = findKey(pair.key)
    if (target === null) {
      isUnparsed = true
      continue
    }
    isAnyKnown = true
    if (pair.value === '') continue
    if (pair.value.length > maxTextLength) {
      isUnparsed = true
      continue
    }
    const stated = target.field === null ? labels[target.label ?? ''] : fields[target.field]
    // The first stands; a second that says the same is no trouble.
    if (stated !== undefined) isUnparsed ||= stated !== pair.value
    else if (target.field !== null) fields[target.field] = pair.value
    else if (target.label !== null) labels[target.label] = pair.value
    if (stated === undefined && target.field !== 'user_id' && target.field !== 'tenant_id') kept.push(part)
  }
  if (!isAnyKnown) return idAlone(whole, isUnparsed)
  const { user_id: userId = loose[0] ?? null, tenant_id: tenantId = null, ...dimensions } = fields
  return { userId, tenantId, fields: dimensions, labels, isUnparsed, kept: joinKept(kept, pairSeparators) }
}

/** Whether a text may say more than whose call it was: a quick look, so that plain ids cost nothing. */
export function mayBeUserString(text: string, { userString }: Pick<IngestContract, 'userString'>): boolean {
  return userString.isParsed && holdsAny(text, userString.keySeparators)
}

const nothing: Readonly<Record<string, never>> = {}

const idAlone = (text: string, isUnparsed: boolean): UserString => ({
  userId: text === '' ? null : text,
  tenantId: null,
  fields: nothing,
  labels: nothing,
  isUnparsed,
  kept: null,
})

const joinKept = (parts: readonly string[], pairSeparators: string) =>
  parts.length === 0 ? null : parts.join(pairSeparators.charAt(0))

function holdsAny(text: string, signs: string): boolean {
  for (const sign of signs) if (text.includes(sign)) return true
  return false
}

function splitAtAny(text: string, signs: string): string[] {
  let parts = [text]
  for (const sign of signs) parts = parts.flatMap((part) => part.split(sign))
  return parts.map((part) => part.trim())
}

/** At the first sign that parts a key from its value; null where the part is no pair. */
function splitPair(part: string, signs: string): { key: string; value: string } | null {
  let at = -1
  for (const sign of signs) {
    const found = part.indexOf(sign)
    if (found >= 0 && (at < 0 || found < at)) at = found
  }
  if (at <= 0) return null
  const key = part.slice(0, at).trim()
  // Of `https://…` the value begins with a slash: an address, not a pair.
  const value = part.slice(at + 1).trim()
  return keyForm.test(key) && !value.startsWith('//') ? { key, value } : null
}
