import { createHash, randomInt } from 'node:crypto'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const shape = /^asc_[A-Za-z0-9]{40}$/

/** Makes an API key: `asc_` and 40 characters, 238 bits of chance. */
export function createKeySecret(): string {
  return `asc_${Array.from({ length: 40 }, () => alphabet[randomInt(alphabet.length)]).join('')}`
}

/** Whether a text has the form of an API key; says nothing of whether it is one. */
export function isKeySecret(text: string): boolean {
  return shape.test(text)
}

/** What is stored of a key. A plain SHA-256 is enough for a secret of that much chance, and cheap on the hot path. */
export function hashKeySecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** What people recognise a key by. */
export function keyPrefix(secret: string): string {
  return secret.slice(0, 12)
}
