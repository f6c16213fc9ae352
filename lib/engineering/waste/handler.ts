import type { Handler } from '@/lib/http/handler'
import { route } from '@/lib/http/route'
import { loadWaste } from './load-waste'
import { maxShownRows } from './summarise'
import { wasteCsv } from './waste-csv'
import { wasteParamsSchema } from './waste-params'

const maxFileRows = 100_000

/** `GET /api/v1/engineering/waste`: what was wasted, by kind; as CSV the rows of every kind. */
export const getWasteReport: Handler = route(
  { permission: 'spend.read', query: wasteParamsSchema },
  async ({ db, scope, query: { kinds, format, ...period } }) => {
    if (scope === null) throw new Error('a route with a permission has a scope')
    const all = await loadWaste(db, scope, period, { maxRows: format === 'csv' ? maxFileRows : maxShownRows })
    const report = { ...all, kinds: all.kinds.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind)) }
    return format === 'csv' ? wasteCsv(report) : report
  },
)
