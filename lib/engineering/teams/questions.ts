import { type ExploreParams, suitGrain } from '../explore/schema'
import type { FeaturesQuestion } from '../features/schema'
import type { PeriodParams } from '../period-params'

/** The questions of a team's page, the same on the server and in the browser: the period and filters of the address, of that team. */
export function teamQuestions(
  slug: string,
  period: PeriodParams,
): { own: PeriodParams; explore: ExploreParams; features: FeaturesQuestion } {
  const own = { ...period, filters: { ...period.filters, team: [slug] } }
  return {
    own,
    explore: {
      ...own,
      ...{ groupBy: ['service'], grain: suitGrain(period, 'latency_p95'), measure: 'cost', latency: true },
      ...{ format: 'json', rows: 'groups' },
    },
    features: { ...own, by: 'feature' },
  }
}
