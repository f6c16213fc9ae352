import { createPool } from '@/lib/attribution/pools/commands'
import { decidePolicy, proposePolicy } from '@/lib/attribution/pools/policy-commands'
import { listPools } from '@/lib/attribution/pools/queries'
import { createRule } from '@/lib/attribution/rules/commands'
import type { Database } from '@/lib/db/client'
import { findReportingDay } from '@/lib/registry/registry-version'
import { addMonths, monthOf } from '@/lib/time/calendar'
import { actAs } from './act-as'
import { demoPeople } from './organization'

const approver = demoPeople.find(({ role }) => role === 'finance')?.email ?? ''

const platform = { slug: 'platform', name: 'Platform', approver_email: approver, cost_center: 'CC-2200' } as const
const incidents = {
  slug: 'incident-response',
  name: 'Incident response',
  approver_email: approver,
  cost_center: 'CC-3300',
} as const

/**
 * Two shared pools: the platform’s, shared out by direct spend since the demo began, and that of incidents, whose policy was
 * proposed and waits for approval. A pool that is there is left as it is.
 */
export async function loadPools(db: Database): Promise<void> {
  const today = await findReportingDay(db, new Date())
  const there = new Set((await listPools(db, today)).map(({ slug }) => slug))
  const [admin, finance] = [await actAs(db, 'admin'), await actAs(db, 'finance')]
  const thisMonth = monthOf(today)
  if (!there.has(platform.slug)) {
    await db.transaction(async (tx) => {
      await createRule(tx, admin, {
        name: 'Code review serves every team',
        conditions: [{ dimension: 'service', operator: 'equals', values: ['code-review'] }],
        pool: (await createPool(tx, admin, platform)).slug,
        note: 'Developer tools run it, and it reviews everybody’s pull requests.',
      })
      const from = monthOf(addMonths(`${thisMonth}-01`, -3))
      const policy = await proposePolicy(tx, admin, { pool: platform.slug, from_month: from, method: 'direct_spend' })
      await decidePolicy(tx, finance, { id: policy.id, decision: 'approved', note: 'As agreed for this year.' })
    })
  }
  if (!there.has(incidents.slug)) {
    await db.transaction(async (tx) => {
      await createRule(tx, admin, {
        name: 'Case notes of incidents',
        conditions: [{ dimension: 'service', operator: 'equals', values: ['case-notes'] }],
        pool: (await createPool(tx, admin, incidents)).slug,
        from: addMonths(`${thisMonth}-01`, -1),
        note: 'Written for whoever is on call, since last month.',
      })
      await proposePolicy(tx, admin, {
        pool: incidents.slug,
        from_month: thisMonth,
        method: 'fixed',
        shares: [
          { team: 'checkout', percent: '40' },
          { team: 'search', percent: '35' },
          { team: 'support-ops', percent: '25' },
        ],
        note: 'By how often each team was on call last quarter.',
      })
    })
  }
}
