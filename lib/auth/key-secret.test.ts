import { describe, expect, it, test } from 'vitest'
import { createKeySecret, hashKeySecret, isKeySecret, keyPrefix } from './key-secret'

describe('the secret of an API key', () => {
  it('has its form and never comes twice', () => {
    const secrets = Array.from({ length: 200 }, createKeySecret)
    expect(secrets.every(isKeySecret)).toBe(true)
    expect(new Set(secrets).size).toBe(secrets.length)
  })

  it('uses every letter and digit', () => {
    const used = new Set(Array.from({ length: 200 }, () => createKeySecret().slice(4)).join(''))
    expect(used.size).toBe(62)
  })

  test.each([
    ['too short', `asc_${'a'.repeat(39)}`],
    ['too long', `asc_${'a'.repeat(41)}`],
    ['of another kind', `sk-${'a'.repeat(41)}`],
    ['with a sign', `asc_${'a'.repeat(39)}-`],
    ['with a line after it', `asc_${'a'.repeat(40)}\n`],
    ['nothing', ''],
  ])('is none where it is %s', (_what, text) => expect(isKeySecret(text)).toBe(false))

  it('is stored as a hash that does not hold it, the same for the same secret', () => {
    const secret = createKeySecret()
    // The SHA-256 of "abc" as FIPS 180-2 prints it.
    expect(hashKeySecret('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
    expect(hashKeySecret(secret)).not.toContain(secret.slice(4))
  })

  it('is recognised by a prefix that leaves the rest to be guessed', () => {
    const secret = createKeySecret()
    expect(secret.startsWith(keyPrefix(secret))).toBe(true)
    expect(keyPrefix(secret)).toHaveLength(12)
  })
})
