'use client'

import { Button, Popover, UnstyledButton } from '@mantine/core'
import { DatePicker } from '@mantine/dates'
import { useDisclosure } from '@mantine/hooks'
import { IconCalendar } from '@tabler/icons-react'
import { useState } from 'react'
import type { CalendarDate, Period } from '@/lib/time/calendar'
import classes from './date-range.module.css'
import { findPreset, fromInclusive, presets, toInclusive } from './date-range-presets'
import { formatPeriod } from './format-date'

export interface DateRangeProps {
  /** Half-open; shown with both ends included. */
  value: Period
  onChange: (period: Period) => void
  /** Today in the reporting zone, from the server, so that both renderings agree. */
  today: CalendarDate
  /** Reporting zone, said under the calendar: its midnights bound the days. */
  zone: string
  /** First day that has data. */
  earliest?: CalendarDate
  label?: string
}

/** A span of calendar days: a preset or two picks on a calendar. Nothing changes until a span is complete. */
export function DateRange({ value, onChange, today, zone, earliest, label = 'Period' }: DateRangeProps) {
  const [opened, popover] = useDisclosure(false)
  const [picked, setPicked] = useState<[CalendarDate | null, CalendarDate | null]>(toInclusive(value))
  const current = findPreset(value, today)

  const choose = (period: Period) => {
    popover.close()
    onChange(period)
  }
  const pick = ([first, last]: [CalendarDate | null, CalendarDate | null]) => {
    setPicked([first, last])
    if (first && last) choose(fromInclusive(first, last))
  }
  const toggle = () => {
    setPicked(toInclusive(value))
    popover.toggle()
  }

  return (
    <Popover opened={opened} onChange={(next) => !next && popover.close()} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button
          variant="default"
          className={classes.target}
          leftSection={<IconCalendar size={15} stroke={1.5} aria-hidden />}
          aria-label={`${label}: ${formatPeriod(value)}`}
          onClick={toggle}
        >
          {formatPeriod(value)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label={label}>
        <div className={classes.presets}>
          {presets.map((preset) => (
            <UnstyledButton
              key={preset.key}
              className={classes.preset}
              aria-pressed={preset.key === current}
              onClick={() => choose(preset.period(today))}
            >
              {preset.label}
            </UnstyledButton>
          ))}
        </div>
        <div className={classes.calendar}>
          <DatePicker
            type="range"
            allowSingleDateInRange
            size="sm"
            hideOutsideDates
            // Mantine writes weekends in red, which here means a cost that rose.
            weekendDays={[]}
            value={picked}
            onChange={pick}
            getDayProps={(date) => (date === today ? { 'aria-current': 'date' as const } : {})}
            defaultDate={picked[1] ?? today}
            minDate={earliest}
            maxDate={today}
            ariaLabels={{ previousMonth: 'Previous month', nextMonth: 'Next month', monthLevelControl: 'Choose month' }}
          />
          <p className={classes.zone}>Days of {zone}</p>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
