import { addDays, addMonths, type CalendarDate } from '@/lib/time/calendar'
import { startOfDate } from '@/lib/time/instant'
import type { DemoModelKey } from './models'
import type { Weighted } from './random'
import type { Workload } from './workload'

/**
 * What happened in the demo's months, so that every screen has something to tell. Dates hang on the first of its months, not on
 * today, so that days that were loaded once stay what they are.
 */
export interface Stories {
  /** The first day of the demo. */
  readonly from: CalendarDate
  /** On which `checkout` lets customers talk to their cart: in the middle of the second month. */
  readonly launchDay: CalendarDate
  /** On which `search` begins to move from a dear model to a cheap one: in the second half of the second month. */
  readonly switchDay: CalendarDate
  /** Two hours of the third month in which a route of `support-ops` fails and is tried again and again. */
  readonly storm: { readonly startMs: number; readonly endMs: number }
}

/** The workload whose route has the retry storm. */
export const stormWorkload = 'support-triage'
/** The workloads of the feature that is launched. */
export const launchWorkloads: readonly string[] = ['checkout-smart-cart', 'checkout-smart-cart-sums']
/** The workload that changes its model, and what to. */
export const switchWorkload = 'search-rewrite'
export const switchedTo: DemoModelKey = 'gpt-5.4-mini'

const stormHours = 2
const hourMs = 3_600_000

/** The stories of a demo that was first loaded on a day: three whole months before the running one, and that up to the day. */
export function tellStories(firstLoadedOn: CalendarDate): Stories {
  const from = addMonths(`${firstLoadedOn.slice(0, 7)}-01`, -3)
  const stormDay = addDays(addMonths(from, 2), 18)
  const startMs = startOfDate(stormDay, 'Europe/Berlin').getTime() + 13 * hourMs
  return {
    from,
    launchDay: addDays(addMonths(from, 1), 13),
    switchDay: addDays(addMonths(from, 1), 20),
    storm: { startMs, endMs: startMs + stormHours * hourMs },
  }
}

const rampDays = 9

/** How much busier than usual a workload is on a day: 0 before its launch, growing after it. */
export function busynessOn(workload: Workload, day: CalendarDate, { from, launchDay }: Stories): number {
  if (launchWorkloads.includes(workload.id)) {
    const age = daysBetween(launchDay, day)
    if (age < 0) return 0
    // A rush on the first days of novelty, then a steady level that goes on to grow a little.
    return Math.min(1, (age + 1) / rampDays) * (1 + 0.9 * Math.exp(-Math.max(0, age - rampDays) / 12))
  }
  // Everybody uses a little more each month.
  return 1 + 0.035 * (daysBetween(from, day) / 30)
}

/** The models of a workload on a day. The switch takes three days, a third of the traffic each. */
export function modelsOn(workload: Workload, day: CalendarDate, { switchDay }: Stories): Weighted<DemoModelKey> {
  if (workload.id !== switchWorkload) return workload.models
  const moved = Math.min(3, Math.max(0, daysBetween(switchDay, day) + 1))
  return [...workload.models.map(([model, weight]) => [model, weight * (3 - moved)] as const), [switchedTo, moved] as const]
}

/** Whether a call of a workload falls into the retry storm. */
export function isInStorm(workload: Workload, atMs: number, { storm }: Stories): boolean {
  return workload.id === stormWorkload && atMs >= storm.startMs && atMs < storm.endMs
}

function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000)
}
