import { createEstimates } from '@/lib/attribution/estimates/commands'
import type { Database } from '@/lib/db/client'
import { spendEstimate } from '@/lib/db/schema/attribution'
import { findReportingDay } from '@/lib/registry/registry-version'
import { addMonths, monthOf, monthPeriod } from '@/lib/time/calendar'
import { actAs } from './act-as'

/** What was spent in the quarter before the first recorded event, as finance reckoned it; unless there are estimates. */
export async function loadEstimates(db: Database): Promise<void> {
  const [some] = await db.select({ id: spendEstimate.id }).from(spendEstimate).limit(1)
  if (some) return
  const { from: thisMonth } = monthPeriod(monthOf(await findReportingDay(db, new Date())))
  const quarter = { from: addMonths(thisMonth, -6), to: addMonths(thisMonth, -3) }
  await createEstimates(db, await actAs(db, 'finance'), {
    estimates: [
      {
        ...quarter,
        team: 'search',
        provider: 'openai',
        amount_usd: '18450',
        method: 'Invoice 4711, split by the keys of the teams',
      },
      { ...quarter, cost_center: 'CC-3300', amount_usd: '9200.5', method: 'Card statements of three months, by head count' },
    ],
  })
}
