import { describe, expect, it } from 'vitest'
import { testLine, testStatement } from '@/lib/finance/testing/test-statement'
import { selectPart } from './place-lines'

describe('the part of a statement that is one cost centre', () => {
  // In the middle of the month the cost centre went from one business unit to another.
  const moved = testStatement([
    testLine('retail', { total_usd: '30' }),
    testLine('retail/cc-1', { total_usd: '10', prior_total_usd: '7', budget_usd: '100', requests: 2, unpriced_requests: 1 }),
    testLine('retail/cc-1/team:a', { total_usd: '10' }),
    testLine('retail/cc-2', { total_usd: '20' }),
    testLine('sales', { total_usd: '5.5' }),
    testLine('sales/cc-1', { total_usd: '5.5', budget_usd: '100', requests: 3, is_at_least: true }),
    testLine('sales/cc-1/team:a', { total_usd: '5.5' }),
  ])

  it('is all lines under that code, and adds up where it changed its business unit', () => {
    const part = selectPart(moved, 'cc-1')
    expect(part.lines.map(({ line }) => line.id)).toEqual([
      'retail/cc-1',
      'retail/cc-1/team:a',
      'sales/cc-1',
      'sales/cc-1/team:a',
    ])
    expect(part.total).toMatchObject({
      ...{ total_usd: '15.5', direct_usd: '15.5', posted_usd: '15.5', prior_total_usd: '7', requests: 5 },
      ...{ unpriced_requests: 1, is_at_least: true },
    })
  })

  it('counts its budget once, which covers the cost centre wherever it belongs', () => {
    expect(selectPart(moved, 'cc-1').total.budget_usd).toBe('100')
  })

  it('is everything where none is asked for, with the total that the statement states', () => {
    const part = selectPart(moved, null)
    expect(part.lines).toHaveLength(moved.lines.length)
    expect(part.total).toBe(moved.total)
  })

  it('knows what lies above each line, and what has nothing below', () => {
    const [unit, costCenter, team] = selectPart(moved, null).lines
    expect([unit?.isLeaf, costCenter?.isLeaf, team?.isLeaf]).toEqual([false, false, true])
    expect([team?.place.business_unit?.id, team?.place.cost_center?.id, team?.place.owner?.id]).toEqual([
      ...['retail', 'retail/cc-1', 'retail/cc-1/team:a'],
    ])
  })

  it.each(['cc-9', 'CC-1', 'retail', '~none', ''])('is not found under %j', (code) => {
    expect(() => selectPart(moved, code)).toThrow('has no cost centre of that code')
  })
})
