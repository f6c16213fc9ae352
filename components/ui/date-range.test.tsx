import { screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { renderInTheme } from '@/components/shell/test-render'
import { DateRange } from './date-range'
import { findPreset, fromInclusive, presets, toInclusive } from './date-range-presets'
import { formatOffset, formatPeriod } from './format-date'

describe('presets', () => {
  it.each([
    ['month-to-date', '2026-10-30', '2026-10-01', '2026-10-31'],
    ['month-to-date', '2026-12-31', '2026-12-01', '2027-01-01'],
    ['last-month', '2026-03-31', '2026-02-01', '2026-03-01'],
    ['last-month', '2026-01-01', '2025-12-01', '2026-01-01'],
    ['last-7-days', '2026-03-03', '2026-02-25', '2026-03-04'],
    ['last-30-days', '2024-03-01', '2024-02-01', '2024-03-02'],
    ['last-90-days', '2026-10-30', '2026-08-02', '2026-10-31'],
    ['quarter-to-date', '2026-11-30', '2026-10-01', '2026-12-01'],
    ['quarter-to-date', '2026-05-31', '2026-04-01', '2026-06-01'],
  ])('%s on %s is [%s, %s)', (key, today, from, to) => {
    expect(presets.find((preset) => preset.key === key)?.period(today)).toEqual({ from, to })
  })

  it('recognises a preset and nothing else', () => {
    expect(findPreset({ from: '2026-11-01', to: '2026-11-16' }, '2026-11-15')).toBe('month-to-date')
    expect(findPreset({ from: '2026-11-02', to: '2026-11-16' }, '2026-11-15')).toBeNull()
  })
})

describe('periods', () => {
  it('come back from the calendar as they went in', () => {
    const period = { from: '2026-02-01', to: '2026-03-01' }
    expect(toInclusive(period)).toEqual(['2026-02-01', '2026-02-28'])
    expect(fromInclusive(...toInclusive(period))).toEqual(period)
  })

  it('are shown with both ends included, and a single day alone', () => {
    expect(formatPeriod({ from: '2026-10-01', to: '2026-10-31' })).toBe('Oct 1, 2026 – Oct 30, 2026')
    expect(formatPeriod({ from: '2026-10-01', to: '2026-10-02' })).toBe('Oct 1, 2026')
  })

  it('name their offset, half hours and summer time included', () => {
    expect(formatOffset('2026-10-30T14:05:00Z', 'America/New_York')).toBe('GMT-4')
    expect(formatOffset('2026-12-30T14:05:00Z', 'America/New_York')).toBe('GMT-5')
    expect(formatOffset('2026-10-30T14:05:00Z', 'Asia/Kathmandu')).toBe('GMT+5:45')
    expect(formatOffset('2026-10-30T14:05:00Z', 'UTC')).toBe('UTC')
  })
})

describe('DateRange', () => {
  const value = { from: '2026-10-01', to: '2026-10-31' }

  it('gives two picked days as a half-open period, and nothing before the second', async () => {
    const onChange = vi.fn()
    renderInTheme(<DateRange value={value} onChange={onChange} today="2026-10-30" zone="America/New_York" />)
    await userEvent.click(screen.getByRole('button', { name: 'Period: Oct 1, 2026 – Oct 30, 2026' }))
    await userEvent.click(screen.getByRole('button', { name: '5 October 2026' }))
    expect(onChange).not.toHaveBeenCalled()
    await userEvent.click(screen.getByRole('button', { name: '9 October 2026' }))
    expect(onChange).toHaveBeenCalledExactlyOnceWith({ from: '2026-10-05', to: '2026-10-10' })
  })

  it('marks the preset that is in force and gives the one that is chosen', async () => {
    const onChange = vi.fn()
    renderInTheme(<DateRange value={value} onChange={onChange} today="2026-10-30" zone="America/New_York" />)
    await userEvent.click(screen.getByRole('button', { name: /^Period/ }))
    expect(screen.getByRole('button', { name: 'Month to date' }).getAttribute('aria-pressed')).toBe('true')
    await userEvent.click(screen.getByRole('button', { name: 'Last month' }))
    expect(onChange).toHaveBeenCalledExactlyOnceWith({ from: '2026-09-01', to: '2026-10-01' })
  })
})
