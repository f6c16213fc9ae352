import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { palette, type SchemeColors } from '@/components/shell/palette'
import { otherKey } from './chart-data'
import { assignColors, preferredColor } from './series-color'

const key = fc.string({ minLength: 1, maxLength: 20 })

describe('assignColors', () => {
  it('gives no colour twice among six series, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.uniqueArray(key, { maxLength: 6 }), (keys) => {
        const colors = assignColors(keys)
        expect(new Set(colors.values()).size).toBe(keys.length)
        expect([...assignColors(keys.toReversed())].sort()).toEqual([...colors].sort())
      }),
    )
  })

  it('gives a series that stands alone the colour that its key prefers', () => {
    fc.assert(fc.property(key, (name) => assignColors([name]).get(name) === preferredColor(name)))
  })

  it('keeps grey for Other', () => {
    expect(assignColors(['a', otherKey]).get(otherKey)).toBe('var(--series-other)')
  })
})

/** Relative luminance and contrast ratio as WCAG 2.2 defines them. */
function luminance(hex: string): number {
  const channels = [1, 3, 5].map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255)
  const [red = 0, green = 0, blue = 0] = channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(a: string, b: string): number {
  const [lighter = 0, darker = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (lighter + 0.05) / (darker + 0.05)
}

describe.each<[string, SchemeColors]>(Object.entries(palette))('the %s palette', (_scheme, colors) => {
  it.each([...colors.series, colors.seriesOther])('has the series %s at 3 : 1 or more against the panel', (color) => {
    expect(contrast(color, colors.panel)).toBeGreaterThanOrEqual(3)
  })

  it.each(['text', 'dimmed', 'accentText', 'attention', 'costUp', 'costDown'] as const)('has %s at 4.5 : 1 or more', (name) => {
    for (const surface of [colors.panel, colors.body, colors.raised]) {
      expect(contrast(colors[name], surface)).toBeGreaterThanOrEqual(4.5)
    }
  })

  it('has the selected text at 4.5 : 1 or more on its own ground', () => {
    expect(contrast(colors.selectedText, colors.selected)).toBeGreaterThanOrEqual(4.5)
  })
})
