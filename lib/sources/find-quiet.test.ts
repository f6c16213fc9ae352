import { describe, expect, it, test } from 'vitest'
import { findQuiet } from './find-quiet'

const now = new Date('2026-06-15T12:00:00Z')
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000)

describe('a source that is not heard of', () => {
  test.each([
    ['pauses as it does at night', 8, { activeHours: 100, longestPauseHours: 8 }, 'active'],
    ['pauses half as long again', 12, { activeHours: 100, longestPauseHours: 8 }, 'active'],
    ['is quiet beyond that', 12.1, { activeHours: 100, longestPauseHours: 8 }, 'quiet'],
    ['sends every hour and is quiet for two', 2, { activeHours: 300, longestPauseHours: 1 }, 'active'],
    ['sends every hour and is quiet for more', 2.1, { activeHours: 300, longestPauseHours: 1 }, 'quiet'],
    ['sent too little to have a habit', 23, { activeHours: 11, longestPauseHours: 1 }, 'active'],
    ['sent too little, and nothing for over a day', 25, { activeHours: 11, longestPauseHours: 1 }, 'quiet'],
    ['sent once', 25, { activeHours: 1, longestPauseHours: null }, 'quiet'],
  ])('%s: after %d hours', (_what, hours, habit, state) => {
    expect(findQuiet(ago(hours), habit, now).state).toBe(state)
  })

  it('says for how long, and how long it paused before', () => {
    const habit = { activeHours: 100, longestPauseHours: 8 }
    expect(findQuiet(ago(13), habit, now)).toEqual({ state: 'quiet', forMs: 13 * 3_600_000, usualPauseHours: 8 })
    expect(findQuiet(ago(30), { activeHours: 3, longestPauseHours: 1 }, now)).toMatchObject({ usualPauseHours: null })
  })

  it('is not called quiet where nothing ever came', () => {
    expect(findQuiet(null, { activeHours: 0, longestPauseHours: null }, now)).toEqual({ state: 'never' })
  })
})
