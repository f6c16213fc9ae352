import { asc } from 'drizzle-orm'
import { createRule } from '@/lib/attribution/rules/commands'
import { listRules } from '@/lib/attribution/rules/queries'
import type { Database } from '@/lib/db/client'
import { statementVersion } from '@/lib/db/schema/finance'
import { AppError } from '@/lib/errors'
import { publishStatement } from '@/lib/finance/statement/commands'
import { findReportingDay } from '@/lib/registry/registry-version'
import { addMonths, monthOf, monthPeriod } from '@/lib/time/calendar'
import { actAs } from './act-as'

const correction = 'Evaluations: one month of the data platform'

/**
 * The month before last as it was published, and published again once somebody answered for a part that had been nobody's; last
 * month is a draft. What is published already stays as it is.
 */
export async function loadFinance(db: Database, now = new Date()): Promise<void> {
  const published = await db.select({ month: statementVersion.month }).from(statementVersion).orderBy(asc(statementVersion.month))
  if (published.length > 1) return
  const [finance, admin] = [await actAs(db, 'finance'), await actAs(db, 'admin')]
  const { from: thisMonth } = monthPeriod(monthOf(await findReportingDay(db, now)))
  // A load that was cut off goes on with the month that it began with.
  const month = monthOf(published[0]?.month ?? addMonths(thisMonth, -2))
  if (published.length === 0) {
    await publishStatement(db, finance, { month, note: 'First close. What is nobody’s is itemised and followed up.' })
  }
  if (!(await listRules(db)).some(({ name }) => name === correction)) {
    const { from, to } = monthPeriod(month)
    await createRule(db, admin, {
      name: correction,
      conditions: [{ dimension: 'service', operator: 'equals', values: ['eval-runner'] }],
      team: 'data-platform',
      ...{ from, to },
      note: 'The research team is not registered yet; the data platform answers for this month, and for no other.',
    })
  }
  try {
    await publishStatement(db, finance, {
      month,
      note: 'Correction: the data platform answers for the evaluations of this month.',
    })
  } catch (error) {
    // Where the month has no evaluations there is nothing to correct, and the first version stands.
    if (!(error instanceof AppError && error.code === 'conflict')) throw error
  }
}
