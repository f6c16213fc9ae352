import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { cent } from '@/lib/money/usd'
import { type Amounts, noAmounts, totalOf } from './amounts'
import { foldLines, writeLines } from './fold-lines'
import { dimensionStep, type Leaf, placeSteps, sharedStep } from './place'

const usd = parseDecimal
const leaf = (
  businessUnit: string | null,
  costCenter: string | null,
  team: string | null,
  project: string | null,
  amounts: Partial<Amounts>,
): Leaf => {
  const owner = team === null ? { kind: 'nobody' as const, slug: null } : { kind: 'team' as const, slug: team }
  const steps = [...placeSteps({ businessUnit, costCenter, owner }), dimensionStep('project', project)]
  return { steps, amounts: { ...noAmounts, ...amounts } }
}
const fold = (leaves: readonly Leaf[]) => {
  const folded = foldLines(leaves)
  return {
    ...folded,
    posted: formatDecimal(folded.posted),
    lines: folded.lines.map(({ id, posted }) => [id, formatDecimal(posted)]),
  }
}

describe('foldLines', () => {
  it('posts a third of a cent where the remainder is largest, so that lines add up to what is above them', () => {
    const third = { success: usd('0.003333333333333333') }
    const { posted, lines } = fold([
      leaf('u', 'c', 'a', 'p', third),
      leaf('u', 'c', 'b', 'p', third),
      leaf('u', 'c', 'b', 'q', { success: usd('0.004') }),
    ])
    expect(posted).toBe('0.01')
    expect(lines).toEqual([
      ['u', '0.01'],
      ['u/c', '0.01'],
      ['u/c/team:b', '0.01'],
      ['u/c/team:b/project:q', '0.01'],
      ['u/c/team:b/project:p', '0'],
      ['u/c/team:a', '0'],
      ['u/c/team:a/project:p', '0'],
    ])
  })

  it('puts nobody and what is booked nowhere last, whatever it costs, and shares after what an owner spent', () => {
    const shared: Leaf = {
      steps: [...placeSteps({ businessUnit: 'u', costCenter: 'c', owner: { kind: 'team', slug: 'a' } }), sharedStep('pool')],
      amounts: { ...noAmounts, received: usd('9') },
    }
    const { lines } = fold([
      leaf(null, null, null, null, { success: usd('99') }),
      leaf('u', null, 'b', 'p', { success: usd('5') }),
      leaf('u', 'c', 'a', 'p', { success: usd('1') }),
      shared,
    ])
    expect(lines.map(([id]) => id)).toEqual([
      ...['u', 'u/c', 'u/c/team:a', 'u/c/team:a/project:p', 'u/c/team:a/shared:pool', 'u/~none', 'u/~none/team:b'],
      ...['u/~none/team:b/project:p', '~none', '~none/~none', '~none/~none/nobody', '~none/~none/nobody/project:~none'],
    ])
  })

  it('keeps apart what sources call by names that hold slashes or what stands for none', () => {
    const { lines } = fold(
      ['a/b', 'a', '~none', null, 'a%2Fb'].map((project) => leaf('u', 'c', 't', project, { success: usd('1') })),
    )
    expect(new Set(lines.map(([id]) => id)).size).toBe(3 + 5)
  })

  it('is one line of nothing where there is nothing', () => {
    expect(fold([])).toMatchObject({ lines: [], posted: '0' })
  })

  const amount = fc.bigInt(-(10n ** 20n), 10n ** 22n)
  const code = fc.option(fc.constantFrom('a', 'b', 'c'))
  const leaves = fc.array(
    fc
      .tuple(
        code,
        code,
        code,
        code,
        fc.record({ success: amount, retry: amount, failure: amount, received: amount, prior: fc.option(amount) }),
      )
      .map(([unit, costCenter, team, project, amounts]) => leaf(unit, costCenter, team, project, amounts)),
    { maxLength: 60 },
  )

  it('makes every line the sum of the lines below it, exact and posted, and posts within a cent', () => {
    fc.assert(
      fc.property(leaves, (given) => {
        const folded = foldLines(given)
        const { lines, total } = writeLines(folded, { nameOf: () => '', budgets: new Map() })
        const sumOf = (parent: string | null, name: 'total_usd' | 'posted_usd' | 'direct_usd' | 'retry_usd') =>
          formatDecimal(lines.filter((line) => line.parent === parent).reduce((sum, line) => sum + usd(line[name]), 0n))
        for (const line of [...lines, { ...total, id: null }]) {
          if (line.id !== null && !lines.some(({ parent }) => parent === line.id)) continue
          for (const name of ['total_usd', 'posted_usd', 'direct_usd', 'retry_usd'] as const) {
            expect(sumOf(line.id, name)).toBe(line[name])
          }
        }
        const whole = given.reduce((sum, { amounts }) => sum + totalOf(amounts), 0n)
        expect(total.total_usd).toBe(formatDecimal(whole))
        for (const { amounts, posted } of folded.lines) {
          const apart = posted - totalOf(amounts)
          expect(apart < cent && apart > -cent && posted % cent === 0n).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })
})
