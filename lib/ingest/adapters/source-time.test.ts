import { describe, expect, it } from 'vitest'
import { firstTime, readSourceTime, spanMs } from './source-time'

describe('readSourceTime', () => {
  it.each([
    [1_781_515_800, '2026-06-15T09:30:00.000Z'],
    [1_781_515_800.25, '2026-06-15T09:30:00.250Z'],
    [1_781_515_800_250, '2026-06-15T09:30:00.250Z'],
    [1_781_515_800_250_000, '2026-06-15T09:30:00.250Z'],
    ['1781515800250000000', '2026-06-15T09:30:00.250Z'],
    ['2026-06-15 09:30:00.250000', '2026-06-15T09:30:00.250000Z'],
    ['2026-06-15T09:30:00', '2026-06-15T09:30:00Z'],
    ['2026-06-15 09:30:00+00:00', '2026-06-15T09:30:00+00:00'],
    ['2026-06-15T11:30:00.123456+0200', '2026-06-15T11:30:00.123456+02:00'],
    ['2026-06-15T09:30:00Z', '2026-06-15T09:30:00Z'],
  ])('reads %j', (value, expected) => {
    expect(readSourceTime(value)).toBe(expected)
  })

  it.each([0, '0', '', null, undefined])('takes %j for a time that was never set', (value) => {
    expect(readSourceTime(value)).toBeUndefined()
  })

  it.each([-5, true, 'yesterday', '2025-04-99T23:00:17Z', {}])('hands %j on, to be refused with a reason', (value) => {
    expect(readSourceTime(value)).toEqual(value)
  })

  it('takes the first that is set, and spans that go forwards', () => {
    expect(firstTime(0, '', '2026-06-15T09:30:00Z')).toBe('2026-06-15T09:30:00Z')
    expect(spanMs(1_781_515_800, 1_781_515_801.25)).toBe(1_250)
    expect(spanMs(1_781_515_801, 1_781_515_800)).toBeUndefined()
    expect(spanMs(null, 1)).toBeUndefined()
  })
})
