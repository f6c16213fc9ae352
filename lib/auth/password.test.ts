import { describe, expect, it } from 'vitest'
import { hashPassword, verifyPassword } from './password'

describe('a password', () => {
  it('is known again, and no other is', async () => {
    const stored = await hashPassword('correct horse battery')
    expect(await verifyPassword(stored, 'correct horse battery')).toBe(true)
    expect(await verifyPassword(stored, 'correct horse batterY')).toBe(false)
    expect(await verifyPassword(stored, '')).toBe(false)
  })

  it('is hashed with argon2id at 19 MiB and two passes, salted anew each time', async () => {
    const [first, second] = await Promise.all([hashPassword('x'), hashPassword('x')])
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(first).not.toBe(second)
  })

  it.each([null, undefined])('is never right where no account has a hash: %s', async (none) => {
    expect(await verifyPassword(none, 'anything')).toBe(false)
  })
})
