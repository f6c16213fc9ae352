import { describe, expect, it } from 'vitest'
import { formatDecimal } from '@/lib/money/decimal'
import { noAmounts } from './amounts'
import { foldLines } from './fold-lines'
import { findLineBudgets } from './line-budgets'
import { dimensionStep, type Place, placeSteps } from './place'

const at = (costCenter: string, team: string): Place => ({
  businessUnit: 'unit',
  costCenter,
  owner: { kind: 'team', slug: team },
})
const leaf = (place: Place, project: string) => ({
  steps: [...placeSteps(place), dimensionStep('project', project)],
  amounts: { ...noAmounts, success: 1n, requests: 1n },
})
const { lines } = foldLines([
  leaf(at('CC-1', 'search'), 'shop'),
  leaf(at('CC-1', 'moved'), 'shop'),
  leaf(at('CC-2', 'moved'), 'back-office'),
])
const budget = (
  filters: Record<string, string[]>,
  amount = '10',
  change: Partial<Parameters<typeof findLineBudgets>[0][number]> = {},
) => ({
  filters,
  periodKind: 'month' as const,
  archivedAt: null,
  amendments: [{ id: '1', position: 1, effectiveFrom: '2026-05-01', amount }].map((one) => ({
    ...one,
    ...{ budgetId: '1', reason: '', requestedBy: '', approvedBy: '', approvedAt: new Date(0), requestId: null },
  })),
  ...change,
})
const find = (...budgets: Parameters<typeof findLineBudgets>[0]) =>
  Object.fromEntries(
    [
      ...findLineBudgets(
        budgets,
        lines.map((line) => ({ ...line, isOfMonth: !line.id.endsWith('back-office') })),
        { period: { from: '2026-05-01', to: '2026-06-01' }, zone: 'UTC' },
      ),
    ].map(([id, amount]) => [id ?? 'everything', formatDecimal(amount)]),
  )

describe('findLineBudgets', () => {
  it('finds the line of each level that filters leave alone', () => {
    expect(
      find(budget({}), budget({ business_unit: ['unit'] }), budget({ cost_center: ['CC-2'] }), budget({ team: ['search'] })),
    ).toEqual({
      ...{ everything: '10', unit: '10', 'unit/CC-2': '10', 'unit/CC-1/team:search': '10' },
    })
    expect(find(budget({ team: ['search'], project: ['shop'] }))).toEqual({ 'unit/CC-1/team:search/project:shop': '10' })
    expect(find(budget({ team: ['moved'], cost_center: ['CC-1'] }))).toEqual({ 'unit/CC-1/team:moved': '10' })
  })

  it('finds none for what several lines share, for several values, and for what no line is about', () => {
    expect(find(budget({ team: ['moved'] }), budget({ project: ['shop'] }))).toEqual({})
    expect(
      find(budget({ team: ['search', 'moved'] }), budget({ team: ['gone'] }), budget({ environment: ['production'] })),
    ).toEqual({})
    expect(find(budget({ team: ['search'], environment: ['production'] }))).toEqual({})
    expect(find(budget({ team: ['moved'], project: ['back-office'] }))).toEqual({})
  })

  it('takes the lowest of several, and what was in force in the month', () => {
    expect(find(budget({ team: ['search'] }, '30'), budget({ team: ['search'] }, '20'))).toEqual({
      'unit/CC-1/team:search': '20',
    })
    const amended = budget({}).amendments
    const later = amended.map((one) => ({ ...one, position: 2, effectiveFrom: '2026-06-01', amount: '99' }))
    expect(find(budget({}, '10', { amendments: [...amended, ...later] }))).toEqual({ everything: '10' })
    expect(find(budget({}, '10', { amendments: later }))).toEqual({})
  })

  it('leaves out other periods, and what was archived before the month was over', () => {
    expect(find(budget({}, '10', { periodKind: 'quarter' }))).toEqual({})
    expect(find(budget({}, '10', { archivedAt: new Date('2026-05-31T12:00:00Z') }))).toEqual({})
    expect(find(budget({}, '10', { archivedAt: new Date('2026-06-01T00:00:00Z') }))).toEqual({ everything: '10' })
  })
})
