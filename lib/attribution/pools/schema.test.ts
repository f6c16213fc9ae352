import { describe, expect, it, test } from 'vitest'
import { createPoolSchema, decidePolicySchema, proposePolicySchema } from './schema'

const propose = (change: object) =>
  proposePolicySchema.safeParse({ pool: 'platform', from_month: '2026-05', method: 'even', ...change })
const faultOf = (change: object) => {
  const parsed = propose(change)
  return parsed.success ? null : parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')
}

describe('a proposed policy', () => {
  it('begins on the first day of its month', () => {
    expect(propose({}).data).toMatchObject({ pool: 'platform', effectiveFrom: '2026-05-01', shares: [], note: null })
  })

  test.each([
    [
      'shares that add up to 100',
      {
        method: 'fixed',
        shares: [
          { team: 'a', percent: '33.333333' },
          { team: 'b', percent: '66.666667' },
        ],
      },
    ],
    ['teams by name', { method: 'direct_spend', shares: [{ team: 'a' }] }],
  ])('takes %s', (_what, change) => {
    expect(faultOf(change)).toBeNull()
  })

  test.each([
    ['no shares', { method: 'fixed' }, 'shares is needed'],
    ['a sum below', { method: 'fixed', shares: [{ team: 'a', percent: '99.999999' }] }, 'shares adds up to 99.999999 %'],
    [
      'a sum above',
      {
        method: 'fixed',
        shares: [
          { team: 'a', percent: '60' },
          { team: 'b', percent: '60' },
        ],
      },
      'adds up to 120 %',
    ],
    ['a team twice', { method: 'even', shares: [{ team: 'a' }, { team: 'a' }] }, 'shares names a twice'],
    ['an open percentage', { method: 'fixed', shares: [{ team: 'a' }] }, 'shares needs a percentage for a'],
    ['a percentage that does nothing', { method: 'even', shares: [{ team: 'a', percent: '50' }] }, 'only fixed shares have them'],
    ['teams of what is kept central', { method: 'central', shares: [{ team: 'a' }] }, 'is empty where the cost is kept central'],
    ['a share of nothing', { method: 'fixed', shares: [{ team: 'a', percent: '0' }] }, 'is above 0'],
    ['a negative share', { method: 'fixed', shares: [{ team: 'a', percent: '-5' }] }, 'is a percentage such as 12.5'],
    ['a day for a month', { from_month: '2026-05-01' }, 'from_month is a month of this century'],
    ['no such month', { from_month: '2026-13' }, 'from_month is a month of this century'],
    ['another method', { method: 'by_feeling' }, 'method is one of central, fixed'],
  ])('refuses %s', (_what, change, expected) => {
    expect(faultOf(change)).toContain(expected)
  })
})

it('writes an approver’s address in lower case, and refuses what is none', () => {
  const pool = { slug: 'platform', name: 'Platform', approver_email: 'Fiona@Example.com' }
  expect(createPoolSchema.parse(pool).approver_email).toBe('fiona@example.com')
  expect(createPoolSchema.safeParse({ ...pool, approver_email: 'Fiona' }).success).toBe(false)
})

it('takes no third decision', () => {
  expect(decidePolicySchema.safeParse({ id: crypto.randomUUID(), decision: 'postponed' }).success).toBe(false)
})
