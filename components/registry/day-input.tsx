'use client'

import { DateInput, type DateInputProps } from '@mantine/dates'
import type { CalendarDate } from '@/lib/time/calendar'

interface DayInputProps extends Pick<DateInputProps, 'id' | 'label' | 'description' | 'required' | 'clearable' | 'error'> {
  value?: CalendarDate | null
  onChange?: (day: CalendarDate | null) => void
}

/** A calendar day, typed or picked. */
export function DayInput(props: DayInputProps) {
  return (
    <DateInput
      {...props}
      valueFormat="MMM D, YYYY"
      placeholder="Pick a day"
      // Mantine writes weekends in red, which here means a cost that rose.
      weekendDays={[]}
      clearButtonProps={{ 'aria-label': 'Clear the day' }}
      ariaLabels={{ previousMonth: 'Previous month', nextMonth: 'Next month', monthLevelControl: 'Choose month' }}
      popoverProps={{ position: 'bottom-start' }}
    />
  )
}
