import { notFound } from 'next/navigation'
import { actorMay } from '@/lib/auth/actor'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { StatementQuestion } from './client'
import { listStatementMonths } from './list-months'
import type { StatementMonths } from './months-schema'
import { loadStatementFor } from './queries'
import type { Statement } from './schema'

/** A statement as the signed-in person may see it; a month, version or cost centre that is none is a page that is none. */
export async function loadStatement(question: StatementQuestion): Promise<Statement> {
  const actor = await requirePagePermission('finance.read')
  try {
    return await loadStatementFor(getDatabase(), scopeFor(actor, 'finance.read'), { ...question, now: new Date() })
  } catch (error) {
    if (error instanceof AppError && (error.code === 'not_found' || error.code === 'invalid')) notFound()
    throw error
  }
}

/** The months that the signed-in person can look at. */
export async function loadStatementMonths(): Promise<StatementMonths> {
  const actor = await requirePagePermission('finance.read')
  return listStatementMonths(getDatabase(), scopeFor(actor, 'finance.read'), { now: new Date() })
}

/** What the signed-in person may do with statements. */
export async function loadStatementMeans(): Promise<{ readonly canPublish: boolean; readonly seesEverything: boolean }> {
  const actor = await requirePagePermission('finance.read')
  return { canPublish: actorMay(actor, 'finance.close'), seesEverything: scopeFor(actor, 'finance.read').everything }
}
