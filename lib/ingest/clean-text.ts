import { redactText } from '@/lib/redact'

/** The longest name, id or label value. */
export const maxTextLength = 256

/** A text as it is kept. */
export interface CleanText {
  readonly text: string
  /** Whether it held something shaped like a credential, which was masked. */
  readonly isMasked: boolean
}

/** One look that tells whether a text needs a closer one: NUL, halves of characters, and how credentials begin. */
const suspicious = /[\0\ud800-\udfff]|asc_|sk-|AKIA|AIza|eyJ|\$argon2|[Bb](?:earer|EARER)|:\/\//
const loneSurrogate = /\p{Surrogate}/u

/** Why a text cannot be kept, with the fix; null where it can. */
export function findTextFault(text: string): string | null {
  if (text.length > maxTextLength) return `is longer than ${maxTextLength} characters: shorten it`
  if (!suspicious.test(text)) return null
  if (text.includes('\0')) return 'holds a NUL character (\\u0000), which no database text can: remove it'
  if (loneSurrogate.test(text)) return 'holds half a character (a lone surrogate such as \\ud800): send whole characters'
  return null
}

/** Whether a text can be kept as it stands, after one look: short, sound, and nothing in it begins like a credential. */
export function isPlainText(text: string): boolean {
  return text.length <= maxTextLength && !suspicious.test(text)
}

/** Masks what is shaped like a credential. Only for texts without a fault. */
export function maskSecrets(text: string): string {
  return suspicious.test(text) ? redactText(text) : text
}

/** Reads a text: what is kept of it, null where it is blank, or why it cannot be kept. */
export type TextReader = (text: string) => CleanText | null | string

const maxRemembered = 20_000

/**
 * Makes a reader of names. Events repeat few names, so it remembers what it made of them: the answer is the same object, which
 * spares the memory of equal texts too. What it remembers is bounded and never alters an answer.
 */
export function createNameReader({ isLowerCased }: { isLowerCased: boolean }): TextReader {
  const remembered = new Map<string, CleanText>()
  return (raw) => {
    const known = remembered.get(raw)
    if (known !== undefined) return known
    const trimmed = raw.trim()
    if (trimmed === '') return null
    const fault = findTextFault(trimmed)
    if (fault !== null) return fault
    const masked = maskSecrets(trimmed)
    const text = isLowerCased ? masked.toLowerCase() : masked
    const clean = { text, isMasked: masked !== trimmed }
    if (remembered.size >= maxRemembered) remembered.clear()
    if (raw.length <= maxTextLength) remembered.set(raw, clean)
    return clean
  }
}
