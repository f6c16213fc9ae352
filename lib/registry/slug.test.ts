import { describe, expect, test } from 'vitest'
import { nameSchema, slugSchema } from './slug'

describe('a slug', () => {
  test.each(['a', '7', 'support-ops', 'eu-west-1', 'x'.repeat(63)])('may be %s', (slug) => {
    expect(slugSchema.safeParse(slug).success).toBe(true)
  })
  test.each([
    '',
    'Support',
    'support ops',
    'support_ops',
    'support.ops',
    '-support',
    'support-',
    'support--ops',
    'süd',
    'support\n',
    '~other',
    'x'.repeat(64),
  ])('may not be %j', (slug) => {
    expect(slugSchema.safeParse(slug).success).toBe(false)
  })
})

describe('a display name', () => {
  test.each([
    ['  Support  ', 'Support'],
    ['Équipe 支援 🚀', 'Équipe 支援 🚀'],
    ['O’Brien & Söhne', 'O’Brien & Söhne'],
  ])('loses the blanks at its edges and nothing else: %j', (name, kept) => expect(nameSchema.parse(name)).toBe(kept))

  test.each(['', '   ', 'two\nlines', 'a\ttab', 'nul\u0000', 'half a pair \ud83d', 'x'.repeat(121)])('may not be %j', (name) => {
    expect(nameSchema.safeParse(name).success).toBe(false)
  })
})
