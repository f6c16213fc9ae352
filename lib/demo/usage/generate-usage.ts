import type { PriceBook } from '@/lib/pricing/price-book'
import { addDays, type CalendarDate, listDays } from '@/lib/time/calendar'
import { startOfDate } from '@/lib/time/instant'
import type { DemoEvent } from './demo-event'
import { makeCall } from './make-calls'
import { createRandom } from './random'
import { reportCost } from './report-cost'
import { createLocalHours, type LocalHours, shareOfHour } from './shape-of-a-day'
import { busynessOn, isInStorm, modelsOn, type Stories, tellStories } from './stories'
import type { Workload } from './workload'
import { commerceWorkloads } from './workloads-commerce'
import { corporateWorkloads } from './workloads-corporate'
import { platformWorkloads } from './workloads-platform'

/** Raised when the same seed and day give other events than before, so that what is loaded is not mixed with what is not. */
export const generatorVersion = 1

/** `full` has some 1,700 events a day, `small`, for browser tests, a twelfth of them. Stories are the same. */
export type DemoSize = 'full' | 'small'

export interface GenerateOptions {
  readonly seed: string
  /** The first day that is not generated any more: today, of which only the past could be known. */
  readonly today: CalendarDate
  /** The reporting zone, whose days these are. */
  readonly zone: string
  /** When this demo was first loaded; decides where it begins and when its stories happen. Today where absent. */
  readonly firstLoadedOn?: CalendarDate
  /** The first day to generate; the first of the demo where absent. */
  readonly from?: CalendarDate
  readonly size?: DemoSize
  /** What gateways look up the costs in that they report; without it nobody reports any. */
  readonly book?: PriceBook
}

export const demoWorkloads: readonly Workload[] = [...commerceWorkloads, ...platformWorkloads, ...corporateWorkloads]

const rowShare: Readonly<Record<DemoSize, number>> = { full: 1, small: 1 / 12 }
const stormBusyness = 5
const hourMs = 3_600_000

/**
 * The usage of the demo organisation in order of time: the days from the first of the month three months before it was first
 * loaded up to yesterday. The same options give the same events, and each day is the same whichever days are asked for.
 */
export function* generateUsage(options: GenerateOptions): Generator<DemoEvent> {
  const { today, zone, firstLoadedOn = today } = options
  const stories = tellStories(firstLoadedOn)
  const from = options.from ?? stories.from
  const localHours = new Map(demoWorkloads.map((workload) => [workload.zone, createLocalHours(workload.zone)]))
  for (const day of listDays({ from, to: today })) {
    const startMs = startOfDate(day, zone).getTime()
    const endMs = startOfDate(addDays(day, 1), zone).getTime()
    const events = demoWorkloads.flatMap((workload) => {
      const localHour = localHours.get(workload.zone) ?? createLocalHours(workload.zone)
      return generateDay({ ...options, workload, day, startMs, endMs, stories, localHour })
    })
    yield* events.sort((left, right) => left.atMs - right.atMs)
  }
}

interface DayPlan extends GenerateOptions {
  readonly workload: Workload
  readonly day: CalendarDate
  readonly startMs: number
  readonly endMs: number
  readonly stories: Stories
  readonly localHour: LocalHours
}

/** The events of a workload on a day, hour by hour. Retries of the last minutes are held within the day. */
function generateDay({ workload, day, startMs, endMs, stories, localHour, seed, size = 'full', book }: DayPlan): DemoEvent[] {
  const random = createRandom(`${seed}/${workload.id}/${day}`)
  const models = modelsOn(workload, day, stories)
  const rowsPerDay = workload.rowsPerDay * rowShare[size] * busynessOn(workload, day, stories) * (0.93 + 0.14 * random.next())
  const events: DemoEvent[] = []
  let number = 0
  for (let hourStartMs = startMs; hourStartMs < endMs; hourStartMs += hourMs) {
    const lengthMs = Math.min(hourMs, endMs - hourStartMs)
    const expected = rowsPerDay * shareOfHour(workload.rhythm, localHour(hourStartMs)) * (lengthMs / hourMs)
    const isStormy = isInStorm(workload, hourStartMs, stories)
    const rows = random.round(expected * (isStormy ? stormBusyness : 1))
    for (let row = 0; row < rows; row++) {
      const atMs = hourStartMs + random.between(0, lengthMs)
      number += 1
      events.push(...makeCall(random, { workload, day, models, atMs, number, isInStorm: isInStorm(workload, atMs, stories) }))
    }
  }
  for (const { record } of events) {
    const cost = book === undefined ? null : reportCost(book, workload, record)
    if (cost !== null) record.reported_cost_usd = cost
  }
  return events.map((event) => (event.atMs < endMs ? event : holdWithin(event, endMs)))
}

function holdWithin({ source, record }: DemoEvent, endMs: number): DemoEvent {
  const atMs = endMs - 1
  return { source, atMs, record: { ...record, timestamp: new Date(atMs).toISOString() } }
}
