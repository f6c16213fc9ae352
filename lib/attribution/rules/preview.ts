import { type SQL, sql } from 'drizzle-orm'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import type { OwnerFacts } from '@/lib/registry/owner-facts'
import { loadOwnerFacts } from '../attribute-series'
import { readSeries } from '../attribute-series-rows'
import { runnerFor, type SqlRunner } from '../sql-runner'
import { changeRules, toRuleFacts } from './change-rules'
import { findChange } from './find-change'
import { findMoves, type Moves, type OwnerLabel, type SeriesMove } from './preview-moves'
import { listRules } from './queries'
import { type RuleChangeInput, ruleChangeSchema } from './schema'

/** What something cost, with how sure that is. */
export interface PreviewSums {
  readonly requests: string
  /** US dollars as a decimal string. */
  readonly costUsd: string
  /** Some of it has no price, so that the cost is at least so much. */
  readonly isAtLeast: boolean
}

/** What moves from one owner to another in one month of the reporting zone. */
export interface PreviewMonth extends PreviewSums {
  /** `2026-05`. */
  readonly month: string
  readonly before: OwnerLabel
  readonly after: OwnerLabel
  readonly series: number
}

/** A series that moves, with what it says; what it does not say is left out. */
export interface PreviewSeries extends PreviewSums {
  readonly id: number
  readonly dimensions: Readonly<Record<string, string>>
  readonly moves: readonly Omit<SeriesMove, 'seriesId'>[]
}

/** What a change of the rules would do, told without doing it. */
export interface RulePreview extends PreviewSums {
  /** Series that would have another owner or project on some day, also such as have no usage then. */
  readonly series: number
  /** Series that would keep theirs on all days, by something else than before. */
  readonly confirmed: number
  /** By month, then the most dollars first. */
  readonly months: readonly PreviewMonth[]
  /** Those that most dollars move with, at most 50. */
  readonly largest: readonly PreviewSeries[]
}

const maxLargest = 50

/**
 * What a change of the rules would do: which series it moves, how many dollars and requests by month, from whom to whom. It uses
 * the same rules as the change itself, on one snapshot of the database.
 *
 * @throws AppError `invalid` or `not_found` as the change itself would, `forbidden` for who sees a part of the organisation.
 */
export async function previewRule(db: Database, scope: Scope, input: RuleChangeInput): Promise<RulePreview> {
  assertSeesAll(scope)
  const parsed = ruleChangeSchema.safeParse(input)
  if (!parsed.success) {
    throw new AppError('invalid', 'Some fields need another value.', { errors: toFieldErrors(parsed.error) })
  }
  return onSnapshot(db, async (tx, run) => {
    const before = await loadOwnerFacts(run)
    const rows = await listRules(tx)
    const after = { ...before, rules: toRuleFacts(changeRules(rows, await findChange(tx, before, rows, parsed.data))) }
    return sumMoves(run, findMoves(await readSeries(run, sql`true`), before, after))
  })
}

/**
 * The same for any two states of the registry: `suppose` gets the facts as they are and answers them as they might be.
 */
export async function previewFacts(
  db: Database,
  scope: Scope,
  suppose: (facts: OwnerFacts) => OwnerFacts,
  seriesIds?: readonly number[],
): Promise<RulePreview> {
  assertSeesAll(scope)
  const where = seriesIds
    ? sql`series.id in (select value::int from jsonb_array_elements_text(${JSON.stringify(seriesIds)}::text::jsonb))`
    : sql`true`
  return onSnapshot(db, async (_tx, run) => {
    const before = await loadOwnerFacts(run)
    return sumMoves(run, findMoves(await readSeries(run, where), before, suppose(before)))
  })
}

function assertSeesAll(scope: Scope): void {
  if (scope.everything) return
  throw new AppError('forbidden', 'A preview tells what moves between all teams: it is for those who see the whole organisation.')
}

function onSnapshot<T>(db: Database, read: (tx: Database, run: SqlRunner) => Promise<T>): Promise<T> {
  const snapshot = async (tx: Database) => {
    // Sums of all series by month fit into memory; by a bitmap, Postgres would fetch most of the table's pages one by one.
    await tx.execute(sql`select set_config('work_mem', '64MB', true), set_config('enable_bitmapscan', 'off', true)`)
    return read(tx, runnerFor(tx))
  }
  return db.transaction(snapshot, { isolationLevel: 'repeatable read', accessMode: 'read only' })
}

interface SumsDocument {
  readonly total: PreviewSums
  readonly months: readonly (PreviewSums & { readonly month: string; readonly pair: number; readonly series: number })[]
  readonly largest: readonly (PreviewSums & { readonly id: number; readonly said: Readonly<Record<string, string>> })[]
}

