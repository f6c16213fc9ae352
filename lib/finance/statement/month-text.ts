import { AppError } from '@/lib/errors'
import { addMonths, monthOf, monthPeriod } from '@/lib/time/calendar'

/** Whether a text is a month of this century, `2026-05`. */
export function isMonth(text: string): boolean {
  return /^20\d\d-(0[1-9]|1[0-2])$/.test(text)
}

/** @throws AppError `invalid` for anything but a month, telling how one is written. */
export function requireMonth(text: string): string {
  if (isMonth(text)) return text
  const errors = [{ path: 'month', message: 'is a month such as 2026-05' }]
  throw new AppError('invalid', 'month: is a month such as 2026-05.', { errors })
}

/** The month before a month. */
export const monthBefore = (month: string): string => monthOf(addMonths(monthPeriod(month).from, -1))
