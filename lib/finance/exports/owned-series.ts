import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { DimensionName, LabelDimension, SeriesDimension } from '@/lib/reports/spend/dimension-names'
import { findDimensionSource, type LabelColumns } from '@/lib/reports/spend/dimensions'
import { joinSeries } from '@/lib/reports/spend/series-key'
import type { Period } from '@/lib/time/calendar'

/** Who owns a series on a day, and what its names stand for, as every file tells it. */
export interface OwnedSeries {
  readonly series_id: number
  readonly owner_kind: 'team' | 'pool' | 'none'
  readonly team: string | null
  readonly pool: string | null
  readonly unowned_reason: string | null
  readonly cost_center: string | null
  readonly project: string | null
  readonly service: string | null
  readonly environment: string | null
  readonly source: string | null
  readonly provider: string
  readonly model: string
  readonly billing_account: string | null
  readonly operation: string
  readonly service_tier: string
  readonly region: string | null
  readonly feature: string | null
  readonly route: string | null
  readonly outcome: string
  readonly is_retry: boolean
  /** The declared labels that the series has, by name. */
  readonly labels: Readonly<Record<string, string>> | null
  readonly [column: string]: unknown
}

const registered = [
  'cost_center',
  'project',
  'service',
  'environment',
  'source',
  'unowned_reason',
  'pool',
] as const satisfies readonly SeriesDimension[]

/**
 * Common table expressions, the last of which is `owned`: the series that a reader sees with their owners, once for each span of
 * days from `from_day` to `to_day`. Of a single day each series comes once.
 */
export function ownedSeries(scope: Scope, period: Period, labels: LabelColumns): SQL {
  const named = [...labels.keys()].filter(isLabel)
  const joined = joinSeries(scope, { period, dimensions: ['team', ...registered], filters: {}, hasOwners: true, labels })
  const columns = registered.map((name) => sql`${findDimensionSource(name, labels).expression} as ${sql.identifier(name)}`)
  const labelParts = named.map(
    (name) => sql`${name.slice('label:'.length)}::text, ${findDimensionSource(name, labels).expression}`,
  )
  const labelColumn =
    labelParts.length === 0 ? sql`null::jsonb` : sql`jsonb_strip_nulls(jsonb_build_object(${sql.join(labelParts, sql`, `)}))`
  return sql`${joined.tables}
    owned as materialized (
      select series.id as series_id, owner_from.day as from_day, owner_to.day as to_day, owner.owner_kind, team.slug as team,
        ${sql.join(columns, sql`, `)}, series.provider, series.model, series.billing_account, series.operation,
        series.service_tier, series.region, series.feature, series.route, series.outcome, series.is_retry, ${labelColumn} as labels
      from usage_series series ${joined.joins}
      where ${joined.where}
    )`
}

const isLabel = (name: DimensionName): name is LabelDimension => name.startsWith('label:')
