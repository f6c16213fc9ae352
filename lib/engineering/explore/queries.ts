import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { parseDecimal } from '@/lib/money/decimal'
import { isNamedDimension } from '@/lib/reports/spend/dimension-names'
import { listNamed, readLabelColumns } from '@/lib/reports/spend/labels'
import { nameOwners } from '@/lib/reports/spend/owner-names'
import { findZone, readReport } from '@/lib/reports/spend/queries'
import { readHistogram } from '@/lib/usage/latency-histogram'
import { type ExploreMeasure, type ExploreSums, findAtLeast, isLatencyMeasure, measureSums } from './measures'
import { addCounts, type LatencyCounts } from './percentile'
import { type ExploreFigures, type ExploreParams, type ExploreReport, maxExploreRows, maxSeries } from './schema'
import {
  type ExplorePlace,
  exploreStatement,
  hoursStatement,
  type LatencyLine,
  latencyStatement,
  noneKey,
  type RankedKey,
  type SumColumn,
  type SumLine,
} from './statements'

/** The report of one snapshot: what the reader's scope leaves of the period, by group and by step. */
export async function getExplore(db: Database, scope: Scope, params: ExploreParams): Promise<ExploreReport> {
  return readReport(db, async (tx) => {
    const place = { zone: await findZone(tx), labels: await readLabelColumns(tx, listNamed(params)) }
    const { rows, rest, total, steps } = splitLines(
      await tx.execute<SumLine>(exploreStatement(scope, place, params, maxExploreRows)),
    )
    const latencies = await readLatencies(tx, scope, place, params, rows)
    const drawn =
      params.grain === 'hour' ? await tx.execute<SumLine>(hoursStatement(scope, place, params, rankKeys(rows))) : steps
    const rowCount = Number(total.position)
    const series = rows.slice(0, maxSeries).map((line) => ({ values: readValues(line, params) }))
    const otherCount = Math.max(0, rowCount - maxSeries)
    return {
      from: params.from,
      to: params.to,
      zone: place.zone,
      as_of: total.as_of,
      grain: params.grain,
      group_by: [...params.groupBy],
      measure: params.measure,
      rows: rows.map((line) => ({
        values: readValues(line, params),
        ...toFigures(line, latencies.ofRow(Number(line.position))),
      })),
      row_count: rowCount,
      rest: rest ? toFigures(rest, latencies.ofRow(rows.length + 1)) : null,
      total: toFigures(total, latencies.ofAll()),
      series: otherCount > 0 ? [...series, { values: null }] : series,
      other_count: otherCount,
      steps: toSteps(drawn, params.measure, series.length + (otherCount > 0 ? 1 : 0), latencies),
      names: await nameOwners(
        tx,
        rows.map((line) => nameable(line, params)),
      ),
    }
  })
}

interface SplitLines {
  readonly rows: readonly SumLine[]
  readonly rest: SumLine | undefined
  readonly total: SumLine
  readonly steps: readonly SumLine[]
}

function splitLines(lines: readonly SumLine[]): SplitLines {
  const total = lines.find(({ kind }) => kind === 'total')
  if (!total) throw new Error('the statement always answers with a total')
  return {
    rows: lines.filter(({ kind }) => kind === 'row'),
    rest: lines.find(({ kind }) => kind === 'rest'),
    total,
    steps: lines.filter(({ kind }) => kind === 'step'),
  }
}

/** The values that a line's group stands for, in the order of the grouping. */
export function readValues(line: SumLine, { groupBy }: Pick<ExploreParams, 'groupBy'>): (string | null)[] {
  return [line.value_one, line.value_two].slice(0, groupBy.length)
}

const nameable = (line: SumLine, params: ExploreParams) =>
  Object.fromEntries(
    readValues(line, params).flatMap((value, index) => {
      const name = params.groupBy[index]
      return name !== undefined && isNamedDimension(name) ? [[name, value] as const] : []
    }),
  )

