import { addDays, addMonths, type CalendarDate, countDays, listDays, monthOf, monthPeriod } from '@/lib/time/calendar'

/*
 * Organisations whose daily spend has the shapes that occur, made without regard to how a forecaster works: levels, steps, noise
 * and incidents fall where the dice say. Fifteen months each; the last twelve are there to be forecast.
 */

export interface GeneratedOrganisation {
  readonly shape: string
  readonly from: CalendarDate
  /** Dollars a day from `from` on. */
  readonly days: readonly number[]
}

const from = '2025-01-01'
const months = 15
export const historyMonths = 3

/** Mulberry32: small, good enough for dice, the same everywhere. */
export function createDice(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** What a shape may look at. */
interface Day {
  readonly index: number
  readonly day: CalendarDate
  readonly weekday: number
  readonly dayOfMonth: number
  readonly daysInMonth: number
}

interface Shape {
  readonly name: string
  /** From Sunday on. */
  readonly week: readonly number[]
  /** Spread of the logarithm of a day, and how much of it carries over to the next. */
  readonly noise: number
  readonly memory: number
  /** Made once for an organisation; answers how much busier than usual a day is. */
  readonly make: (dice: () => number) => (day: Day) => number
}

const consumer = [0.9, 0.98, 1, 1, 1.02, 1.06, 1.04]
const office = [0.12, 1.2, 1.26, 1.26, 1.24, 1.1, 0.15]
const mostly = [0.6, 1.1, 1.15, 1.15, 1.1, 1.05, 0.7]
const steady = () => () => 1
const growing = (monthly: number) => () => (day: Day) => (1 + monthly) ** (day.index / 30.4)

function makeLaunches(dice: () => number, count: number): (day: Day) => number {
  const launches = Array.from({ length: count }, () => ({
    at: Math.floor(90 + dice() * 340),
    factor: dice() < 0.75 ? 1.3 + dice() * 0.9 : 0.5 + dice() * 0.25,
    rampDays: 1 + Math.floor(dice() * 5),
  }))
  return ({ index }) =>
    launches.reduce((level, { at, factor, rampDays }) => {
      const share = Math.min(1, Math.max(0, (index - at + 1) / rampDays))
      return level * (1 + (factor - 1) * share)
    }, 1)
}

function makeSpikes(dice: () => number, count: number): (day: Day) => number {
  const spikes = new Map<number, number>()
  for (let made = 0; made < count; made += 1) {
    const at = Math.floor(dice() * 455)
    const size = 4 + dice() * 6
    for (let length = 1 + Math.floor(dice() * 2); length > 0; length -= 1) spikes.set(at + length, size)
  }
  return ({ index }) => spikes.get(index) ?? 1
}

const holidays = [
  '01-01',
  '01-06',
  '04-18',
  '04-21',
  '05-01',
  '05-29',
  '07-04',
  '09-01',
  '10-03',
  '11-27',
  '11-28',
  '12-24',
  '12-25',
  '12-26',
  '12-31',
]

const shapes: readonly Shape[] = [
  { name: 'flat', week: consumer, noise: 0.08, memory: 0.3, make: steady },
  { name: 'growth', week: mostly, noise: 0.1, memory: 0.4, make: growing(0.09) },
  { name: 'weekday-heavy', week: office, noise: 0.12, memory: 0.2, make: steady },
  { name: 'launch step', week: consumer, noise: 0.1, memory: 0.3, make: (dice) => makeLaunches(dice, 3) },
  {
    name: 'month-end batch',
    week: mostly,
    noise: 0.1,
    memory: 0.2,
    make: (dice) => {
      const [start, end] = [4 + dice() * 4, 3 + dice() * 4]
      return ({ dayOfMonth, daysInMonth }) => (dayOfMonth <= 2 ? start : dayOfMonth === daysInMonth ? end : 1)
    },
  },
  {
    name: 'holidays',
    week: office,
    noise: 0.1,
    memory: 0.3,
    make: () => (day) => {
      const date = day.day.slice(5)
      if (holidays.includes(date)) return 0.15
      return date >= '08-04' && date < '08-18' ? 0.65 : date >= '12-20' ? 0.4 : 1
    },
  },
  { name: 'noisy', week: consumer, noise: 0.5, memory: 0.1, make: steady },
  { name: 'decline', week: mostly, noise: 0.1, memory: 0.4, make: growing(-0.06) },
  { name: 'spike', week: consumer, noise: 0.1, memory: 0.3, make: (dice) => makeSpikes(dice, 7) },
  {
    name: 'new organisation',
    week: mostly,
    noise: 0.15,
    memory: 0.4,
    make: (dice) => {
      const middle = 170 + dice() * 40
      return ({ index }) => (index < 100 ? 0 : 1 / (1 + Math.exp(-(index - middle) / 28)))
    },
  },
  {
    name: 'seasonal',
    week: consumer,
    noise: 0.09,
    memory: 0.4,
    make: (dice) => {
      const phase = dice() * 365
      return ({ index }) => 1 + 0.4 * Math.sin((2 * Math.PI * (index + phase)) / 365)
    },
  },
  {
    name: 'mixed',
    week: mostly,
    noise: 0.18,
    memory: 0.4,
    make: (dice) => {
      const parts = [growing(0.04)(), makeLaunches(dice, 2), makeSpikes(dice, 3)]
      return (day) => parts.reduce((level, part) => level * part(day), 1)
    },
  },
]

/** Twelve organisations, a shape each. */
export function generateOrganisations(seed: number): GeneratedOrganisation[] {
  return shapes.map((shape, index) => ({ shape: shape.name, from, days: generateDays(shape, createDice(seed * 1009 + index)) }))
}

function generateDays(shape: Shape, dice: () => number): number[] {
  const base = 40 * 10 ** (dice() * 2)
  const busyness = shape.make(dice)
  let drift = 0
  return listDays({ from, to: addMonths(from, months) }).map((day, index) => {
    const whole = monthPeriod(monthOf(day))
    drift = shape.memory * drift + Math.sqrt(1 - shape.memory ** 2) * normal(dice)
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
    const facts = { index, day, weekday, dayOfMonth: Number(day.slice(8)), daysInMonth: countDays(whole) }
    return base * (shape.week[weekday] ?? 1) * busyness(facts) * Math.exp(shape.noise * drift - shape.noise ** 2 / 2)
  })
}

/** Box and Muller's way from two even dice to a normal one. */
function normal(dice: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - dice())) * Math.cos(2 * Math.PI * dice())
}

/** The months to be forecast, with what is known on a day of each. */
export function listTrials(organisation: GeneratedOrganisation, knownDays: number) {
  return Array.from({ length: months - historyMonths }, (_, month) => {
    const period = monthPeriod(monthOf(addMonths(organisation.from, historyMonths + month)))
    const start = countDays({ from: organisation.from, to: period.from })
    const actual = organisation.days.slice(start, start + countDays(period)).reduce((total, value) => total + value, 0)
    const spent = organisation.days.slice(start, start + knownDays).reduce((total, value) => total + value, 0)
    return {
      period,
      today: addDays(period.from, knownDays),
      history: organisation.days.slice(0, start + knownDays),
      actual,
      /** Spend so far, by the day, times the days of the month. */
      runRate: (spent / knownDays) * countDays(period),
    }
  }).filter(({ actual, runRate }) => actual > 0 && runRate > 0)
}
