import { csvResponse, FigureText } from '@/lib/http/csv-response'
import { wasteDimensions } from './kinds'
import type { WasteReport } from './schema'

const columns = ['kind', ...wasteDimensions, 'team_name', 'detail', 'requests', 'cost_usd', 'is_at_least'] as const

/** The rows of every kind one after the other, with exact amounts. Kinds overlap: the column of costs has no sum. */
export function wasteCsv({ from, to, kinds, names }: WasteReport): Response {
  const rows = kinds.flatMap(({ kind, rows: ofKind }) =>
    ofKind.map(({ detail, requests, cost_usd, is_at_least, ...values }) => ({
      ...{ kind, team: null, environment: null, service: null, route: null, feature: null, model: null, model_family: null },
      ...Object.fromEntries(wasteDimensions.map((name) => [name, values[name] ?? null])),
      ...{ team_name: names.team[values.team ?? ''] ?? null, detail, requests: new FigureText(requests) },
      ...{ cost_usd, is_at_least: String(is_at_least) },
    })),
  )
  return csvResponse(`waste-${from}-${to}`, columns, rows)
}
