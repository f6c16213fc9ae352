import { csvResponse } from '@/lib/http/csv-response'
import type { Handler } from '@/lib/http/handler'
import { route } from '@/lib/http/route'
import { getModels } from './queries'
import { type ModelsReport, type modelFiles, modelsParamsSchema } from './schema'

/** `GET /api/v1/engineering/models?from=…&to=…`: cost, latency, classes and siblings; `format=csv&rows=classes` for one of them. */
export const getModelsReport: Handler = route(
  { permission: 'spend.read', query: modelsParamsSchema },
  async ({ db, scope, query }) => {
    if (scope === null) throw new Error('a route with a permission has a scope')
    const report = await getModels(db, scope, query)
    return query.format === 'json' ? report : writeFile[query.rows](report)
  },
)

const nameOf = (rows: string, { from, to }: ModelsReport) => `${rows}-${from}-${to}`

const writeFile: Readonly<Record<(typeof modelFiles)[number], (report: ModelsReport) => Response>> = {
  models: (report) =>
    csvResponse(
      nameOf('models', report),
      [
        ...([
          'provider',
          'model',
          'cost_usd',
          'is_at_least',
          'list_cost_usd',
          'previous_cost_usd',
          'requests',
          'errors',
        ] as const),
        ...(['cost_per_thousand_usd', 'latency_calls', 'p50_ms', 'p95_ms', 'latency_error'] as const),
      ],
      report.models.map((row) => ({
        ...row,
        is_at_least: String(row.is_at_least),
        ...{
          latency_calls: row.latency?.calls ?? null,
          p50_ms: row.latency?.p50_ms ?? null,
          p95_ms: row.latency?.p95_ms ?? null,
        },
        latency_error: row.latency && report.latency_error,
      })),
    ),
  classes: (report) =>
    csvResponse(
      nameOf('model-classes', report),
      ['provider', 'model', 'class', 'quantity', 'unpriced_quantity', 'cost_usd', 'list_cost_usd'],
      report.models.flatMap(({ provider, model, classes }) =>
        classes.map((part) => ({ ...part, provider, model, class: part.name })),
      ),
    ),
  siblings: (report) =>
    csvResponse(
      nameOf('model-siblings', report),
      [
        ...(['provider', 'model', 'released', 'sibling', 'sibling_released', 'is_same_size', 'is_newer', 'is_cheaper'] as const),
        ...([
          'requests',
          'list_cost_usd',
          'sibling_cost_usd',
          'difference_usd',
          'is_at_least',
          'left_out_usd',
          'left_out_why',
        ] as const),
      ],
      report.siblings.map((row) => ({
        ...row,
        ...{ is_same_size: String(row.is_same_size), is_newer: String(row.is_newer), is_cheaper: String(row.is_cheaper) },
        ...{ is_at_least: String(row.is_at_least), left_out_why: row.left_out_why.join('; ') },
      })),
    ),
}
