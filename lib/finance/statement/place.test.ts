import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dimensionStep, nobody, type Owner, type Place, placeSteps, rememberSteps } from './place'

const code = fc.option(fc.constantFrom('a', 'b', 'null', 'route', 'team:a', 'a/b', '~none', ''))
const owner: fc.Arbitrary<Owner> = fc.oneof(
  fc.constant(nobody),
  fc.record({ kind: fc.constantFrom('team' as const, 'pool' as const), slug: fc.constantFrom('a', 'b', 'null') }),
)
const place: fc.Arbitrary<Place> = fc.record({ businessUnit: code, costCenter: code, owner })
const below = fc.array(fc.tuple(fc.constantFrom('project' as const, 'model_family' as const, 'route' as const), code), {
  maxLength: 2,
})

describe('rememberSteps', () => {
  it('makes the steps of every line as if it were the only one, and of one code one step', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(place, below), { minLength: 1, maxLength: 12 }), (lines) => {
        const makeSteps = rememberSteps()
        for (const [at, under] of lines) {
          const alone = [...placeSteps(at), ...under.map(([level, value]) => dimensionStep(level, value))]
          expect(makeSteps(at, under)).toEqual(alone)
          const [again, before] = [makeSteps(at, under), makeSteps(at, under)]
          expect(again.every((step, index) => step === before[index])).toBe(true)
        }
      }),
    )
  })
})
