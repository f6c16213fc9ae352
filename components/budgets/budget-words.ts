import { formatDate } from '@/components/ui/format-date'
import type { StatusTone } from '@/components/ui/status-badge'
import type { BurnStatus, ForecastView } from '@/lib/budgets/burn'
import type { FullAction } from '@/lib/budgets/schema'

/** How a budget stands, in a word or two, with the icon's tone that goes with it. */
export const statusWords: Readonly<Record<BurnStatus, { label: string; tone: StatusTone; meaning: string }>> = {
  over: { label: 'Over budget', tone: 'attention', meaning: 'The amount is used up.' },
  at_risk: { label: 'Forecast over', tone: 'attention', meaning: 'The forecast ends above the amount.' },
  watch: { label: 'Close', tone: 'waiting', meaning: 'The forecast ends below the amount, its range above it.' },
  on_track: { label: 'On track', tone: 'done', meaning: 'The forecast and its range end below the amount.' },
  ended: { label: 'Kept', tone: 'done', meaning: 'The period is over, and less than the amount was spent.' },
  no_amount: { label: 'No amount', tone: 'off', meaning: 'No amount holds in this period.' },
}

/** What happens at 100 %. */
export const actionWords: Readonly<Record<FullAction, { label: string; sentence: string }>> = {
  notify: { label: 'Notify', sentence: 'People are told. Calls go on as before.' },
  throttle: { label: 'Throttle', sentence: 'Calls are slowed down, except critical ones.' },
  require_approval: { label: 'Require approval', sentence: 'Calls wait until somebody approves, except critical ones.' },
  deny: { label: 'Deny', sentence: 'Calls are refused, except critical ones.' },
}

/** What a forecast rests on, in a sentence; what it cannot know is said. */
export function describeForecast({ method, knownDays, launchDay }: ForecastView): string {
  if (method === 'none') return 'Nothing was spent here before, so nothing is forecast.'
  if (method === 'run_rate') {
    const days = knownDays === 1 ? '1 day' : `${knownDays} days`
    return `From the average of ${days}: too few to know weekdays or a trend.`
  }
  const launch = launchDay === null ? '' : ` The level stepped on ${formatDate(launchDay)}, and what is later counts.`
  return `From weekdays, trend and steps; the range is meant to hold the truth four times in five.${launch}`
}

/** What a lower bound means for a budget. */
export const atLeastReason = 'Some requests have no known cost, so that this is a lower bound'
