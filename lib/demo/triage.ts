import { sql } from 'drizzle-orm'
import { scopeFor } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { findReportingDay } from '@/lib/registry/registry-version'
import { addDays, monthOf } from '@/lib/time/calendar'
import { acceptFindings, assignFindings, commentOnFindings, moveFindings } from '@/lib/triage/commands'
import type { Lane } from '@/lib/triage/lanes'
import { recordCrossings, setLimit, setTarget } from '@/lib/triage/limits'
import { listFindings } from '@/lib/triage/queries'
import { findingsQuerySchema } from '@/lib/triage/schema'
import { keepSnapshot } from '@/lib/triage/snapshot-job'
import { actAs } from './act-as'

/**
 * Work on findings that is under way: some asked for, talked about, begun and accepted, a target, and a limit that is crossed.
 * The burn-down has today alone and grows from there: what lanes held on days past, nobody noted.
 */
export async function loadTriage(db: Database): Promise<void> {
  const [touched] = await db.execute(sql`select from triage_target limit 1`)
  if (touched) return
  const now = new Date()
  const [admin, finance] = [await actAs(db, 'admin'), await actAs(db, 'finance')]
  const today = await findReportingDay(db, now)
  const scope = scopeFor(admin, 'triage.read')
  const refsOf = async (lane: Lane) => {
    const query = findingsQuerySchema.parse({ lane, limit: 5 })
    const { findings } = await listFindings(db, scope, query, { now })
    return findings.map(({ key }) => ({ lane, key: { ...key } }))
  }
  await db.transaction(async (tx) => {
    const [stray] = await refsOf('no_owner')
    if (stray) {
      await moveFindings(tx, admin, { findings: [stray], state: 'in_progress' })
      await assignFindings(tx, admin, { findings: [stray], assignee: { user: admin.email } })
      await commentOnFindings(tx, admin, {
        findings: [stray],
        comment: 'Asked in the platform channel whose notebooks these are.',
      })
    }
    const [, waiting] = await refsOf('unknown_team')
    if (waiting) {
      const comment = 'The team is being founded; people tell us its slug by Friday.'
      await moveFindings(tx, admin, { findings: [waiting], state: 'waiting', comment })
    }
    const [uncounted] = await refsOf('missing_tokens')
    if (uncounted) {
      const reason = 'The source reports no tokens yet; its next release does.'
      await acceptFindings(tx, finance, { findings: [uncounted], reason, until: addDays(today, 60) })
    }
    await setTarget(tx, finance, { from: monthOf(today), percent: '95' })
    await setLimit(tx, finance, { lane: null, measure: 'share', threshold: '1' })
    await setLimit(tx, finance, { lane: 'unpriced', measure: 'age', threshold: '14' })
  })
  await recordCrossings(db, now)
  await keepSnapshot(db, now)
}
