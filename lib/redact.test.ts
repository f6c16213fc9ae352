import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { createKeySecret, keyPrefix } from '@/lib/auth/key-secret'
import { redact, redactText } from './redact'

const secret = createKeySecret()

describe('redactText', () => {
  test.each([
    ['an API key', `key ${secret}, thanks`, 'key [redacted], thanks'],
    ['a bearer token', 'Authorization: Bearer abcdefgh12345678', 'Authorization: [redacted]'],
    ['a provider’s key', 'used sk-proj-0123456789abcdef0123', 'used [redacted]'],
    ['an AWS key id', 'AKIAIOSFODNN7EXAMPLE', '[redacted]'],
    ['a Google key', `AIza${'a'.repeat(35)}`, '[redacted]'],
    ['a JSON web token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl', '[redacted]'],
    ['a password hash', 'hash $argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHQ$aGFzaGhhc2g end', 'hash [redacted] end'],
    ['a URL’s password', 'postgres://someone:pa55@db:5432/x', 'postgres://someone:[redacted]@db:5432/x'],
    ['a password without a name', 'redis://:pa55@cache:6379', 'redis://:[redacted]@cache:6379'],
    [
      'the values of a failed statement',
      'Failed query: insert …\nparams: a@example.com,x',
      'Failed query: insert …\nparams: [redacted]',
    ],
  ])('masks %s', (_what, text, expected) => expect(redactText(text)).toBe(expected))

  test.each([
    'batch of 12 events committed',
    'https://example.com:8080/a@b',
    'model sk-1 of someone@example.com',
    `key ${keyPrefix(secret)}…`,
  ])('leaves "%s" as it is', (text) => expect(redactText(text)).toBe(text))
})

describe('redact', () => {
  test.each([
    'password',
    'currentPassword',
    'newPassword',
    'passwordHash',
    'password_hash',
    'keyHash',
    'secret',
    'clientSecret',
    'token',
    'accessToken',
    'Authorization',
    'Cookie',
    'set-cookie',
    'x-api-key',
    'api-key',
    'apiKey',
    'x-goog-api-key',
    'DATABASE_URL',
    'AUTH_SECRET',
    'ADMIN_PASSWORD',
    'prompt',
    'messages',
  ])('masks the value of %s, whatever it is', (name) => {
    expect(redact({ [name]: 'hunter2', kept: 1 })).toEqual({ [name]: '[redacted]', kept: 1 })
    expect(redact({ [name]: { deeper: ['hunter2'] } })).toEqual({ [name]: '[redacted]' })
  })

  it('leaves names that only resemble secrets, and says where a secret was absent', () => {
    const facts = { inputTokens: 12, tokens: 3, tokenCount: 4, keyId: 'x', password: null, secret: undefined }
    expect(redact(facts)).toEqual(facts)
  })

  it('masks a credential at any depth and in any list', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('list', 'object'), { maxLength: 12 }), (path) => {
        const nested = path.reduce<unknown>((inner, kind) => (kind === 'list' ? [inner] : { inner }), `key ${secret}`)
        expect(JSON.stringify(redact(nested))).not.toContain(secret)
      }),
    )
  })

  it('cuts cycles, and not what merely comes twice', () => {
    const shared = { a: 1 }
    const cycle: Record<string, unknown> = { first: shared, second: shared }
    cycle.self = cycle
    cycle.list = [cycle]
    expect(redact(cycle)).toEqual({ first: { a: 1 }, second: { a: 1 }, self: '[cut]', list: ['[cut]'] })
  })

  it('makes errors plain, causes included, and masks what they say', () => {
    const cause = Object.assign(new Error(`no such key ${secret}`), { code: '23505', detail: 'Key (email)=(a@example.com)' })
    const plain = redact(new TypeError('postgres://a:pa55@db is away', { cause }))
    expect(plain).toMatchObject({
      name: 'TypeError',
      message: 'postgres://a:[redacted]@db is away',
      cause: { name: 'Error', message: 'no such key [redacted]', code: '23505' },
    })
    const written = JSON.stringify(plain)
    for (const hidden of [secret, 'pa55', 'a@example.com']) expect(written).not.toContain(hidden)
    expect(written).toContain('redact.test.ts')
  })

  it('survives an error that is its own cause', () => {
    const error = new Error('round')
    error.cause = error
    expect(redact(error)).toMatchObject({ message: 'round', cause: '[cut]' })
  })

  it('keeps dates and turns BigInt into text, so that JSON takes it', () => {
    const at = new Date('2026-11-20T00:00:00Z')
    expect(redact({ at, cost: 10n ** 30n, none: null, flag: false })).toEqual({
      at,
      cost: `1${'0'.repeat(30)}`,
      none: null,
      flag: false,
    })
  })

  it('never throws, and what it makes can be written as JSON', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true, withMap: true }), (value) => {
        expect(() => JSON.stringify(redact(value))).not.toThrow()
      }),
    )
  })
})
