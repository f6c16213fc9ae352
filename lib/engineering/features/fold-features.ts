import { divideHalfEven, formatDecimal } from '@/lib/money/decimal'
import type { Usd } from '@/lib/money/usd'
import { rankPareto, sharesOf } from './pareto'
import type { FeatureRow, FeaturesReport } from './schema'

/** What one thing cost a team over the period. */
export interface TeamCell {
  /** Null: usage that names none. */
  readonly key: string | null
  readonly team: string | null
  readonly cost: Usd
  readonly requests: bigint
  /** Requests whose cost is not known. */
  readonly open: bigint
}

/** What one thing cost in one step. */
export interface StepCell {
  readonly key: string | null
  readonly step: string
  readonly cost: Usd
}

export interface FeatureFacts {
  readonly cells: readonly TeamCell[]
  readonly trends: readonly StepCell[]
  /** The steps of the period, in order. */
  readonly steps: readonly string[]
  /** Cost in the period before, by key. */
  readonly previous: ReadonlyMap<string | null, Usd>
  /** Keys without usage in the period before that had some earlier. */
  readonly earlier: ReadonlySet<string>
}

/** Names that a source sent beyond the limit of unregistered values stand together under this one. */
export const cappedKey = '~other'

/** As many as a table can be read; the rest is added up. */
export const maxFeatureRows = 200
const maxTeams = 3

interface Sum {
  readonly key: string | null
  cost: Usd
  requests: bigint
  open: bigint
  readonly teams: Map<string | null, Usd>
  readonly trend: Map<string, Usd>
}

/** Ranks what cost most; usage that names nothing, and names beyond the cap, keep rows of their own outside the ranking. */
export function foldFeatures(facts: FeatureFacts): Pick<FeaturesReport, 'total' | 'ranked' | 'rows' | 'rest'> {
  const sums = sumByKey(facts)
  const ranked = sums.filter(isNamed).sort(byCost)
  const apart = sums.filter((sum) => !isNamed(sum)).sort(byCost)
  const pareto = rankPareto(ranked.map(({ cost }) => cost))
  const [listed, beyond] = [ranked.slice(0, maxFeatureRows), ranked.slice(maxFeatureRows)]
  const rest = beyond.length === 0 ? null : addUp(beyond)
  const shown = [...listed, ...apart]
  const parts = rest === null ? shown : [...shown, rest]
  const costShares = sharesOf(parts.map(({ cost }) => cost))
  const requestShares = sharesOf(parts.map(({ requests }) => requests))
  const newOnes = ranked.filter((sum) => appearanceOf(sum, facts) === 'new')
  const all = addUp(sums)
  return {
    total: {
      cost_usd: formatDecimal(all.cost),
      is_at_least: all.open > 0n,
      requests: Number(all.requests),
      previous_cost_usd:
        facts.previous.size === 0 ? null : formatDecimal([...facts.previous.values()].reduce((sum, cost) => sum + cost, 0n)),
    },
    ranked: {
      count: pareto.count,
      vital_count: pareto.vitalCount,
      cost_usd: formatDecimal(pareto.total),
      is_at_least: ranked.some(({ open }) => open > 0n),
      new_count: newOnes.length,
      new_cost_usd: formatDecimal(addUp(newOnes).cost),
    },
    rows: shown.map((sum, index) => ({
      ...toRow(sum, facts),
      rank: index < listed.length ? index + 1 : null,
      is_vital: index < Math.min(listed.length, pareto.vitalCount),
      cumulative_usd: index < listed.length ? formatDecimal(pareto.cumulative[index] ?? 0n) : null,
      cost_share: costShares[index] ?? null,
      request_share: requestShares[index] ?? null,
    })),
    rest: rest && {
      ...{
        count: beyond.length,
        cost_usd: formatDecimal(rest.cost),
        is_at_least: rest.open > 0n,
        requests: Number(rest.requests),
      },
      ...{ cost_share: costShares[shown.length] ?? null, request_share: requestShares[shown.length] ?? null },
    },
  }
}

function sumByKey({ cells, trends }: FeatureFacts): Sum[] {
  const sums = new Map<string | null, Sum>()
  for (const { key, team, cost, requests, open } of cells) {
    const sum = sums.get(key) ?? { key, cost: 0n, requests: 0n, open: 0n, teams: new Map(), trend: new Map() }
    sum.cost += cost
    sum.requests += requests
    sum.open += open
    sum.teams.set(team, (sum.teams.get(team) ?? 0n) + cost)
    sums.set(key, sum)
  }
  for (const { key, step, cost } of trends) sums.get(key)?.trend.set(step, cost)
  return [...sums.values()]
}

const isNamed = ({ key }: Sum) => key !== null && key !== cappedKey

/** The dearest first; equal ones by name, so that the order is the same each time. */
function byCost(left: Sum, right: Sum): number {
  if (left.cost !== right.cost) return left.cost > right.cost ? -1 : 1
  return (left.key ?? '') < (right.key ?? '') ? -1 : 1
}

const addUp = (sums: readonly Pick<Sum, 'cost' | 'requests' | 'open'>[]) =>
  sums.reduce(
    (total, { cost, requests, open }) => ({
      cost: total.cost + cost,
      requests: total.requests + requests,
      open: total.open + open,
    }),
    { cost: 0n, requests: 0n, open: 0n },
  )

function appearanceOf({ key }: Pick<Sum, 'key'>, { previous, earlier }: FeatureFacts): FeatureRow['appearance'] {
  if (key === null || key === cappedKey || previous.has(key)) return 'known'
  return earlier.has(key) ? 'back' : 'new'
}

function toRow(sum: Sum, facts: FeatureFacts) {
  const { key, cost, requests, open } = sum
  const before = facts.previous.get(key)
  const teams = [...sum.teams].sort(([, left], [, right]) => (left === right ? 0 : left > right ? -1 : 1))
  return {
    key,
    kind: key === null ? ('none' as const) : key === cappedKey ? ('capped' as const) : ('named' as const),
    teams: teams.slice(0, maxTeams).map(([team]) => team),
    team_count: teams.length,
    cost_usd: formatDecimal(cost),
    is_at_least: open > 0n,
    requests: Number(requests),
    cost_per_request_usd: requests === 0n ? null : formatDecimal(divideHalfEven(cost, requests)),
    previous_cost_usd: before === undefined ? null : formatDecimal(before),
    appearance: appearanceOf(sum, facts),
    trend: facts.steps.map((step) => formatDecimal(sum.trend.get(step) ?? 0n)),
  }
}
