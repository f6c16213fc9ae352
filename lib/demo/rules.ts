import { createRule } from '@/lib/attribution/rules/commands'
import { listRules } from '@/lib/attribution/rules/queries'
import type { CreateRuleInput } from '@/lib/attribution/rules/schema'
import type { Actor } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { findReportingDay } from '@/lib/registry/registry-version'
import { addMonths, type CalendarDate, monthOf, monthPeriod } from '@/lib/time/calendar'
import { sharedKey } from './usage/workload'

/**
 * A key that several services share, split by service, and a route that belongs to a project. The playground was nobody's until
 * last month, and notebooks and research still are: those are left for triage.
 */
function demoRules(lastMonth: CalendarDate): readonly CreateRuleInput[] {
  return [
    {
      name: 'Shared key: the playground',
      conditions: [
        { dimension: 'api_key', operator: 'equals', values: [sharedKey] },
        { dimension: 'service', operator: 'equals', values: ['playground'] },
      ],
      team: 'developer-tools',
      from: lastMonth,
      note: 'Developer tools look after the playground since last month; what it cost before stays nobody’s.',
    },
    {
      name: 'Shared key: instant answers',
      conditions: [
        { dimension: 'api_key', operator: 'equals', values: [sharedKey] },
        { dimension: 'service', operator: 'one_of', values: ['instant-answers', 'query-rewrite'] },
      ],
      team: 'search',
      note: 'Search answers for its share of the platform’s key, whatever the calls say.',
    },
    {
      name: 'Everything behind the cart',
      conditions: [{ dimension: 'route', operator: 'prefix', values: ['/v1/cart'] }],
      project: 'storefront',
    },
  ]
}

/** Makes the demo's rules, unless there are any: who plays with the demo may undo them. */
export async function loadRules(db: Database, demo: Actor): Promise<void> {
  if ((await listRules(db)).length > 0) return
  const { from: thisMonth } = monthPeriod(monthOf(await findReportingDay(db, new Date())))
  await db.transaction(async (tx) => {
    for (const rule of demoRules(addMonths(thisMonth, -1))) await createRule(tx, demo, rule)
  })
}
