import { parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import {
  type DimensionName,
  isDimensionName,
  isTimeDimension,
  type LabelDimension,
  listDimensions,
  maxHourlyDays,
  maxPeriodDays,
  type TimeDimension,
  timeDimensions,
} from '@/lib/reports/spend/dimension-names'
import { type Pin, readPins } from '@/lib/reports/spend/pins'
import { readFilters, type SpendParams } from '@/lib/reports/spend/schema'
import { filterSearchParams, makeSpendParams, spendSearchParams } from '@/lib/reports/spend/search-params'
import { addDays, type CalendarDate, countDays, type Period } from '@/lib/time/calendar'

/** What the page compares with: `none` is written out, because a page without the word compares with the period before. */
export const comparisonChoices = ['previous', 'last_month', 'none'] as const

const { basis: _basis, ...ownSearchParams } = spendSearchParams

const ownAddress = {
  ...ownSearchParams,
  compare: parseAsStringLiteral(comparisonChoices).withDefault('previous'),
  /** The steps of the chart; absent: what suits the length of the period. */
  grain: parseAsStringLiteral(timeDimensions),
  /** Rows that stay on top, by the values that they are known by. */
  pin: parseAsArrayOf(parseAsString),
}

/** Everything that the address of `/spend` holds, where these labels are declared. */
export function spendAddress(labels: readonly LabelDimension[]) {
  return { ...filterSearchParams(labels), ...ownAddress }
}

/** The address as it was read, nothing of it checked beyond its form. */
export type SpendAddress = { [Name in keyof typeof ownAddress]: ReturnType<(typeof ownAddress)[Name]['parseServerSide']> } & {
  [Name in DimensionName]?: string[] | null
}

/** A part of an address, to change. */
export type AddressPatch = Partial<{ [Name in keyof SpendAddress]: SpendAddress[Name] | null }>

/** What the screen asks: the rows of the table, and how the chart is cut. */
export interface SpendQuestion {
  readonly table: SpendParams
  readonly grain: TimeDimension
  readonly pins: readonly Pin[]
}

export const rowsPerPage = 50
const maxGroupDimensions = 2

/**
 * The question of an address. What cannot be asked, such as hours of a year, falls back to what can, so that an old or
 * mistyped link shows a report and not an error.
 * @param today in the reporting zone: an address without a period means this month so far.
 */
export function readQuestion(address: SpendAddress, today: CalendarDate): SpendQuestion {
  const period = readPeriod(address, today)
  const hoursFit = countDays(period) <= maxHourlyDays
  const named = [...new Set(address.group_by ?? [])].filter((name) => hoursFit || name !== 'hour')
  const groupBy = named.length > 0 ? named.slice(0, maxGroupDimensions) : (['team'] as const)
  const filters = readAddressFilters(address, hoursFit)
  const compare = address.compare === 'none' ? null : address.compare
  const given = { ...period, groupBy, filters, limit: rowsPerPage, cursor: address.cursor, compare }
  const pins = readPins(address.pin ?? [], groupBy)
  return { table: withOrder(given, address.order), grain: readGrain(address.grain, period), pins }
}

function withOrder(given: Parameters<typeof makeSpendParams>[0], order: string | null): SpendParams {
  if (order === null) return makeSpendParams(given)
  try {
    return makeSpendParams({ ...given, order })
  } catch {
    return makeSpendParams(given)
  }
}

function readPeriod({ from, to }: SpendAddress, today: CalendarDate): Period {
  const isWhole = from !== null && to !== null && from < to && countDays({ from, to }) <= maxPeriodDays
  return isWhole ? { from, to } : { from: `${today.slice(0, 7)}-01`, to: addDays(today, 1) }
}

function readAddressFilters(address: SpendAddress, hoursFit: boolean): SpendParams['filters'] {
  const given = Object.keys(address)
    .filter(isDimensionName)
    .flatMap((name) => {
      const values = (address[name] ?? []).filter((value) => value !== '')
      return values.length > 0 && (hoursFit || name !== 'hour') ? [[name, values] as const] : []
    })
  return readFilters(Object.fromEntries(given), () => undefined)
}

/** The steps that can be chosen for a period, and the ones that suit it. */
function readGrain(wanted: TimeDimension | null, period: Period): TimeDimension {
  const days = countDays(period)
  if (wanted !== null && (wanted !== 'hour' || days <= maxHourlyDays)) return wanted
  if (days <= 2) return 'hour'
  return days > 120 ? 'month' : 'day'
}

/** Filters as the address holds them: a dimension that is absent is taken out of it. */
export function copyFilters(
  filters: SpendParams['filters'],
  labels: readonly LabelDimension[],
): Record<DimensionName, string[] | null> {
  const entries = listDimensions(labels).map((name) => [name, filters[name] ? [...filters[name]] : null])
  return Object.fromEntries(entries) as Record<DimensionName, string[] | null>
}

/** The dimension whose values the chart stacks: the first that is no span of time. */
export function chartDimension({ groupBy }: Pick<SpendParams, 'groupBy'>): DimensionName | null {
  return groupBy.find((name) => !isTimeDimension(name)) ?? null
}