/** The exact sums of a line. */
export function readSums(line: Readonly<Record<SumColumn, string | null>>): ExploreSums {
  const count = (name: SumColumn) => BigInt(line[name] ?? '0')
  return {
    cost: parseDecimal(line.cost_usd ?? '0'),
    requests: count('requests'),
    errors: count('errors'),
    retries: count('retry_requests'),
    input: count('input_tokens'),
    cachedInput: count('cached_input_tokens'),
    cacheWrite: count('cache_write_tokens'),
    output: count('output_tokens'),
    reasoning: count('reasoning_tokens'),
    unpriced: count('unpriced_requests'),
    missingTokens: count('missing_token_requests'),
    cacheUnknown: count('cache_unknown_requests'),
  }
}

export function toFigures(line: Readonly<Record<SumColumn, string | null>>, counts: LatencyCounts | null): ExploreFigures {
  const sums = readSums(line)
  return { measures: measureSums(sums, counts), at_least: findAtLeast(sums) }
}

/** Groups with their ranks, to find them in another statement. */
export const rankKeys = (lines: readonly SumLine[]): RankedKey[] =>
  lines.map((line, index) => ({
    position: index + 1,
    value_one: line.value_one ?? noneKey,
    value_two: line.value_two ?? noneKey,
  }))

/** Null where they were not asked for. */
interface Latencies {
  readonly ofRow: (position: number) => LatencyCounts | null
  readonly ofAll: () => LatencyCounts | null
  readonly ofStep: (position: number, step: string | null) => LatencyCounts | null
}

/** Latencies by group, and by step where the measure is one: other charts do not need them so finely. */
async function readLatencies(
  db: Database,
  scope: Scope,
  place: ExplorePlace,
  params: ExploreParams,
  rows: readonly SumLine[],
): Promise<Latencies> {
  if (!params.latency) return { ofRow: () => null, ofAll: () => null, ofStep: () => null }
  const ranked = rankKeys(rows)
  const steps = isLatencyMeasure(params.measure) ? 'series' : 'none'
  const lines = await db.execute<LatencyLine>(latencyStatement(scope, place, params, { ranked, steps }))
  const keyOf = (kind: LatencyLine['kind'], position: number, step: string | null) => `${kind} ${position} ${step}`
  const found = new Map(
    lines.map(({ kind, position, step, histogram }) => [keyOf(kind, position, step), readHistogram(histogram)]),
  )
  const find = (...key: Parameters<typeof keyOf>) => found.get(keyOf(...key)) ?? []
  return {
    ofRow: (position) => find('row', position, null),
    ofAll: () => addCounts(lines.filter(({ kind }) => kind === 'row').map(({ histogram }) => readHistogram(histogram))),
    ofStep: (position, step) => find('step', position, step),
  }
}

/** Each step's values by series; the positions of lines begin at 1. A series without usage has 0 of what adds up, else no base. */
function toSteps(
  lines: readonly SumLine[],
  measure: ExploreMeasure,
  seriesCount: number,
  latencies: Latencies,
): ExploreReport['steps'] {
  const nothing = measureSums(noSums, [])[measure]
  const steps = new Map<string, { values: (string | null)[]; at_least: number[] }>()
  for (const line of lines) {
    const at = line.step ?? ''
    const step = steps.get(at) ?? { values: Array.from({ length: seriesCount }, () => nothing), at_least: [] }
    const index = Number(line.position) - 1
    const { measures, at_least } = toFigures(line, latencies.ofStep(index + 1, line.step))
    step.values[index] = measures[measure]
    if (at_least.includes(measure)) step.at_least.push(index)
    steps.set(at, step)
  }
  return [...steps].sort(([one], [other]) => (one < other ? -1 : 1)).map(([at, step]) => ({ at, ...step }))
}

const noSums: ExploreSums = {
  cost: 0n,
  requests: 0n,
  errors: 0n,
  retries: 0n,
  input: 0n,
  cachedInput: 0n,
  cacheWrite: 0n,
  output: 0n,
  reasoning: 0n,
  unpriced: 0n,
  missingTokens: 0n,
  cacheUnknown: 0n,
}
