import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { getDatabase } from '@/lib/db/client'
import type { PeriodParams } from '../period-params'
import { getKeyUse } from './key-use'
import { getKeys } from './queries'
import type { KeysReport, KeyUseQuestion, KeyUseReport } from './schema'

/** The report of keys as the signed-in person may see it, for the first paint of a page. */
export async function loadKeys(period: PeriodParams): Promise<KeysReport> {
  const actor = await requirePagePermission('spend.read')
  return getKeys(getDatabase(), scopeFor(actor, 'spend.read'), period)
}

/** What one key is used for, likewise. */
export async function loadKeyUse(question: KeyUseQuestion): Promise<KeyUseReport> {
  const actor = await requirePagePermission('spend.read')
  return getKeyUse(getDatabase(), scopeFor(actor, 'spend.read'), question)
}
