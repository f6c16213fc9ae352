import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { palette, type SchemeColors } from '@/components/shell/palette'
import { noneValue } from '@/lib/reports/spend/dimension-names'
import { otherKey } from './chart-data'
import { assignColors, hueCount, preferredColor } from './series-color'

const key = fc.string({ minLength: 1, maxLength: 20 })

/** The hue, whatever shade of it is worn. */
const hueIn = (color: string | undefined) => /--series-[a-z0-9]+/.exec(color ?? '')?.[0]

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

  it('gives a thing the same hue whatever stands beside it', () => {
    fc.assert(
      fc.property(key, fc.array(key, { maxLength: 8 }), (name, others) => {
        expect(hueIn(assignColors([name, ...others]).get(name))).toBe(hueIn(preferredColor(name)))
      }),
    )
  })

  it('gives a thing the very same colour on two screens unless one that is before it in the alphabet shares its hue', () => {
    fc.assert(
      fc.property(key, fc.array(key, { maxLength: 8 }), (name, others) => {
        const strangers = others.filter((other) => other >= name || preferredColor(other) !== preferredColor(name))
        expect(assignColors([...strangers, name]).get(name)).toBe(preferredColor(name))
      }),
    )
  })

  it('keeps greys of their own for Other and for nobody', () => {
    const colors = assignColors(['a', otherKey, noneValue])
    expect(colors.get(otherKey)).toBe('var(--series-other)')
    expect(hueIn(colors.get(noneValue))).toBe('--series-other')
    expect(colors.get(noneValue)).not.toBe(colors.get(otherKey))
  })

  it('has a colour in either scheme for each hue', () => {
    for (const { series } of Object.values(palette)) expect(new Set(series).size).toBe(hueCount)
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
