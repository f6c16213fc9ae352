import { describe, expect, it } from 'vitest'
import { describeChange } from './describe-change'

describe('describeChange', () => {
  it.each<[string, string | null, 'percent' | 'amount', string, string]>([
    ['120', '100', 'percent', 'up', '+20.0%'],
    ['80', '100', 'percent', 'down', '−20.0%'],
    ['80', '100', 'amount', 'down', '−$20.00'],
    ['5', null, 'percent', 'new', 'new'],
    ['5', '0', 'percent', 'new', 'new'],
    ['0', '0', 'percent', 'same', 'no change'],
    ['0', null, 'percent', 'same', 'no change'],
    ['7.5', '7.50', 'percent', 'same', 'no change'],
    ['5', '-5', 'percent', 'up', '+$10.00'],
    ['100.01', '100', 'percent', 'up', '+<0.1%'],
  ])('from %s to a base of %s, told in %s, is %s: %s', (current, base, show, kind, text) => {
    expect(describeChange(current, base, show)).toMatchObject({ kind, text })
  })
})
