const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

const isNumber = (field: string) => /^\d{1,2}$/.test(field)
const two = (field: string) => field.padStart(2, '0')

/**
 * A schedule in words. Knows the shapes that jobs have; any other is shown by its fields alone.
 *
 * @param schedule five cron fields in UTC; null for a job without one.
 * @returns null where there are no words for it.
 */
export function describeSchedule(schedule: string | null): string | null {
  if (schedule === null) return 'When asked for'
  const [minute = '', hour = '', day = '', month = '', weekday = ''] = schedule.trim().split(/\s+/)
  if (month !== '*') return null
  if (day === '*' && weekday === '*') return describeDaily(minute, hour)
  if (!isNumber(minute) || !isNumber(hour)) return null
  const time = `${two(hour)}:${two(minute)} UTC`
  if (day === '*' && isNumber(weekday)) {
    const name = weekdays[Number(weekday)]
    return name ? `${name}s at ${time}` : null
  }
  return isNumber(day) && weekday === '*' ? `On day ${Number(day)} of each month at ${time}` : null
}

function describeDaily(minute: string, hour: string): string | null {
  const minuteStep = /^\*\/(\d{1,2})$/.exec(minute)?.[1]
  if (hour === '*' && minute === '*') return 'Every minute'
  if (hour === '*' && minuteStep) return `Every ${Number(minuteStep)} minutes`
  if (!isNumber(minute)) return null
  if (hour === '*') return Number(minute) === 0 ? 'Every hour' : `Every hour, ${Number(minute)} minutes past`
  const hourStep = /^\*\/(\d{1,2})$/.exec(hour)?.[1]
  if (hourStep) return `Every ${Number(hourStep)} hours, ${Number(minute)} minutes past`
  return isNumber(hour) ? `Every day at ${two(hour)}:${two(minute)} UTC` : null
}