async function sumMoves(run: SqlRunner, { moves, confirmed }: Moves): Promise<RulePreview> {
  const bySeries = new Map<number, Omit<SeriesMove, 'seriesId'>[]>()
  for (const { seriesId, ...move } of moves) bySeries.set(seriesId, [...(bySeries.get(seriesId) ?? []), move])
  const pairs = new Map<string, { before: OwnerLabel; after: OwnerLabel; index: number }>()
  const cuts = [...new Set(moves.flatMap(({ from, to }) => [from ?? [], to ?? []].flat()))].toSorted()
  // Pieces between cuts are numbered as `width_bucket` does: 0 before the first, 1 from there on.
  const pieceFrom = (day: string | null, open: number) => (day === null ? open : cuts.indexOf(day) + 1)
  const rows = moves.map(({ seriesId, from, to, before, after }) => {
    const key = JSON.stringify([before, after])
    const pair = pairs.get(key) ?? { before, after, index: pairs.size }
    pairs.set(key, pair)
    return { series_id: seriesId, from_piece: pieceFrom(from, 0), to_piece: pieceFrom(to, cuts.length + 1), pair: pair.index }
  })
  const [answer] = rows.length === 0 ? [] : await run<{ sums: string }>(sumsStatement([...bySeries.keys()], cuts, rows))
  const document: SumsDocument = answer ? JSON.parse(answer.sums) : nothing
  const labels = [...pairs.values()]
  return {
    ...document.total,
    series: bySeries.size,
    confirmed,
    months: document.months.flatMap(({ pair, ...month }) => {
      const label = labels[pair]
      return label ? [{ ...month, before: label.before, after: label.after }] : []
    }),
    largest: document.largest.map(({ said, ...one }) => ({
      ...one,
      dimensions: said,
      moves: bySeries.get(one.id) ?? [],
    })),
  }
}

const nothing: SumsDocument = { total: { requests: '0', costUsd: '0', isAtLeast: false }, months: [], largest: [] }

const sums = sql`coalesce(sum(requests), 0)::text as requests, coalesce(sum(cost), 0)::text as "costUsd",
  coalesce(bool_or(is_at_least), false) as "isAtLeast"`

interface PlacedMove {
  readonly series_id: number
  readonly from_piece: number
  readonly to_piece: number
  readonly pair: number
}

/**
 * Sums the days of all moves at once. The roll-ups are read in one pass, by series, month and the pieces of time between the days
 * on which some move begins or ends, and only the sums, few beside the rows, are joined to the moves.
 */
function sumsStatement(seriesIds: readonly number[], cuts: readonly string[], moves: readonly PlacedMove[]): SQL {
  return sql`
    with summed as materialized (
      select usage.series_id, date_trunc('month', usage.day::timestamp) as month,
        width_bucket(usage.day, ${`{${cuts.join(',')}}`}::date[]) as piece, sum(usage.requests) as requests, sum(usage.cost) as cost,
        bool_or(usage.unpriced_requests + usage.missing_token_requests > 0) as is_at_least
      from usage_daily usage where usage.series_id = any(${`{${seriesIds.join(',')}}`}::int[])
      group by 1, 2, 3
    ), spent as materialized (
      select moved.pair, summed.*
      from jsonb_to_recordset(${JSON.stringify(moves)}::text::jsonb) as moved (series_id int, from_piece int, to_piece int, pair int)
      join summed on summed.series_id = moved.series_id and summed.piece >= moved.from_piece and summed.piece < moved.to_piece
    ), monthly as (
      select to_char(month, 'YYYY-MM') as month, pair, count(distinct series_id)::int as series, sum(cost) as cost_number, ${sums}
      from spent group by spent.month, pair
    ), largest as (
      select series_id as id, sum(cost) as cost_number, ${sums} from spent group by series_id order by sum(cost) desc, series_id
      limit ${maxLargest}
    )
    select json_build_object(
      'total', (select row_to_json(total) from (select ${sums} from spent) total),
      'months', (select coalesce(json_agg(to_jsonb(monthly) - 'cost_number' order by monthly.month desc, cost_number desc, pair), '[]') from monthly),
      'largest', (select coalesce(json_agg(to_jsonb(largest) - 'cost_number' || jsonb_build_object('said', jsonb_strip_nulls(jsonb_build_object(
          'source', source.slug, 'provider', series.provider, 'model', series.model, 'reported_team', coalesce(series.key_team, series.tag_team),
          'project', series.project, 'service', series.service, 'feature', series.feature, 'environment', series.environment,
          'api_key', series.api_key, 'route', series.route)))
        order by cost_number desc, largest.id), '[]')
        from largest join usage_series series on series.id = largest.id left join source on source.id = series.source_id)
    )::text as sums`
}
