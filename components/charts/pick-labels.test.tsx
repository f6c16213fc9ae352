import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pickLabels } from './pick-labels'

const plot = { widthPx: 600, heightPx: 300 }
const dot = (across: number, down: number, label = 'a-model') => ({ label, across, down })

describe('pickLabels', () => {
  it.each([
    ['names that stand apart', [dot(0.2, 0.5), dot(0.8, 0.5)], [0, 1]],
    ['the first of two on one place', [dot(0.5, 0.5), dot(0.5, 0.5)], [0]],
    ['two above each other', [dot(0.5, 0.5), dot(0.5, 0.6)], [0, 1]],
    ['none that leaves the plot', [dot(1, 0.5, 'a-name-that-is-much-too-long-for-the-edge-of-a-plot')], []],
    ['nothing of nothing', [], []],
  ])('picks %s', (_case, dots, picked) => {
    expect([...pickLabels(dots, plot)]).toEqual(picked)
  })

  it('names the first dot within a plot that has room, and never two on the same place', () => {
    const dots = fc.array(
      fc.record({ label: fc.string({ maxLength: 20 }), across: fc.constantFrom(0.3, 0.5), down: fc.constantFrom(0.3, 0.7) }),
    )
    fc.assert(
      fc.property(dots, (given) => {
        const picked = [...pickLabels(given, plot)].map((index) => `${given[index]?.across} ${given[index]?.down}`)
        expect(new Set(picked).size).toBe(picked.length)
        expect(picked.length > 0).toBe(given.length > 0)
      }),
    )
  })
})
