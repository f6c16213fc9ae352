/**
 * When a kind of work happens: people at their desks, customers from morning to night, jobs at night, machines all day long.
 */
export type Rhythm = 'office' | 'consumer' | 'night' | 'steady'

/** Relative traffic of the hours of a local day, from midnight on. */
const hours: Readonly<Record<Rhythm, readonly number[]>> = {
  office: [1, 1, 1, 1, 1, 1, 3, 12, 45, 85, 100, 96, 62, 78, 98, 95, 84, 60, 26, 10, 6, 4, 3, 2],
  consumer: [14, 8, 5, 4, 4, 6, 16, 34, 52, 64, 72, 80, 84, 78, 74, 76, 82, 92, 100, 98, 88, 68, 44, 26],
  night: [60, 100, 96, 88, 70, 30, 4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 4, 10, 30],
  steady: [88, 86, 85, 84, 84, 86, 90, 94, 98, 100, 100, 100, 98, 99, 100, 100, 98, 97, 96, 95, 94, 92, 91, 90],
}

/** Relative traffic of the days of a week, from Sunday on. */
const weekdays: Readonly<Record<Rhythm, readonly number[]>> = {
  office: [0.05, 1, 1.06, 1.08, 1.04, 0.86, 0.07],
  consumer: [0.82, 0.96, 0.98, 1, 1.04, 1.12, 1.08],
  night: [0.6, 1, 1, 1, 1, 1, 0.6],
  steady: [0.92, 1, 1, 1, 1, 1, 0.94],
}

const hourSums: Readonly<Record<Rhythm, number>> = {
  office: sum(hours.office),
  consumer: sum(hours.consumer),
  night: sum(hours.night),
  steady: sum(hours.steady),
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** The share of an ordinary weekday's traffic that falls into one local hour of one weekday (0: Sunday). */
export function shareOfHour(rhythm: Rhythm, { weekday, hour }: { weekday: number; hour: number }): number {
  return ((weekdays[rhythm][weekday] ?? 0) * (hours[rhythm][hour] ?? 0)) / hourSums[rhythm]
}

/** Weekday (0: Sunday) and hour of an instant in a zone. */
export type LocalHours = (atMs: number) => { weekday: number; hour: number }

const names = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** Tells local hours of a zone; what it has told it remembers, since a run asks for the same hours many times. */
export function createLocalHours(zone: string): LocalHours {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' })
  const known = new Map<number, { weekday: number; hour: number }>()
  return (atMs) => {
    const found = known.get(atMs)
    if (found) return found
    const parts = format.formatToParts(atMs)
    const read = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
    const local = { weekday: names.indexOf(read('weekday')), hour: Number(read('hour')) }
    known.set(atMs, local)
    return local
  }
}
