import { describe, expect, it } from 'vitest'
import { findContrast } from './find-contrast'
import { featureRow } from './testing/feature-rows'

const row = (key: string | null, requests: string, cost: string) =>
  featureRow({ key, kind: key === null ? 'none' : 'named', request_share: requests, cost_share: cost })

describe('findContrast', () => {
  it('names the two whose share of cost is furthest from their share of requests', () => {
    const { dear, cheap } = findContrast([row('x', '42', '24'), row('y', '18', '49'), row('z', '40', '27')])
    expect([dear?.key, cheap?.key]).toEqual(['y', 'x'])
  })

  it('leaves out what names nothing, and what differs by less than five points', () => {
    expect(findContrast([row(null, '90', '1'), row('a', '5', '9.99'), row('b', '5', '0.01')])).toEqual({
      dear: null,
      cheap: null,
    })
    expect(findContrast([row('a', '5', '10')]).dear?.key).toBe('a')
  })
})
