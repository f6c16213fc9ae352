import { csvResponse } from '@/lib/http/csv-response'
import type { Handler } from '@/lib/http/handler'
import { route } from '@/lib/http/route'
import { getFeatures } from './queries'
import { type FeaturesReport, featuresParamsSchema } from './schema'

/** `GET /api/v1/engineering/features?from=…&to=…&by=feature`: what makes the cost, as JSON or as a file of the same rows. */
export const getFeaturesReport: Handler = route(
  { permission: 'spend.read', query: featuresParamsSchema },
  async ({ db, scope, query }) => {
    if (scope === null) throw new Error('a route with a permission has a scope')
    const report = await getFeatures(db, scope, query)
    return query.format === 'json' ? report : toCsv(report)
  },
)

const columns = [
  ...(['rank', 'name', 'kind', 'teams', 'cost_usd', 'is_at_least', 'requests', 'cost_share', 'request_share'] as const),
  ...(['cumulative_usd', 'cost_per_request_usd', 'previous_cost_usd', 'appearance'] as const),
] as const

/** Teams by code, what costs most first; what lies beyond the rows is one row of the kind `rest`. */
function toCsv({ by, from, to, rows, rest }: FeaturesReport): Response {
  const lines = rows.map((row) => ({
    ...row,
    name: row.key,
    teams: `${row.teams.map((team) => team ?? '~none').join(' ')}${row.team_count > row.teams.length ? ' …' : ''}`,
    is_at_least: String(row.is_at_least),
  }))
  const more = rest && {
    ...{ rank: null, name: `${rest.count} more`, kind: 'rest', teams: null, cumulative_usd: null, cost_per_request_usd: null },
    ...{ ...rest, is_at_least: String(rest.is_at_least), previous_cost_usd: null, appearance: null },
  }
  return csvResponse(`${by}s-${from}-${to}`, columns, more ? [...lines, more] : lines)
}
