import { describe, expect, it } from 'vitest'
import { chooseSiblings } from './compare-siblings'
import { siblingRow } from './testing/model-rows'

const row = (sibling: string, released: string, difference: string, more: Parameters<typeof siblingRow>[0] = {}) =>
  siblingRow({
    ...{ sibling, sibling_released: released, difference_usd: difference, is_newer: released > '2026-01-01' },
    is_cheaper: difference.startsWith('-'),
    ...more,
  })
const namesOf = (rows: Parameters<typeof chooseSiblings>[0]) => chooseSiblings(rows).map(({ sibling }) => sibling)

describe('chooseSiblings', () => {
  it('takes the latest newer one and the cheapest of the same size, and once where these are one', () => {
    const rows = [
      row('old', '2025-01-01', '-5'),
      row('new', '2026-03-01', '1'),
      row('newer', '2026-05-01', '2'),
      row('mid', '2025-06-01', '-1'),
    ]
    expect(namesOf(rows)).toEqual(['newer', 'old'])
    expect(namesOf([row('only', '2026-05-01', '-2'), row('old', '2025-01-01', '-1')])).toEqual(['only'])
  })

  it('takes the later of two that cost the same', () => {
    expect(namesOf([row('five', '2025-01-01', '-5'), row('five-one', '2025-06-01', '-5')])).toEqual(['five-one'])
  })

  it('takes other sizes only where they are cheaper, and nothing of the same size that is neither', () => {
    const other = { is_same_size: false }
    expect(
      namesOf([row('nano', '2025-01-01', '-9', other), row('pro', '2026-05-01', '9', other), row('dear', '2025-01-01', '3')]),
    ).toEqual(['nano'])
    expect(namesOf([])).toEqual([])
  })
})
