import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { monthPeriod, type Period } from '@/lib/time/calendar'
import { findDimensionSource, type LabelColumns } from '../spend/dimensions'
import { listNamed, readLabelColumns } from '../spend/labels'
import { findZone, readSnapshot } from '../spend/queries'
import { joinSeries, whereOneOf } from '../spend/series-key'
import { type Evidence, findEvidence } from './evidence'
import { type LineDimension, lineDimensions, type OwnershipQuestion, writeLineCursor } from './schema'

/** What a line or the whole adds up to; the cost is exact decimal text of US dollars. */
export interface OwnershipSums {
  readonly series: number
  readonly requests: number
  readonly cost: string
  /** Part of it has no known cost. */
  readonly isAtLeast: boolean
}

/** Series that say the same of whose they are, have the same owner, and have it for the same reason. */
export interface OwnershipLine extends OwnershipSums {
  /** Stable as long as nothing of it changes. */
  readonly key: string
  readonly ownerKind: 'team' | 'pool' | 'none'
  readonly owner: string | null
  readonly ownerName: string | null
  /** Why nobody owns it. */
  readonly reason: string | null
  /** What named the owner. */
  readonly basis: string | null
  /** Two levels of trust name different owners. */
  readonly hasConflict: boolean
  readonly dimensions: Readonly<Record<LineDimension, string | null>>
  /** The project as stated, where a rule put the series into another. */
  readonly statedProject: string | null
  /** The first and the last day of the period on which it was used. */
  readonly firstDay: string
  readonly lastDay: string
  readonly evidence: Evidence
}

export interface OwnershipReport {
  readonly from: string
  readonly to: string
  readonly zone: string
  readonly asOf: string
  /** Over all lines, also those of other pages: what Spend shows for the same days and filters, to the last digit. */
  readonly total: OwnershipSums
  readonly lineCount: number
  readonly lines: readonly OwnershipLine[]
  readonly nextCursor: string | null
}

/** A line as the statement answers it: what evidence is looked for by is in it too. */
export interface StoredLine extends Record<string, unknown>, Record<LineDimension, string | null> {
  key: string
  owner_kind: 'team' | 'pool' | 'none'
  owner_id: string | null
  owner: string | null
  owner_name: string | null
  reason: string | null
  basis: string | null
  rule_id: string | null
  has_conflict: boolean
  stated_project: string | null
  series: string
  requests: string
  cost: string
  is_at_least: boolean
  first_day: string
  last_day: string
}

/** Why each part of a figure is whose it is: lines of series, those that cost most first, with what settled their owner. */
export async function getOwnership(db: Database, scope: Scope, question: OwnershipQuestion): Promise<OwnershipReport> {
  return readSnapshot(db, async (tx) => {
    const zone = await findZone(tx)
    const labels = await readLabelColumns(tx, listNamed({ groupBy: [], filters: question.filters }))
    const [total, ...rows] = await tx.execute<StoredLine & { line_count: string; as_of: string }>(
      ownershipStatement(scope, question, labels),
    )
    if (!total) throw new Error('the statement always answers with a total')
    const page = rows.slice(0, question.limit)
    const last = page.at(-1)
    const evidence = await findEvidence(tx, page)
    return {
      from: question.from,
      to: question.to,
      zone,
      asOf: total.as_of,
      total: toSums(total),
      lineCount: Number(total.line_count),
      lines: page.map((row, index) => toLine(row, evidence[index] ?? null)),
      nextCursor: rows.length > question.limit && last ? writeLineCursor({ cost: last.cost, key: last.key }) : null,
    }
  })
}

/** What tells lines apart, with their types: both halves of the union need the same. */
const lineTypes = {
  ...{ owner_kind: 'text', owner_id: 'uuid', owner: 'text', owner_name: 'text', reason: 'text', basis: 'text', rule_id: 'uuid' },
  ...{ has_conflict: 'boolean' },
  ...Object.fromEntries(lineDimensions.map((name) => [name, 'text'])),
  stated_project: 'text',
}
const lineColumns = Object.keys(lineTypes).map((name) => sql.identifier(name))
const emptyColumns = Object.entries(lineTypes).map(([name, type]) => sql`null::${sql.raw(type)} as ${sql.identifier(name)}`)
const comma = (parts: readonly (SQL | ReturnType<typeof sql.identifier>)[]) => sql.join([...parts], sql`, `)

