import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { listLogTicks } from './log-ticks'

describe('listLogTicks', () => {
  it.each([
    ['within a decade', [120, 480], [100, 200, 500]],
    ['across decades', [0.03, 2], [0.02, 0.05, 0.1, 0.2, 0.5, 1, 2]],
    ['powers of ten where there are many', [0.004, 3000], [0.002, 0.01, 0.1, 1, 10, 100, 1000, 5000]],
    ['both sides of one round value', [100], [50, 100, 200]],
    ['nothing', [], []],
  ])('finds round places: %s', (_case, values, ticks) => {
    expect(listLogTicks(values)).toEqual(ticks)
  })

  it('holds every value between its ends', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1e-6, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 20 }), (values) => {
        const ticks = listLogTicks(values)
        expect(ticks[0]).toBeLessThanOrEqual(Math.min(...values) * (1 + 1e-8))
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(Math.max(...values) * (1 - 1e-8))
      }),
    )
  })
})
