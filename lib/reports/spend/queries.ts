import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { organization } from '@/lib/db/schema/organization'
import { addMonths, type Period, previousPeriod } from '@/lib/time/calendar'
import { toCount } from '../to-count'
import { type DimensionName, isTimeDimension, type MeasureName, measureNames } from './dimension-names'
import type { LabelColumns } from './dimensions'
import { listNamed, readLabelColumns } from './labels'
import { nameOwners } from './owner-names'
import { askForPins, putPinsFirst, readPins } from './pins'
import type { SpendReport, SpendRow, SpendSums } from './report-schema'
import { completeOrder, orderBy, readCursor, whereAfter, writeCursor } from './row-order'
import { maxFileRows, maxRows, type SpendParams } from './schema'
import { groupUsage } from './usage-groups'

/** A page of spend with the total over all pages, and the period before where one is asked for, all of one snapshot. */
export async function getSpend(db: Database, scope: Scope, params: SpendParams): Promise<SpendReport> {
  return readReport(db, async (tx) => {
    const zone = await findZone(tx)
    const place = { zone, labels: await readLabelColumns(tx, listNamed(params)) }
    const page = await readPage(tx, scope, place, params)
    const rows = await withPinsFirst(tx, scope, place, params, page.rows)
    const { from, to, basis, compare } = params
    const comparison = compare === null ? null : await readComparison(tx, scope, place, params, rows)
    const names = await nameOwners(tx, [...rows, ...(comparison?.rows ?? [])])
    const { total, rowCount, nextCursor, asOf } = page
    return { from, to, zone, as_of: asOf, basis, rows, total, row_count: rowCount, next_cursor: nextCursor, names, comparison }
  })
}

/**
 * Runs reads on one snapshot, in a transaction that cannot write. It may use memory enough to hold all groups of a report at
 * once: at the server's default, a month by team and day is sorted on disk, which takes longer than all the rest.
 */
export function readSnapshot<T>(db: Database, read: (tx: Database) => Promise<T>): Promise<T> {
  const snapshot = async (tx: Database) => {
    await tx.execute(sql`set local work_mem = '64MB'`)
    return read(tx)
  }
  return db.transaction(snapshot, { isolationLevel: 'repeatable read', accessMode: 'read only' })
}

/**
 * A snapshot for sums over roll-ups (`groupUsage`), of which Postgres cannot know how few groups they come to. It neither
 * compiles nor shares out the work, since to begin with either takes longer than to add up a month, and adds up in a hash
 * table, where it would else sort all rows first.
 */
export function readReport<T>(db: Database, read: (tx: Database) => Promise<T>): Promise<T> {
  return readSnapshot(db, async (tx) => {
    await tx.execute(sql`select set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true),
      set_config('enable_sort', 'off', true), set_config('enable_mergejoin', 'off', true)`)
    return read(tx)
  })
}

/** The zone whose days the daily roll-ups are keyed by. */
export async function findZone(db: Database): Promise<string> {
  const [found] = await db.select({ zone: organization.reportingZone }).from(organization)
  if (!found) throw new Error('the installation was not prepared: start through npm run dev, npm start or npm run demo')
  return found.zone
}

interface SpendPage {
  readonly rows: SpendRow[]
  readonly total: SpendSums
  readonly rowCount: number
  readonly nextCursor: string | null
  readonly asOf: string
}

type ReportLine = Record<DimensionName, string | null> &
  Record<MeasureName, string | null> & { row_count: string; as_of: string; [column: string]: unknown }

/** What a statement needs to know of the organisation. */
export interface ReportPlace {
  /** Whose days the report counts in. */
  readonly zone: string
  readonly labels?: LabelColumns
}

/** The whole report in one statement: the first line is the total, the others are the page's rows and one more. */
export function spendStatement(scope: Scope, { zone, labels }: ReportPlace, params: SpendParams): SQL {
  const { from, to, groupBy, filters, limit } = params
  const terms = completeOrder(params)
  const after = readCursor(params, terms)
  const dimensions = groupBy.map((name) => sql`${sql.identifier(name)}`)
  const measures = measureNames.map((name) => sql`${sql.identifier(name)}`)
  return sql`
    with ${groupUsage(scope, { period: { from, to }, zone, groupBy, filters, measures: measureNames, labels })},
    page as (
      select row_number() over (${orderBy(terms)}) as position, grouped.* from grouped
      where ${after === null ? sql`true` : whereAfter(terms, after)}
      ${orderBy(terms)} limit ${limit + 1}
    ),
    line as (
      select ${comma([
        sql`0 as position, count(*) as row_count`,
        ...dimensions.map((name) => sql`null::text as ${name}`),
        ...measures.map((name) => sql`sum(${name}) as ${name}`),
      ])} from grouped
      union all
      select ${comma([sql`position, null`, ...dimensions, ...measures])} from page
    )
    select ${comma([
      sql`row_count::text`,
      sql`to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as as_of`,
      ...dimensions,
      ...measures.map((name) => sql`trim_scale(${name}::numeric)::text as ${name}`),
    ])}
    from line order by position`
}