/** One statement: first the total over all lines, then the page's lines and one more. */
export function ownershipStatement(scope: Scope, question: OwnershipQuestion, labels: LabelColumns): SQL {
  const { from, to, filters, limit, after } = question
  const dimensions = [...lineDimensions, 'team', 'pool'] as const
  const { tables, joins, where } = joinSeries(scope, { period: { from, to }, dimensions, filters, hasOwners: true, labels })
  const family = filters.model_family
  return sql`
    with ${tables}
    series_key as materialized (
      select series.id as series_id, owner_from.day as from_day, owner_to.day as to_day, owner.owner_kind,
        coalesce(owner.team_id, owner.pool_id) as owner_id, coalesce(team.slug, pool.slug) as owner,
        coalesce(team.name, pool.name) as owner_name, owner.reason, owner.basis, owner.rule_id, owner.has_conflict,
        ${comma(lineDimensions.map((name) => sql`${findDimensionSource(name, labels).expression} as ${sql.identifier(name)}`))},
        coalesce(project_alias.target, series.project) as stated_project
      from usage_series series ${joins}
      where ${where}
    ),
    series_sum as (
      select series_key.series_id, series_key.from_day, sum(usage.cost) as cost, sum(usage.requests) as requests,
        sum(usage.unpriced_requests + usage.missing_token_requests) as open, min(usage.day) as first_day, max(usage.day) as last_day
      from usage_daily usage
      join series_key on series_key.series_id = usage.series_id
        and usage.day >= series_key.from_day and usage.day < series_key.to_day
      ${family === undefined ? sql`` : sql`join usage_series stated on stated.id = usage.series_id left join rate_set on rate_set.id = usage.rate_set_id`}
      where usage.day >= ${from}::date and usage.day < ${to}::date
        and ${family === undefined ? sql`true` : whereOneOf(sql`coalesce(nullif(rate_set.model, ''), stated.model)`, family)}
        and ${whereTimes(filters)}
      group by 1, 2
    ),
    line as materialized (
      select ${comma(lineColumns)}, md5(jsonb_build_array(${comma(lineColumns)})::text) as key,
        count(distinct series_id) as series, sum(cost) as cost, sum(requests) as requests, sum(open) as open,
        min(first_day) as first_day, max(last_day) as last_day
      from series_sum join series_key using (series_id, from_day)
      group by ${comma(lineColumns)}
    ),
    page as (
      select * from line
      where ${after === null ? sql`true` : sql`(cost < ${after.cost}::numeric or (cost = ${after.cost}::numeric and key > ${after.key}))`}
      order by cost desc, key limit ${limit + 1}
    )
    select count(*)::text as line_count, to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as as_of,
      0 as position, null as key, ${comma(emptyColumns)},
      (select count(distinct series_id) from series_sum)::text as series, coalesce(sum(requests), 0)::text as requests,
      trim_scale(coalesce(sum(cost), 0))::text as cost, coalesce(sum(open), 0) > 0 as is_at_least, null as first_day, null as last_day
    from line
    union all
    select null, null, row_number() over (order by cost desc, key), key, ${comma(lineColumns)}, series::text, requests::text,
      trim_scale(cost)::text, open > 0, first_day::text, last_day::text
    from page
    order by position`
}

function whereTimes({ day, month }: OwnershipQuestion['filters']): SQL {
  const isWithin = ({ from, to }: Period) => sql`(usage.day >= ${from}::date and usage.day < ${to}::date)`
  const ofDays = day === undefined ? sql`true` : sql`usage.day in (${comma(day.map((value) => sql`${value}::date`))})`
  const ofMonths =
    month === undefined
      ? sql`true`
      : sql`(${sql.join(
          month.map((value) => isWithin(monthPeriod(value))),
          sql` or `,
        )})`
  return sql`${ofDays} and ${ofMonths}`
}

function toSums({ series, requests, cost, is_at_least: isAtLeast }: StoredLine): OwnershipSums {
  return { series: Number(series), requests: Number(requests), cost, isAtLeast }
}

function toLine(row: StoredLine, evidence: Evidence | null): OwnershipLine {
  const dimensions = Object.fromEntries(lineDimensions.map((name) => [name, row[name]])) as Record<LineDimension, string | null>
  return {
    ...toSums(row),
    key: row.key,
    ownerKind: row.owner_kind,
    owner: row.owner,
    ownerName: row.owner_name,
    reason: row.reason,
    basis: row.basis,
    hasConflict: row.has_conflict,
    dimensions,
    statedProject: row.stated_project === row.project ? null : row.stated_project,
    firstDay: row.first_day,
    lastDay: row.last_day,
    evidence: evidence ?? { kind: 'nobody', name: null, note: null, by: null, at: null },
  }
}
