import {
  type DimensionName,
  isDimensionName,
  isSeriesDimension,
  isTimeDimension,
  type LabelDimension,
  listDimensions,
  maxPeriodDays,
} from '@/lib/reports/spend/dimension-names'
import { type Refuse, readFilters, type SpendParams } from '@/lib/reports/spend/schema'
import { filterSearchParams, spendSearchParams } from '@/lib/reports/spend/search-params'
import { addDays, type CalendarDate, countDays, isCalendarDate, type Period } from '@/lib/time/calendar'

/**
 * The period and the filters that all engineering screens share, and the one way in which they are read and written:
 *
 * - **page (server)**: `const shared = await loadPeriod(searchParams)` of `./load-period` gives `{ period, labels, zone, today }`,
 *   to prefetch by and to hand to the screen;
 * - **screen (browser)**: `const [period, changePeriod] = useEngineeringPeriod(labels, today)` of `components/engineering`, and
 *   `<EngineeringHead … />`, which draws title, navigation, period and filters. A screen's own parameters are its own
 *   `useQueryStates` beside it; nuqs keeps the rest of the address as it is;
 * - **query key and request**: `toPeriodQuery(period)` is the API's query, the same text for the same question;
 * - **API**: `readPeriodQuery(given, ownNames, refuse)` within a transform.
 *
 * `from` and `to` are half-open days of the reporting zone; values of one dimension are alternatives, `~none` stands for rows
 * without a value, dimensions must all hold. Spans of time are no filters here: the period says them.
 */
export interface PeriodParams extends Period {
  readonly filters: SpendParams['filters']
}

const defaultDays = 30

/** The nuqs parsers of the address, where these labels are declared. */
export function periodSearchParams(labels: readonly LabelDimension[]) {
  const { from, to } = spendSearchParams
  return { ...filterSearchParams(labels), from, to }
}

/** The address as it was read, nothing of it checked beyond its form. */
type PeriodAddress = { readonly from: string | null; readonly to: string | null } & {
  readonly [Name in DimensionName]?: string[] | null
}

/** The days that a screen shows without being told: 30, of which today is the last. */
export function defaultPeriod(today: CalendarDate): Period {
  return { from: addDays(today, 1 - defaultDays), to: addDays(today, 1) }
}

/** What an address asks for. What cannot be asked falls back to what can, so that an old or mistyped link shows a report. */
export function readPeriod(address: PeriodAddress, today: CalendarDate): PeriodParams {
  const { from, to } = address
  const isWhole = from !== null && to !== null && from < to && countDays({ from, to }) <= maxPeriodDays
  const given = Object.keys(address)
    .filter(isDimensionName)
    .filter(isSeriesDimension)
    .flatMap((name) => {
      const values = (address[name] ?? []).filter((value) => value !== '')
      return values.length > 0 ? [[name, values] as const] : []
    })
  return { ...(isWhole ? { from, to } : defaultPeriod(today)), filters: readFilters(Object.fromEntries(given), () => undefined) }
}

/** Filters as the address holds them: a dimension without one is taken out of it. */
export function writeFilters(
  filters: PeriodParams['filters'],
  labels: readonly LabelDimension[],
): Record<DimensionName, string[] | null> {
  const entries = listDimensions(labels).map((name) => [name, filters[name] ? [...filters[name]] : null])
  return Object.fromEntries(entries) as Record<DimensionName, string[] | null>
}

/** The API's query, in one order, so that one question has one text. */
export function toPeriodQuery({ from, to, filters }: PeriodParams): URLSearchParams {
  const query = new URLSearchParams({ from, to })
  const filtered = Object.keys(filters).filter(isDimensionName).sort()
  for (const name of filtered) for (const value of filters[name] ?? []) query.append(name, value)
  return query
}

/**
 * Reads period and filters of an API's query; every name that is neither `ownNames` nor a dimension is refused by name.
 *
 * @param given one text or several for each name, as `route` hands them over.
 * @returns null where the period cannot be read: `refuse` was told why.
 */
export function readPeriodQuery(
  given: Readonly<Record<string, string | readonly string[]>>,
  ownNames: readonly string[],
  refuse: Refuse,
): PeriodParams | null {
  const others = Object.keys(given).filter(isTimeDimension)
  for (const name of others) refuse(name, 'is a span of time: say it by from and to')
  const filters = readFilters(given, refuse, ['from', 'to', ...ownNames, ...others])
  const { from, to } = given
  const isDay = (value: typeof from): value is CalendarDate => typeof value === 'string' && isCalendarDate(value)
  if (!isDay(from)) refuse('from', 'is a day such as 2026-05-01')
  if (!isDay(to)) refuse('to', 'is a day such as 2026-05-01')
  if (!isDay(from) || !isDay(to)) return null
  if (to <= from) refuse('to', `lies after from: it is the first day that does not count, ${addDays(from, 1)} or later`)
  else if (countDays({ from, to }) > maxPeriodDays) refuse('to', `is at most ${maxPeriodDays} days after from`)
  return { from, to, filters }
}