const comma = (parts: readonly SQL[]) => sql.join([...parts], sql`, `)

async function readPage(db: Database, scope: Scope, place: ReportPlace, params: SpendParams): Promise<SpendPage> {
  const [total, ...lines] = await db.execute<ReportLine>(spendStatement(scope, place, params))
  if (!total) throw new Error('the statement always answers with a total')
  const page = lines.slice(0, params.limit)
  const last = page.at(-1)
  const hasMore = lines.length > params.limit && last !== undefined
  return {
    rows: page.map((line) => toRow(line, params.groupBy)),
    total: toSums(total),
    rowCount: Number(total.row_count),
    nextCursor: hasMore
      ? writeCursor(
          params,
          completeOrder(params).map(({ by }) => last[by] ?? null),
        )
      : null,
    asOf: total.as_of,
  }
}

function toRow(line: ReportLine, groupBy: readonly DimensionName[]): SpendRow {
  return { ...Object.fromEntries(groupBy.map((name) => [name, line[name]])), ...toSums(line) }
}

function toSums(line: ReportLine): SpendSums {
  const count = (name: MeasureName) => toCount(line[name] ?? '0')
  return {
    requests: count('requests'),
    errors: count('errors'),
    input_tokens: count('input_tokens'),
    cached_input_tokens: count('cached_input_tokens'),
    cache_write_tokens: count('cache_write_tokens'),
    output_tokens: count('output_tokens'),
    reasoning_tokens: count('reasoning_tokens'),
    cost_usd: line.cost_usd ?? '0',
    list_cost_usd: line.list_cost_usd ?? '0',
    reported_cost_usd: line.reported_cost_usd,
    reported_computed_cost_usd: line.reported_computed_cost_usd,
    avoided_cost_usd: line.avoided_cost_usd,
    cache_hit_input_tokens: count('cache_hit_input_tokens'),
    cache_hit_output_tokens: count('cache_hit_output_tokens'),
    unpriced_requests: count('unpriced_requests'),
    missing_token_requests: count('missing_token_requests'),
    cache_unknown_requests: count('cache_unknown_requests'),
    is_at_least: count('unpriced_requests') + count('missing_token_requests') > 0,
  }
}

/** The period that a comparison is with. */
export function comparedPeriod(period: Period, compare: 'previous' | 'last_month'): Period {
  return compare === 'previous' ? previousPeriod(period) : { from: addMonths(period.from, -1), to: addMonths(period.to, -1) }
}

async function readComparison(
  db: Database,
  scope: Scope,
  place: ReportPlace,
  params: SpendParams,
  shown: readonly SpendRow[],
): Promise<NonNullable<SpendReport['comparison']>> {
  const { from, to } = comparedPeriod(params, params.compare ?? 'previous')
  const lasting = params.groupBy.filter((name) => !isTimeDimension(name))
  const keyOf = (row: SpendRow) => JSON.stringify(lasting.map((name) => row[name]))
  const keys = new Set(shown.map(keyOf))
  // Filters by day or hour name days of the period shown: the one before has none of them.
  const filters = Object.fromEntries(Object.entries(params.filters).filter(([name]) => !['hour', 'day', 'month'].includes(name)))
  const { rows, total } = await readPage(db, scope, place, {
    ...params,
    from,
    to,
    filters,
    cursor: null,
    limit: params.format === 'json' ? maxRows : maxFileRows,
  })
  return { from, to, rows: rows.filter((row) => keys.has(keyOf(row))), total }
}

/** Rows that a file begins with, wherever they would stand in its order; a file that goes on where another ended has none. */
async function withPinsFirst(
  db: Database,
  scope: Scope,
  place: ReportPlace,
  params: SpendParams,
  rows: readonly SpendRow[],
): Promise<SpendRow[]> {
  const { groupBy } = params
  const pins = readPins(params.pins, groupBy)
  const narrowed = params.cursor === null ? askForPins(params, pins) : null
  if (narrowed === null) return [...rows]
  const pinned = await readPage(db, scope, place, { ...params, ...narrowed, limit: maxRows })
  return putPinsFirst(rows, { pinned: pinned.rows, pins, groupBy })
}
