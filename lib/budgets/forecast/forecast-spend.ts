import type { Usd } from '@/lib/money/usd'
import { addDays, type CalendarDate, listDays, type Period } from '@/lib/time/calendar'
import type { SpendByDay } from '../daily-spend'
import { toEstimate } from './estimate'
import { type Forecast, forecastPeriod, memoryDays } from './forecast-period'

/** The days whose spend a forecast of a period looks at. */
export function forecastHistory(period: Period, today: CalendarDate): Period {
  const memory = addDays(today < period.to ? today : period.to, -memoryDays)
  return { from: memory < period.from ? memory : period.from, to: period.to }
}

/** Forecasts where a period ends from the exact spend of its days and of those before it. */
export function forecastSpend(days: SpendByDay, period: Period, today: CalendarDate): Forecast {
  const until = today < period.to ? today : period.to
  const costOf = (day: CalendarDate): Usd => days.get(day)?.cost ?? 0n
  return forecastPeriod({
    period,
    today: until,
    history: listDays({ from: forecastHistory(period, today).from, to: until }).map((day) => toEstimate(costOf(day))),
    todaySoFar: today < period.to ? toEstimate(costOf(today)) : 0,
  })
}
