import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { csvResponse } from '@/lib/http/csv-response'
import { listNamed, readLabelColumns } from '@/lib/reports/spend/labels'
import { findZone, readReport } from '@/lib/reports/spend/queries'
import { readHistogram } from '@/lib/usage/latency-histogram'
import { exploreMeasures, isLatencyMeasure, measures } from './measures'
import { rankKeys, readValues, toFigures } from './queries'
import { type ExploreParams, maxExploreFileRows } from './schema'
import { exploreCellsStatement, exploreStatement, type LatencyLine, latencyStatement, type SumLine } from './statements'

/** The name of a measure's column: with its unit last. */
const fileColumn = (name: (typeof exploreMeasures)[number]) =>
  measures[name].unit === 'usd' ? `${name}_usd` : isLatencyMeasure(name) ? `${name}_ms` : name

/**
 * Every group with all measures, over the period or in each step, as exact text; an empty cell is not known or has no base. The
 * last column names the measures that are lower bounds. Latencies are kept by the day: by the hour their cells are empty.
 */
export async function exploreFile(db: Database, scope: Scope, params: ExploreParams): Promise<Response> {
  const { groupBy, grain, rows: kind } = params
  const bySteps = kind === 'steps'
  const lines = await readReport(db, async (tx) => {
    const place = { zone: await findZone(tx), labels: await readLabelColumns(tx, listNamed(params)) }
    const statement = bySteps
      ? exploreCellsStatement(scope, place, params)
      : exploreStatement(scope, place, params, maxExploreFileRows)
    const all = await tx.execute<SumLine>(statement)
    const wanted = all.filter((line) => line.kind === 'row' || line.kind === 'cell')
    const groups = [...new Map(wanted.map((line) => [keyOf(line), line])).values()]
    const ranked = rankKeys(groups)
    const hasLatencies = params.latency && !(bySteps && grain === 'hour')
    const latencies = hasLatencies
      ? await tx.execute<LatencyLine>(latencyStatement(scope, place, params, { ranked, steps: bySteps ? 'groups' : 'none' }))
      : []
    const positions = new Map(groups.map((line, index) => [keyOf(line), index + 1]))
    const counts = new Map(latencies.map((line) => [`${line.position} ${line.step}`, readHistogram(line.histogram)]))
    return wanted.map((line) => ({
      line,
      figures: toFigures(line, counts.get(`${positions.get(keyOf(line))} ${line.step}`) ?? null),
    }))
  })
  const columns = [...(bySteps ? [grain] : []), ...groupBy, ...exploreMeasures.map(fileColumn), 'at_least']
  const cells = lines.map(({ line, figures }) => ({
    [grain]: line.step,
    ...Object.fromEntries(readValues(line, params).map((value, index) => [groupBy[index] ?? '', value])),
    ...Object.fromEntries(exploreMeasures.map((name) => [fileColumn(name), figures.measures[name]])),
    at_least: figures.at_least.map(fileColumn).join(' '),
  }))
  const name = ['explore', ...groupBy.map((dimension) => dimension.replace(/[^a-z0-9]+/gi, '-')), params.from, params.to].join(
    '-',
  )
  return csvResponse<string>(name, columns, cells)
}

const keyOf = ({ value_one, value_two }: SumLine) => JSON.stringify([value_one, value_two])
