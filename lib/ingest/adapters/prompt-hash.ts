import { createHmac, hkdfSync } from 'node:crypto'
import { readDropped } from './dropped-value'

/** 1,024 tokens at four characters each: what a provider's prompt cache needs at least to have in common. */
const prefixCharacters = 4_096

/** What a prompt is kept as; null where there is none. */
export type PromptHasher = (prompt: unknown) => string | null

/**
 * Makes the hasher of an installation. A prompt is kept as `<hash>.<prefix-hash>`: HMAC-SHA256 in base64url, the first over the
 * whole, the second over its first 4,096 characters, so that equal prompts and equal beginnings can be told without either being
 * known. The canonical form is what `JSON.stringify` writes of the prompt as sent: blanks between tokens and the way of escaping do
 * not matter, the order of fields does.
 *
 * @param key of `derivePromptKey`; without one nothing is kept.
 */
export function createPromptHasher(key: string): PromptHasher {
  return (prompt) => {
    const dropped = readDropped(prompt)
    if (dropped !== null) return dropped.hash
    return key === '' ? null : hashValue(key, prompt)
  }
}

/** The hash of a prompt that is still JSON text; null where it says nothing or is not JSON. */
export function hashPromptText(key: string, json: string): string | null {
  if (key === '') return null
  try {
    return hashValue(key, JSON.parse(json))
  } catch {
    return null
  }
}

function hashValue(key: string, value: unknown): string | null {
  const prompt = openText(value)
  if (!isPrompt(prompt)) return null
  try {
    return hashText(key, JSON.stringify(prompt))
  } catch {
    // Nested deeper than the stack: nothing that a model was asked.
    return null
  }
}

/** Some sources hold messages as the JSON of them, which is the same prompt. */
function openText(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

const hashText = (key: string, canonical: string) => {
  const hmac = (text: string) => createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64url')
  return `${hmac(canonical)}.${hmac(canonical.slice(0, prefixCharacters))}`
}

function isPrompt(prompt: unknown): boolean {
  if (typeof prompt === 'string') return prompt.trim() !== ''
  return typeof prompt === 'object' && prompt !== null && Object.keys(prompt).length > 0
}

/**
 * The key of an installation, from the secret that signs its sessions: every process and thread has the same, and the database,
 * where the hashes are, does not hold it. Base64. Another secret makes other hashes from then on.
 */
export function derivePromptKey(authSecret: string | undefined): string {
  if (authSecret === undefined || authSecret === '') return ''
  return Buffer.from(hkdfSync('sha256', authSecret, '', 'ascribe prompt hash 1', 32)).toString('base64')
}
