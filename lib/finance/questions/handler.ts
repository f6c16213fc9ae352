import type { Handler } from '@/lib/http/handler'
import { route } from '@/lib/http/route'
import { findZone } from '@/lib/reports/spend/queries'
import { getQuestions } from './queries'
import { questionParamsSchema } from './schema'

/** `GET /api/v1/finance/questions?month=2026-05`: what grows, what is over, what is out of proportion, what is not attributed. */
export const getFinanceQuestions: Handler = route(
  { permission: 'finance.read', query: questionParamsSchema },
  async ({ db, scope, query: { month } }) => {
    if (scope === null) throw new Error('a route with a permission has a scope')
    return getQuestions(db, scope, { month, zone: await findZone(db), now: new Date() })
  },
)
