import { describe, expect, it } from 'vitest'
import { findStaleness } from './find-staleness'

const asOfMs = Date.parse('2026-05-15T12:00:00Z')
const fresh = '2026-05-15T11:59:00Z'

describe('a source', () => {
  it.each([
    ['has sent nothing yet', null, null, true, 'empty'],
    ['sent a moment ago', '2026-05-15T11:00:00Z', fresh, true, null],
    ['sent exactly a day ago', '2026-05-14T11:00:00Z', '2026-05-14T12:00:00Z', true, null],
    ['was silent for more than a day', '2026-05-14T10:00:00Z', '2026-05-14T11:59:59Z', true, 'silent'],
    ['sends calls of long ago', '2026-05-10T10:00:00Z', fresh, true, 'late'],
    ['sends, though not of the calls of one team', '2026-05-10T10:00:00Z', fresh, false, null],
    ['has calls, and its archive is gone', '2026-05-15T09:00:00Z', null, true, null],
    ['had calls long ago, and its archive is gone', '2026-05-10T09:00:00Z', null, false, 'silent'],
    ['sends nothing but what is not booked', null, fresh, true, null],
  ])('that %s', (_, latestHour, latestArrival, isWhole, expected) => {
    expect(findStaleness({ latestHour, latestArrival }, { asOfMs, isWhole })).toBe(expected)
  })
})
