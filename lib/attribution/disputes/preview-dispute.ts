import { type Actor, assertMay } from '@/lib/auth/actor'
import { scopeFor } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { findReportingDay } from '@/lib/registry/registry-version'
import { actorLabel } from '../actor-label'
import { previewRule, type RulePreview } from '../rules/preview'
import { toRuleInput } from './dispute-rule'
import { listDisputes } from './queries'

/**
 * What accepting a dispute would move: all series that its conditions meet, whosever they are. For those who decide, who see
 * everything: it holds the figures of other teams.
 */
export async function previewDispute(db: Database, actor: Actor, id: string): Promise<RulePreview> {
  assertMay(actor, 'dispute.decide')
  const scope = scopeFor(actor, 'dispute.decide')
  const today = await findReportingDay(db, new Date())
  const [dispute] = await listDisputes(db, { scope, reader: actorLabel(actor) }, { id, today })
  if (!dispute) throw new AppError('not_found', 'No such dispute.')
  return previewRule(db, scope, { action: 'create', rule: toRuleInput(dispute, null) })
}
