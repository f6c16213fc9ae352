import type { Handler } from '@/lib/http/handler'
import { route } from '@/lib/http/route'
import { movementCsv } from './movement-csv'
import { getMovement } from './queries'
import { movementParamsSchema } from './schema'

/** `GET /api/v1/finance/movement?month=2026-10&against=2026-09`: why one month differs from another, and the same as CSV. */
export const getMovementReport: Handler = route(
  { permission: 'finance.read', query: movementParamsSchema },
  async ({ db, scope, query }) => {
    if (scope === null) throw new Error('a route with a permission has a scope')
    const report = await getMovement(db, scope, query, new Date())
    return query.format === 'csv' ? movementCsv(report) : report
  },
)
