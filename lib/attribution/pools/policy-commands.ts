import { and, eq, isNull } from 'drizzle-orm'
import { command } from '@/lib/audit/command'
import { type Actor, actorMay } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { poolPolicy, sharedPool } from '@/lib/db/schema/attribution'
import { AppError } from '@/lib/errors'
import { findTeamIds } from '@/lib/registry/queries'
import { actorLabel } from '../actor-label'
import { lockPool } from './commands'
import { decidePolicySchema, proposePolicySchema } from './schema'

/**
 * Proposes how a pool is shared out from a month on. It holds once somebody else has approved it, also for months that are
 * over by then. A pool has one proposal at a time.
 */
export const proposePolicy = command({
  name: 'pool.propose_policy',
  permission: 'pool.edit',
  input: proposePolicySchema,
  async run({ tx, actor }, { pool, effectiveFrom, method, shares, note }) {
    const found = await lockPool(tx, pool)
    if (found.archivedAt) throw new AppError('conflict', `${pool} is archived: restore it before it is shared out anew.`)
    await requireTeams(tx, shares)
    const [open] = await tx
      .select({ id: poolPolicy.id })
      .from(poolPolicy)
      .where(and(eq(poolPolicy.poolId, found.id), isNull(poolPolicy.decidedAt)))
    if (open) {
      const message = 'a proposal is waiting already: have it approved or refused first'
      throw new AppError('conflict', `${pool}: ${message}.`, { errors: [{ path: 'pool', message }] })
    }
    const [created] = await tx
      .insert(poolPolicy)
      .values({ poolId: found.id, effectiveFrom, method, shares, note, proposedBy: actorLabel(actor) })
      .returning({ id: poolPolicy.id })
    if (!created) throw new Error('a policy was not stored')
    const after = { policy: created.id, from: effectiveFrom, method, shares, note }
    return { result: created, audit: [{ subject: { kind: 'pool', id: found.id, name: pool }, before: null, after }] }
  },
})

/**
 * Approves or refuses a proposed policy. Only the pool's approver may, or somebody who may approve for finance; nobody approves
 * what they proposed themselves, though they may take it back by refusing it. A decision stands: another policy follows it.
 */
export const decidePolicy = command({
  name: 'pool.decide_policy',
  permission: 'pool.approve',
  input: decidePolicySchema,
  async run({ tx, actor, now }, { id, decision, note }) {
    const [found] = await tx
      .select({ policy: poolPolicy, pool: sharedPool })
      .from(poolPolicy)
      .innerJoin(sharedPool, eq(sharedPool.id, poolPolicy.poolId))
      .where(eq(poolPolicy.id, id))
      .for('no key update', { of: poolPolicy })
    if (!found) throw new AppError('not_found', 'No such policy.')
    const { policy, pool } = found
    if (policy.decision !== null) {
      throw new AppError('conflict', `This policy was ${policy.decision} already, by ${policy.decidedBy}.`)
    }
    const refusal = findDecisionRefusal(actor, { approverEmail: pool.approverEmail, proposedBy: policy.proposedBy, decision })
    if (refusal !== null) throw new AppError('forbidden', refusal)
    const decided = { decision, decidedBy: actorLabel(actor), decidedAt: now, note: joinNotes(policy.note, note) }
    await tx.update(poolPolicy).set(decided).where(eq(poolPolicy.id, id))
    const facts = { policy: id, from: policy.effectiveFrom, method: policy.method }
    const subject = { kind: 'pool', id: pool.id, name: pool.slug }
    const before = { ...facts, decision: 'none yet' }
    return { result: undefined, audit: [{ subject, before, after: { ...facts, decision, note } }] }
  },
})

interface DecisionFacts {
  readonly approverEmail: string
  readonly proposedBy: string
  readonly decision: 'approved' | 'refused'
}

/** Why an actor may not decide a proposal, as a sentence; null where they may. */
export function findDecisionRefusal(actor: Actor, { approverEmail, proposedBy, decision }: DecisionFacts): string | null {
  // The operator's command line, and the demo, act for an organisation that is not there yet.
  if (actor.kind === 'system') return null
  const isProposer = proposedBy === actorLabel(actor)
  if (isProposer) {
    return decision === 'refused' ? null : 'You proposed this policy: somebody else has to approve it. You may take it back.'
  }
  const isApprover = actor.kind === 'user' && actor.email.toLowerCase() === approverEmail
  if (isApprover || actorMay(actor, 'finance.approve')) return null
  return `Only ${approverEmail}, or somebody who approves for finance, may decide this.`
}

const joinNotes = (proposed: string | null, decided: string | null) =>
  [proposed, decided].filter((text) => text !== null).join('\n') || null

async function requireTeams(tx: Database, shares: readonly { team: string }[]): Promise<void> {
  const slugs = shares.map(({ team }) => team)
  try {
    await findTeamIds(tx, slugs)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const errors = error.errors.map(({ message }) => ({ path: 'shares', message }))
    throw new AppError('invalid', 'Some fields need another value.', { errors, cause: error })
  }
}
