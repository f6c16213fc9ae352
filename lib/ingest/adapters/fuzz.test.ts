import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findPayloadFault } from './testing/check-payload'
import { anyPayload } from './testing/mutate'

describe('whatever is sent', () => {
  it('is no failure of ours, counts nothing negative, and is free only with a reason', () => {
    fc.assert(
      fc.property(anyPayload, (payload) => {
        expect(findPayloadFault(payload)).toBeNull()
      }),
      { numRuns: 1_000 },
    )
  })
})
