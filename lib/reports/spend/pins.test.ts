import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { askForPins, type Pin, pinOf, putPinsFirst, readPins, writePin } from './pins'
import type { SpendRow } from './report-schema'
import { makeSpendParams } from './search-params'

const may = { from: '2026-05-01', to: '2026-06-01' }
const groupBy = ['team', 'model'] as const
const value = fc.option(fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }).filter((text) => text !== '~none'))

/** Only what pins look at. */
const row = (team: string | null, model: string | null) => ({ team, model }) as SpendRow

describe('a pin in the address', () => {
  it('comes back as it was, whatever its values hold', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(value, value), { maxLength: 6, selector: (pin) => JSON.stringify(pin) }), (pins) => {
        expect(readPins(pins.map(writePin), groupBy)).toEqual(pins)
      }),
    )
  })

  it.each([
    ['of another grouping', 'search'],
    ['without one of its values', 'search/'],
    ['that is no text', 'search/%ff'],
  ])('%s is left out', (_case, text) => {
    expect(readPins([text, 'search/gpt'], groupBy)).toEqual([['search', 'gpt']])
  })

  it('is kept once, and six of them at most', () => {
    const texts = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].flatMap((team) => [`${team}/m`, `${team}/m`])
    expect(readPins(texts, groupBy)).toHaveLength(6)
  })
})

describe('pinned rows', () => {
  const pins: Pin[] = [
    ['search', 'gpt'],
    [null, 'gpt'],
  ]

  it('are asked for by their values, within the filters', () => {
    const params = makeSpendParams({ ...may, groupBy })
    expect(askForPins(params, pins)?.filters).toEqual({ team: ['search', '~none'], model: ['gpt'] })
    const filtered = makeSpendParams({ ...may, groupBy, filters: { team: ['search'], environment: ['production'] } })
    expect(askForPins(filtered, pins)?.filters).toEqual({ team: ['search'], model: ['gpt'], environment: ['production'] })
  })

  it('are not asked for where nothing is pinned, or the filters leave none', () => {
    expect(askForPins(makeSpendParams({ ...may, groupBy }), [])).toBeNull()
    expect(askForPins(makeSpendParams({ ...may, groupBy, filters: { model: ['claude'] } }), pins)).toBeNull()
  })

  it('stand first in the order in which they were pinned, each row once', () => {
    const rows = [row('a', 'gpt'), row(null, 'gpt'), row('search', 'claude')]
    const pinned = [row('search', 'claude'), row(null, 'gpt'), row('search', 'gpt')]
    const shown = putPinsFirst(rows, { pinned, pins, groupBy }).map((one) => pinOf(one, groupBy))
    expect(shown).toEqual([...pins, ['a', 'gpt'], ['search', 'claude']])
  })
})
