import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Period } from '@/lib/time/calendar'
import { type DimensionName, isSeriesDimension, noneValue, type SeriesDimension } from './dimension-names'
import { type DimensionNeed, findDimensionSource, type LabelColumns } from './dimensions'
import { ownerTimeline, projectTimeline } from './owner-timeline'

type Filters = Readonly<Partial<Record<DimensionName, readonly string[]>>>

/** What a statement asks of a series: by whom, for which days, told apart and filtered by what. */
export interface SeriesQuestion {
  readonly period: Period
  /** Dimensions beside those of the filters that some expression reads. */
  readonly dimensions: readonly SeriesDimension[]
  readonly filters: Filters
  /** Whether every series comes with its owner, whatever is asked. */
  readonly hasOwners: boolean
  readonly labels: LabelColumns
}

/** The parts of a statement that reads `usage_series series` with who owns it and what its names stand for. */
export interface SeriesParts {
  /** Common table expressions that `joins` reads, each with a comma after it. */
  readonly tables: SQL
  /** After `from usage_series series`. */
  readonly joins: SQL
  readonly where: SQL
  readonly hasOwners: boolean
  /** Whether the series tell anything: without dimensions, filters and bounds a roll-up counts whatever its series. */
  readonly isNeeded: boolean
  readonly needs: ReadonlySet<DimensionNeed>
}

/**
 * Joins a series to what is asked of it and nothing else: to its `owner` (with `team`, `pool`), the cost centre and business
 * unit of its owner, the project that a rule puts it into, the product line of its project, and the names that its own stand
 * for. Where owners are read, a series comes once for each span of days on which all of that stays the same, from
 * `owner_from.day` to `owner_to.day`.
 */
export function joinSeries(scope: Scope, { period, dimensions, filters, hasOwners, labels }: SeriesQuestion): SeriesParts {
  const used = [...new Set([...dimensions, ...Object.keys(filters).filter(isSeriesDimension)])]
  const needs = new Set<DimensionNeed>(used.flatMap((name) => findDimensionSource(name, labels).needs))
  if (hasOwners || !scope.everything) needs.add('owner')
  if (scope.costCenterIds.length > 0) needs.add('owner').add('costCenter')
  const conditions = used.map((name) => whereFilter(name, filters, labels))
  if (!scope.everything) conditions.push(whereInScope(scope))
  // A cost centre and a product line may each end where the other goes on: what is left of a pair may be no day at all.
  if (needs.has('costCenter') && needs.has('productLine')) conditions.push(sql`owner_from.day < owner_to.day`)
  return {
    tables: sql`${needs.has('costCenter') ? ownerTimeline(period) : sql``}${needs.has('productLine') ? projectTimeline(period) : sql``}`,
    joins: sql.join([joinNames(needs), joinOwners(period, needs)], sql` `),
    where: sql.join([sql`true`, ...conditions.filter((condition) => condition !== null)], sql` and `),
    hasOwners: needs.has('owner'),
    isNeeded: used.length > 0 || needs.has('owner'),
    needs,
  }
}

/** How names that usage states are compared with aliases: without regard to case and blanks at the edges. */
const aliasJoin = (kind: 'project' | 'service' | 'environment') => {
  const alias = sql.identifier(`${kind}_alias`)
  return sql`left join registry_alias ${alias} on ${alias}.kind = ${kind} and ${alias}.alias = lower(btrim(series.${sql.identifier(kind)}))`
}

function joinNames(needs: ReadonlySet<DimensionNeed>): SQL {
  return sql.join(
    [
      ...(needs.has('source') ? [sql`left join source on source.id = series.source_id`] : []),
      ...(needs.has('serviceAlias') ? [aliasJoin('service')] : []),
      ...(needs.has('environmentAlias') ? [aliasJoin('environment')] : []),
      ...(needs.has('projectAlias') ? [aliasJoin('project')] : []),
    ],
    sql` `,
  )
}

function joinOwners({ from, to }: Period, needs: ReadonlySet<DimensionNeed>): SQL {
  if (!needs.has('owner')) return sql``
  const ownerFrom = sql`greatest(lower(owner.period), ${from}::date)`
  const ownerTo = sql`least(upper(owner.period), ${to}::date)`
  const isWhile = (timeline: SQL) => sql`${timeline}.from_day < ${ownerTo} and ${timeline}.to_day > ${ownerFrom}`
  const [costCenters, productLines] = [needs.has('costCenter'), needs.has('productLine')]
  // Those without a cost centre or a registered project have no span there, which `greatest` and `least` pass over.
  const froms = [ownerFrom, ...(costCenters ? [sql`timeline.from_day`] : []), ...(productLines ? [sql`line.from_day`] : [])]
  const tos = [ownerTo, ...(costCenters ? [sql`timeline.to_day`] : []), ...(productLines ? [sql`line.to_day`] : [])]
  return sql.join(
    [
      sql`join series_ownership owner on owner.series_id = series.id and owner.period && daterange(${from}::date, ${to}::date)
      left join team on team.id = owner.team_id`,
      ...(needs.has('pool') ? [sql`left join shared_pool pool on pool.id = owner.pool_id`] : []),
      ...(needs.has('ruledProject') ? [sql`left join project ruled_project on ruled_project.id = owner.project_id`] : []),
      ...(costCenters
        ? [
            sql`left join owner_span timeline on timeline.owner_id = coalesce(owner.team_id, owner.pool_id) and ${isWhile(sql`timeline`)}
            left join cost_center on cost_center.id = timeline.cost_center_id
            left join business_unit on business_unit.id = timeline.business_unit_id`,
          ]
        : []),
      ...(productLines
        ? [
            sql`left join project stated_project on stated_project.slug = coalesce(project_alias.target, series.project)
            left join project_span line on line.project_id = coalesce(owner.project_id, stated_project.id) and ${isWhile(sql`line`)}
            left join product_line on product_line.id = line.product_line_id`,
          ]
        : []),
      sql`cross join lateral (select greatest(${sql.join(froms, sql`, `)}) as day) owner_from
      cross join lateral (select least(${sql.join(tos, sql`, `)}) as day) owner_to`,
    ],
    sql` `,
  )
}

/** A family of models depends on the price beside the series: whoever joins the price filters by it. */
function whereFilter(name: SeriesDimension, filters: Filters, labels: LabelColumns): SQL | null {
  const values = filters[name]
  if (values === undefined || name === 'model_family') return null
  return whereOneOf(findDimensionSource(name, labels).expression, values)
}

/** Whether an expression is one of the values, of which `~none` stands for none. */
export function whereOneOf(expression: SQL, values: readonly string[]): SQL {
  const named = values.filter((value) => value !== noneValue)
  const isNamed = named.length === 0 ? sql`false` : sql`${expression} in ${named}`
  return values.includes(noneValue) ? sql`(${isNamed} or ${expression} is null)` : isNamed
}

/** Who is bounded by teams or cost centres sees what these own, on the days on which they do. */
function whereInScope({ teamIds, costCenterIds }: Scope): SQL {
  const ofTeams = teamIds.length === 0 ? sql`false` : sql`owner.team_id in ${[...teamIds]}`
  const ofCostCenters = costCenterIds.length === 0 ? sql`false` : sql`timeline.cost_center_id in ${[...costCenterIds]}`
  return sql`(${ofTeams} or ${ofCostCenters})`
}
