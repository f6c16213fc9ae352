import { createParser, parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server'
import { isSeriesDimension, timeDimensions } from '@/lib/reports/spend/dimension-names'
import { countDays, isCalendarDate, type Period } from '@/lib/time/calendar'
import type { PeriodParams } from '../period-params'
import { type ExploreMeasure, exploreMeasures, isExploreMeasure, isLatencyMeasure } from './measures'
import { type ExploreParams, findGrainFault, maxDimensions, suitGrain } from './schema'

/** A period in one text: what was shown before zooming in. */
const parseAsPeriod = createParser({
  parse: (text): Period | null => {
    const [from = '', to = ''] = text.split('..')
    return isCalendarDate(from) && isCalendarDate(to) && from < to ? { from, to } : null
  },
  serialize: ({ from, to }) => `${from}..${to}`,
  eq: (one, other) => one.from === other.from && one.to === other.to,
})

/** What Explore reads from its address beside period and filters. */
export const exploreSearchParams = {
  /** `none`: no dimension at all. */
  group_by: parseAsArrayOf(parseAsString),
  measure: parseAsStringLiteral(exploreMeasures).withDefault('cost'),
  /** Absent: what suits the length of the period. */
  grain: parseAsStringLiteral(timeDimensions),
  columns: parseAsArrayOf(parseAsString),
  whole: parseAsPeriod,
}

type ExploreAddress = {
  [Name in keyof typeof exploreSearchParams]: ReturnType<(typeof exploreSearchParams)[Name]['parseServerSide']>
}

/** What the screen shows, of which `params` is what it asks. */
interface ExploreQuestion {
  readonly params: ExploreParams
  readonly columns: readonly ExploreMeasure[]
  /** The period to go back to; null where nothing was zoomed into. */
  readonly whole: Period | null
}

export const noDimensions = 'none'

const defaultColumns: readonly ExploreMeasure[] = [
  ...(['cost', 'requests', 'tokens', 'cost_per_1000_requests', 'cache_hit_rate', 'error_rate'] as const),
]

/** The question of an address. What cannot be asked, such as latencies by the hour, falls back to what can. */
export function readExplore(address: ExploreAddress, period: PeriodParams): ExploreQuestion {
  const { measure, whole } = address
  const given = address.group_by ?? ['model']
  const groupBy = [...new Set(given)].filter(isSeriesDimension).slice(0, maxDimensions)
  const isNone = given.length === 1 && given[0] === noDimensions
  const wanted = address.grain
  const grain = wanted !== null && findGrainFault(wanted, period, measure) === null ? wanted : suitGrain(period, measure)
  const columns = readColumns(address.columns, measure)
  return {
    params: {
      ...period,
      groupBy: groupBy.length > 0 || isNone ? groupBy : ['model'],
      grain,
      measure,
      latency: columns.some(isLatencyMeasure),
      format: 'json',
      rows: 'groups',
    },
    columns,
    whole: whole !== null && countDays(whole) > countDays(period) ? whole : null,
  }
}

/** The columns chosen, in the order of the measures; what is drawn is always among them. */
function readColumns(chosen: readonly string[] | null, measure: ExploreMeasure): ExploreMeasure[] {
  const known = (chosen ?? []).filter(isExploreMeasure)
  const shown = new Set<ExploreMeasure>([...(known.length > 0 ? known : defaultColumns), measure])
  return exploreMeasures.filter((name) => shown.has(name))
}
