import { getDatabase } from '@/lib/db/client'
import type { Handler } from '@/lib/http/handler'
import { route } from '@/lib/http/route'
import { findDatabaseUrl, readExportSnapshot } from '../exports/export-client'
import { askExport } from '../exports/export-place'
import { focusParamsSchema } from '../exports/schema'
import { csvStream, streamSnapshot } from '../exports/stream-snapshot'
import { readFocusSummary, writeFocus } from './write-focus'

/** A file's name, the same whether it is streamed or was made by a job. */
export const focusFileName = (month: string) => `focus-1.2-cost-and-usage-${month}.csv`

/**
 * `GET /api/v1/focus/cost-and-usage?month=2026-05`: the month as a FOCUS 1.2 file, streaming. What has no price is not in it, and
 * is told in headers; `format=json` tells what the file comes to and itemises what it leaves out.
 */
export const getFocusCostAndUsage: Handler = route(
  { permission: 'finance.read', query: focusParamsSchema },
  async ({ scope, query: { month, format } }) => {
    if (scope === null) throw new Error('a route with a permission has a scope')
    const question = await askExport(getDatabase(), scope, month)
    if (format === 'json') return readExportSnapshot(findDatabaseUrl(), (tx) => readFocusSummary(tx, question))
    const { head, body } = await streamSnapshot(async (tx) => {
      const { summary, pieces } = await writeFocus(tx, question)
      return { head: summary, pieces }
    })
    return csvStream(body, focusFileName(month), {
      'x-focus-version': '1.2',
      'x-billed-cost-usd': head.billed_cost_usd,
      'x-unpriced-requests': String(head.unpriced_requests),
      'x-missing-token-requests': String(head.missing_token_requests),
      'x-as-of': head.as_of,
    })
  },
)
