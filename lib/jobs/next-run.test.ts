import { describe, expect, it, test } from 'vitest'
import { findNextRun } from './next-run'

describe('findNextRun', () => {
  test.each([
    ['the next such minute of the hour', '17 * * * *', '2026-11-20T08:00:00Z', '2026-11-20T08:17:00Z'],
    ['the hour after, when it has passed', '17 * * * *', '2026-11-20T08:17:30Z', '2026-11-20T09:17:00Z'],
    ['never the minute that runs', '17 * * * *', '2026-11-20T08:17:00Z', '2026-11-20T09:17:00Z'],
    ['the next minute', '* * * * *', '2026-11-20T08:17:59.999Z', '2026-11-20T08:18:00Z'],
    ['in UTC, wherever the machine is', '0 3 * * *', '2026-11-20T02:59:00Z', '2026-11-20T03:00:00Z'],
    ['the day after, over the end of the year', '0 3 * * *', '2026-12-31T03:00:00Z', '2027-01-01T03:00:00Z'],
    ['the first of a month', '30 0 1 * *', '2026-01-31T12:00:00Z', '2026-02-01T00:30:00Z'],
    ['a day of the week', '0 6 * * 1', '2026-11-20T00:00:00Z', '2026-11-23T06:00:00Z'],
    ['steps', '*/15 * * * *', '2026-11-20T08:46:00Z', '2026-11-20T09:00:00Z'],
    ['a day once a year', '0 0 1 1 *', '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'],
  ])('is %s: %s', (_what, schedule, now, expected) => {
    expect(findNextRun(schedule, new Date(now))?.toISOString()).toBe(new Date(expected).toISOString())
  })

  it('is null for a day that does not come', () => {
    expect(findNextRun('0 0 30 2 *', new Date('2026-11-20T00:00:00Z'))).toBeNull()
  })

  test.each(['', 'hourly', '61 * * * *', '* * * *'])('refuses the schedule "%s"', (schedule) => {
    expect(() => findNextRun(schedule, new Date())).toThrow()
  })
})
