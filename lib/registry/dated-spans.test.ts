import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { addDays, type CalendarDate, listDays } from '@/lib/time/calendar'
import { areSameSpans, cutTime, type DatedSpan, type DayBounds, hasDays, setSpan, toRangeText, valueOn } from './dated-spans'

const span = (from: string | null, to: string | null, value: string): DatedSpan<string> => ({ from, to, value })

describe('setting a span', () => {
  test.each<[string, DatedSpan<string>[], DayBounds, string | null, DatedSpan<string>[]]>([
    ['fills an empty history', [], { from: '2026-05-01', to: null }, 'b', [span('2026-05-01', null, 'b')]],
    [
      'of all time replaces all',
      [span(null, '2026-02-01', 'a'), span('2026-03-01', null, 'c')],
      { from: null, to: null },
      'b',
      [span(null, null, 'b')],
    ],
    [
      'ends the running one',
      [span(null, null, 'a')],
      { from: '2026-05-01', to: null },
      'b',
      [span(null, '2026-05-01', 'a'), span('2026-05-01', null, 'b')],
    ],
    [
      'splits the running one in two',
      [span('2026-01-01', null, 'a')],
      { from: '2026-03-01', to: '2026-04-01' },
      'b',
      [span('2026-01-01', '2026-03-01', 'a'), span('2026-03-01', '2026-04-01', 'b'), span('2026-04-01', null, 'a')],
    ],
    [
      'back in time takes from past ones',
      [span('2026-01-01', '2026-03-01', 'a'), span('2026-03-01', '2026-06-01', 'b'), span('2026-06-01', null, 'c')],
      { from: '2026-02-01', to: '2026-07-01' },
      'd',
      [span('2026-01-01', '2026-02-01', 'a'), span('2026-02-01', '2026-07-01', 'd'), span('2026-07-01', null, 'c')],
    ],
    [
      'of nothing leaves a gap',
      [span(null, null, 'a')],
      { from: '2026-03-01', to: '2026-04-01' },
      null,
      [span(null, '2026-03-01', 'a'), span('2026-04-01', null, 'a')],
    ],
    [
      'of the same value joins its neighbours',
      [span(null, '2026-03-01', 'a'), span('2026-04-01', null, 'a')],
      { from: '2026-03-01', to: '2026-04-01' },
      'a',
      [span(null, null, 'a')],
    ],
    [
      'that is so already changes nothing',
      [span('2026-01-01', null, 'a')],
      { from: '2026-03-01', to: null },
      'a',
      [span('2026-01-01', null, 'a')],
    ],
    [
      'before everything leaves the rest alone',
      [span('2026-03-01', null, 'a')],
      { from: null, to: '2026-02-01' },
      'b',
      [span(null, '2026-02-01', 'b'), span('2026-03-01', null, 'a')],
    ],
  ])('%s', (_what, history, bounds, value, expected) => expect(setSpan(history, bounds, value)).toEqual(expected))

  const firstDay = '2026-01-01'
  const day = fc.integer({ min: 0, max: 30 }).map((days) => addDays(firstDay, days))
  const bounds = fc.record({ from: fc.option(day), to: fc.option(day) }).filter(hasDays)
  const change = fc.record({ bounds, value: fc.option(fc.constantFrom('a', 'b', 'c')) })
  const isIn = (date: CalendarDate, { from, to }: DayBounds) => (from === null || date >= from) && (to === null || date < to)

  it('sets the days in it and no other day, in any history of changes', () => {
    const days = listDays({ from: addDays(firstDay, -2), to: addDays(firstDay, 33) })
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        let spans: DatedSpan<string>[] = []
        const model = new Map<CalendarDate, string | null>(days.map((date) => [date, null]))
        for (const one of changes) {
          spans = setSpan(spans, one.bounds, one.value)
          for (const date of days) if (isIn(date, one.bounds)) model.set(date, one.value)
          expect(days.map((date) => valueOn(spans, date))).toEqual(days.map((date) => model.get(date) ?? null))
        }
        // In order, without overlap, and no two that touch say the same.
        for (const [index, later] of spans.slice(1).entries()) {
          const earlier = spans[index]
          expect(earlier?.to !== null && later.from !== null && (earlier?.to ?? '') <= later.from).toBe(true)
          expect(earlier?.to === later.from && earlier?.value === later.value).toBe(false)
        }
      }),
    )
  })

  it('twice is once', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 6 }), change, (changes, last) => {
        const before = changes.reduce<DatedSpan<string>[]>((spans, one) => setSpan(spans, one.bounds, one.value), [])
        const once = setSpan(before, last.bounds, last.value)
        expect(areSameSpans(setSpan(once, last.bounds, last.value), once)).toBe(true)
      }),
    )
  })
})

describe('a span', () => {
  test.each([
    [{ from: null, to: null }, true],
    [{ from: '2026-01-01', to: '2026-01-02' }, true],
    [{ from: '2026-01-01', to: '2026-01-01' }, false],
    [{ from: '2026-01-02', to: '2026-01-01' }, false],
    [{ from: null, to: '2026-01-01' }, true],
  ])('%j has days: %s', (bounds, expected) => expect(hasDays(bounds)).toBe(expected))

  test.each([
    [{ from: null, to: null }, '[,)'],
    [{ from: '2026-01-01', to: null }, '[2026-01-01,)'],
    [{ from: null, to: '2026-01-01' }, '[,2026-01-01)'],
  ])('%j is %s to Postgres', (bounds, text) => expect(toRangeText(bounds)).toBe(text))
})

describe('cutting time', () => {
  it('takes days in any order, twice, or none', () => {
    expect(cutTime([null, '2026-03-01', '2026-02-01', '2026-03-01'])).toEqual([
      { from: null, to: '2026-02-01' },
      { from: '2026-02-01', to: '2026-03-01' },
      { from: '2026-03-01', to: null },
    ])
    expect(cutTime([])).toEqual([{ from: null, to: null }])
  })
})
