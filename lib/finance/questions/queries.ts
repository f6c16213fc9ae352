import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { readReport } from '@/lib/reports/spend/queries'
import { monthOf, monthPeriod } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { monthBefore } from '../statement/month-text'
import { readStatement } from '../statement/queries'
import { makeQuestions } from './make-questions'
import { readSameDays } from './read-same-days'
import type { Questions } from './schema'

/**
 * The four questions to a month as it is now; who sees a part of the organisation is answered about that part.
 *
 * @param options.month absent: the current one of the reporting zone.
 * @throws AppError `invalid` for what is no month, `not_found` for one that has not begun.
 */
export async function getQuestions(
  db: Database,
  scope: Scope,
  { month, zone, now }: { month?: string; zone: string; now: Date },
): Promise<Questions> {
  const today = dateInZone(now, zone)
  const statement = await readStatement(db, scope, { month: month ?? monthOf(today), view: 'project', now })
  const sameDays = statement.is_running
    ? await readReport(db, (tx) => readSameDays(tx, scope, { zone, month: statement.month, today }))
    : null
  return makeQuestions(statement, monthPeriod(monthBefore(statement.month)), sameDays)
}
