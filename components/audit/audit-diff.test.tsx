import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { AuditDiff } from './audit-diff'
import { diffFacts, formatPath, summariseDiff } from './diff-facts'

const cellsOf = (name: RegExp) =>
  within(screen.getByRole('row', { name }))
    .getAllByRole('cell')
    .map((cell) => cell.textContent)

describe('diffFacts', () => {
  it('goes into nested objects and names each field by its path', () => {
    const diffs = diffFacts({ limit: { usd: '10.00', period: 'month' } }, { limit: { usd: '25.00', period: 'month' } })
    expect(diffs).toEqual([
      { path: ['limit', 'usd'], change: 'changed', before: '10.00', after: '25.00' },
      { path: ['limit', 'period'], change: 'same', before: 'month', after: 'month' },
    ])
  })

  it('compares a list of values as one fact and a list of objects by position', () => {
    expect(diffFacts({ teams: ['a'] }, { teams: ['a', 'b'] })).toEqual([
      { path: ['teams'], change: 'changed', before: 'a', after: 'a, b' },
    ])
    expect(diffFacts({ rules: [{ share: '0.5' }, { share: '0.5' }] }, { rules: [{ share: '1' }] })).toEqual([
      { path: ['rules', '1', 'share'], change: 'changed', before: '0.5', after: '1' },
      { path: ['rules', '2', 'share'], change: 'removed', before: '0.5', after: null },
    ])
  })

  it('tells a field that was not there from one that was empty', () => {
    expect(diffFacts({ source: null }, { source: 'litellm-eu', name: '' })).toEqual([
      { path: ['source'], change: 'changed', before: 'none', after: 'litellm-eu' },
      { path: ['name'], change: 'added', before: null, after: '(empty)' },
    ])
  })

  it('keeps fields apart whose names contain what would join them', () => {
    expect(diffFacts({ 'a.b': 1, a: { b: 2 } }, null).map(({ path }) => path)).toEqual([['a.b'], ['a', 'b']])
  })

  it('finds nothing in two nothings', () => {
    expect(diffFacts(null, null)).toEqual([])
    expect(diffFacts({}, {})).toEqual([])
  })
})

describe('the words for a diff', () => {
  it('reads camel case and underscores', () => {
    expect(formatPath(['costCenters'])).toBe('Cost centers')
    expect(formatPath(['limit', 'expires_at'])).toBe('Limit › expires at')
  })

  it('sums up what changed in one line, without what stayed', () => {
    expect(summariseDiff(diffFacts({ role: 'lead', name: 'Lee', old: true }, { role: 'admin', name: 'Lee', teams: [] }))).toBe(
      'Role: lead → admin; Old: was yes; Teams: none',
    )
  })
})

describe('AuditDiff', () => {
  it('shows before and after of nested fields, with the kind of change as a word', () => {
    renderInTheme(
      <AuditDiff before={{ filter: { team: 'a' } }} after={{ filter: { team: 'b' }, expiresAt: '2026-10-01T08:30:00.000Z' }} />,
    )
    expect(cellsOf(/Filter › team changed/)).toEqual(['a', 'b'])
    expect(cellsOf(/Expires at set/).at(-1)).toBe('2026-10-01 08:30:00 UTC')
  })

  it('has no column for a side that never was', () => {
    renderInTheme(<AuditDiff before={null} after={{ name: 'Ada' }} />)
    expect(screen.getAllByRole('columnheader').map((header) => header.textContent)).toEqual(['Field', 'After'])
  })

  it('says so where no fields were recorded', () => {
    renderInTheme(<AuditDiff before={null} after={{}} />)
    expect(screen.getByText('No fields were recorded.')).toBeTruthy()
  })
})
