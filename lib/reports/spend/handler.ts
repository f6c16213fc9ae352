import type { Handler } from '@/lib/http/handler'
import { route } from '@/lib/http/route'
import { getFilterValues } from './filter-values'
import { filterValuesParamsSchema } from './filter-values-schema'
import { getSpend } from './queries'
import { spendParamsSchema } from './schema'
import { fileResponse } from './spend-file'

/** `GET /api/v1/reports/spend`: rows, their total over all pages, and files of the same rows. */
export const getSpendReport: Handler = route(
  { permission: 'spend.read', query: spendParamsSchema },
  async ({ db, scope, query }) => {
    if (scope === null) throw new Error('a route with a permission has a scope')
    const report = await getSpend(db, scope, query)
    return query.format === 'json' ? report : fileResponse(report, query, query.format)
  },
)

/** `GET /api/v1/reports/filter-values?dimension=model&from=…&to=…&search=…`: what a dimension can be filtered by. */
export const getFilterValuesReport: Handler = route(
  { permission: 'spend.read', query: filterValuesParamsSchema },
  async ({ db, scope, query }) => {
    if (scope === null) throw new Error('a route with a permission has a scope')
    return getFilterValues(db, scope, query.dimension, query)
  },
)
