import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { Delta, type DeltaProps } from './delta'

function read(props: DeltaProps) {
  // A box of its own, because the theme puts its style sheet beside what it wraps.
  renderInTheme(
    <div data-testid="box">
      <Delta {...props} />
    </div>,
  )
  const box = screen.getAllByTestId('box').at(-1)
  return {
    text: box?.textContent,
    classes: box?.querySelector('span')?.className ?? '',
    arrow: box?.querySelector('svg') !== null,
  }
}

describe('Delta', () => {
  it.each([
    { current: '112.4', base: '100', text: 'up +12.4%', color: /up/ },
    { current: '69', base: '100', text: 'down −31.0%', color: /down/ },
    { current: '100.01', base: '100', text: 'up +<0.1%', color: /up/ },
  ])('says $current against $base as an arrow, a word and a signed percentage', ({ current, base, text, color }) => {
    const shown = read({ current, base })
    expect(shown.text).toBe(text)
    expect(shown.classes).toMatch(color)
    expect(shown.arrow).toBe(true)
  })

  it.each([null, '0', '0.00'])('says new and no percentage where the base is %s', (base) => {
    const shown = read({ current: '5', base })
    expect(shown.text).toBe('new: nothing to compare with')
    expect(shown.arrow).toBe(false)
  })

  it('says no change where both are the same, zero included', () => {
    expect(read({ current: '5', base: '5.00' }).text).toBe('no change')
    expect(read({ current: '0', base: null }).text).toBe('no change')
  })

  it('says unknown where the current figure is unknown', () => {
    expect(read({ current: null, base: '5' }).text).toMatch(/^unknown: /)
  })

  it('words a change from a credit in dollars, because a percentage of a negative base misleads', () => {
    expect(read({ current: '5', base: '-20' }).text).toBe('up +$25.00')
  })

  it('colours nothing in neutral mode', () => {
    const shown = read({ current: '2', base: '1', mode: 'neutral' })
    expect(shown.text).toBe('up +100.0%')
    expect(shown.classes).toMatch(/neutral/)
  })

  it('names what it compares with', () => {
    expect(read({ current: '2', base: '1', against: 'last month' }).text).toBe('up +100.0% since last month')
  })
})
