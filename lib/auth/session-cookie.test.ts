import { encode } from 'next-auth/jwt'
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest'
import { readAuthSecret, readSessionCookie, sessionCookieName } from './session-cookie'

const secret = 'a-secret-of-tests-of-32-characters'
const sessionId = '0b6f7c1e-5a0a-4d0e-9a6e-3c1f6f1f2a11'
const made = (token: Record<string, unknown>, { maxAge = 3600, by = secret } = {}) => encode({ token, secret: by, maxAge })

beforeEach(() => {
  vi.stubEnv('AUTH_SECRET', secret)
  vi.stubEnv('AUTH_URL', '')
})
afterEach(() => vi.unstubAllEnvs())

describe('the session cookie', () => {
  it('names its session', async () => {
    expect(await readSessionCookie(await made({ sid: sessionId }))).toBe(sessionId)
  })

  it.each([
    ['absent', async () => undefined],
    ['empty', async () => ''],
    ['garbage', async () => 'not.a.token'],
    ['an unescaped %', async () => '%'],
    ['made with another secret', () => made({ sid: sessionId }, { by: 'another-secret-of-32-characters!!' })],
    ['past its age', () => made({ sid: sessionId }, { maxAge: -3600 })],
    ['without a session', () => made({ sub: 'someone' })],
    ['with a session that is no id', () => made({ sid: "' or true --" })],
  ])('names none where it is %s', async (_what, make) => {
    expect(await readSessionCookie(await make())).toBeNull()
  })

  it('names none once any part of it was changed', async () => {
    const cookie = await made({ sid: sessionId })
    for (const [index, part] of cookie.split('.').entries()) {
      if (part === '') continue
      const at = Math.floor(part.length / 2)
      const changed = `${part.slice(0, at)}${part[at] === 'A' ? 'B' : 'A'}${part.slice(at + 1)}`
      const tampered = cookie.split('.').map((old, position) => (position === index ? changed : old))
      expect(await readSessionCookie(tampered.join('.'))).toBeNull()
    }
  })

  it('does not show the session to whoever holds it', async () => {
    const cookie = await made({ sid: sessionId })
    const readable = cookie.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'))
    expect(readable.join()).not.toContain(sessionId)
  })

  test.each([
    ['https://ascribe.example.com', '__Secure-ascribe.session'],
    ['http://localhost:3000', 'ascribe.session'],
    ['', 'ascribe.session'],
  ])('is for TLS alone where people come over TLS: %s', (url, name) => {
    vi.stubEnv('AUTH_URL', url)
    expect(sessionCookieName()).toBe(name)
  })

  it('is not read without a secret, and says so', async () => {
    vi.stubEnv('AUTH_SECRET', '')
    expect(() => readAuthSecret()).toThrow('AUTH_SECRET is not set')
  })
})
