import { describe, expect, it } from 'vitest'
import { testLine } from '../testing/test-statement'
import { compareVersions } from './compare-versions'

const published = [
  testLine('retail', { total_usd: '60' }),
  testLine('retail/4100/team:search', { total_usd: '40' }),
  testLine('retail/4100/team:ads', { total_usd: '15' }),
  testLine('retail/4100/team:gone', { total_usd: '5' }),
]
const draft = [
  testLine('retail', { total_usd: '60' }),
  testLine('retail/4100/team:search', { total_usd: '32' }),
  testLine('retail/4100/team:ads', { total_usd: '15' }),
  testLine('retail/4100/team:new', { total_usd: '13' }),
]

describe('what changed since a version', () => {
  it('is told by owner, the largest difference first, with what is new and what is gone', () => {
    expect(
      compareVersions(published, draft).map(({ line, before_usd, after_usd, difference_usd }) => [
        line.code,
        before_usd,
        after_usd,
        difference_usd,
      ]),
    ).toEqual([
      ['new', null, '13', '13'],
      ['search', '40', '32', '-8'],
      ['gone', '5', null, '-5'],
    ])
  })

  it('is nothing between the same statements', () => {
    expect(compareVersions(draft, draft)).toEqual([])
  })
})
