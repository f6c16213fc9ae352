import { type Scope, scopeFor } from '@/lib/auth/scope'
import { type Reach, readReach } from '@/lib/budgets/reach'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { noneValue } from '@/lib/reports/spend/dimension-names'
import { findZone, readReport } from '@/lib/reports/spend/queries'
import { monthPeriod } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import type { StatementQuestion } from './client'
import { keepCostCenterOnly, keepVisible } from './keep-visible'
import { requireMonth } from './month-text'
import { type Draft, readDraft } from './read-statement'
import type { Statement, StatementView } from './schema'
import { listVersions, readFrozen } from './versions'

/** Who reads all of the ledger, so that a statement can be made before it is narrowed to its reader. */
export const everything: Scope = scopeFor({ kind: 'system', name: 'job' }, 'finance.read')

/**
 * The statement of a month as it is now, of one snapshot. Who sees a part of the organisation gets the lines of that part.
 *
 * @throws AppError `invalid` for what is no month, `not_found` for one that has not begun.
 */
export function readStatement(
  db: Database,
  scope: Scope,
  { month, view, now }: { month: string; view: StatementView; now: Date },
): Promise<Statement> {
  return readReport(db, async (tx) => {
    const [{ from }, today] = [monthPeriod(requireMonth(month)), dateInZone(now, await findZone(tx))]
    if (from > today) throw new AppError('not_found', `${month} has not begun: there is no statement of it yet.`)
    return narrow(tx, scope, await readDraft(tx, everything, { month, view, now }))
  })
}

/**
 * A published version as it was frozen; who sees a part of the organisation gets the lines of that part.
 *
 * @throws AppError `invalid` for what is no month, `not_found` where there is no such version.
 */
export function readStatementVersion(
  db: Database,
  scope: Scope,
  { month, version, view }: { month: string; version: number; view: StatementView },
): Promise<Statement> {
  return readReport(db, async (tx) => narrow(tx, scope, await readFrozen(tx, { month: requireMonth(month), version, view })))
}

async function narrow(tx: Database, scope: Scope, draft: Draft): Promise<Statement> {
  const reach: Reach = await readReach(tx, scope)
  return { ...keepVisible(draft, reach), versions: await listVersions(tx, draft.month, reach) }
}

/**
 * The draft or a version of a statement, all that the reader sees of it, or one cost centre.
 *
 * @throws AppError `invalid` for what is no month, `not_found` where there is no such version, or no such cost centre in it.
 */
export async function loadStatementFor(
  db: Database,
  scope: Scope,
  { month, view, version = null, costCenter = null, now }: StatementQuestion & { now: Date },
): Promise<Statement> {
  const statement =
    version === null
      ? await readStatement(db, scope, { month, view, now })
      : await readStatementVersion(db, scope, { month, version, view })
  if (costCenter === null) return statement
  const narrowed = keepCostCenterOnly(statement, costCenter)
  if (narrowed.lines.length > 0) return narrowed
  const named = costCenter === noneValue ? 'nothing without a cost centre' : `no cost centre “${costCenter.slice(0, 60)}”`
  const message = `The statement of ${month} has ${named}.`
  throw new AppError('not_found', message, { errors: [{ path: 'cost_center', message: 'is not in this statement' }] })
}
