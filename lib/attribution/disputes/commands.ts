import { and, eq, sql } from 'drizzle-orm'
import { command } from '@/lib/audit/command'
import type { Actor } from '@/lib/auth/actor'
import { type Scope, scopeFor } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { ownershipDispute, type RuleCondition, sharedPool } from '@/lib/db/schema/attribution'
import { team } from '@/lib/db/schema/registry'
import { AppError } from '@/lib/errors'
import { toRangeText } from '@/lib/registry/dated-spans'
import { findReportingDay } from '@/lib/registry/registry-version'
import { actorLabel } from '../actor-label'
import { lockAttribution } from '../attribute-series'
import { applyRuleChange } from '../rules/commands'
import { describeCondition } from '../rules/conditions'
import { toRuleInput } from './dispute-rule'
import { listDisputes, whereTeamInScope } from './queries'
import { decideDisputeSchema, disputeIdSchema, raiseDisputeSchema } from './schema'

/** Disputes some series of a team that the actor sees, and proposes whose they are instead. Nothing moves until it is decided. */
export const raiseDispute = command({
  name: 'dispute.raise',
  permission: 'dispute.raise',
  input: raiseDisputeSchema,
  async run({ tx, actor, now }, input) {
    const owner = await findOwnTeam(tx, scopeFor(actor, 'dispute.raise'), input.team, now)
    const proposedTeamId = input.proposed_team === null ? null : await findProposed(tx, 'team', input.proposed_team)
    const proposedPoolId = input.proposed_pool === null ? null : await findProposed(tx, 'pool', input.proposed_pool)
    // Two that dispute the same at once follow each other, and the second is told.
    await tx.select({ id: team.id }).from(team).where(eq(team.id, owner.id)).for('no key update')
    const conditions = sortConditions(input.conditions)
    await refuseTwice(tx, owner.id, conditions)
    const [created] = await tx
      .insert(ownershipDispute)
      .values({
        ...{ teamId: owner.id, proposedTeamId, proposedPoolId, conditions, period: toRangeText(input) },
        ...{ reason: input.reason, raisedBy: actorLabel(actor), state: 'open' },
      })
      .returning({ id: ownershipDispute.id })
    if (!created) throw new Error('a dispute was not stored')
    const after = {
      ...{ team: input.team, proposed: input.proposed_team ?? `pool ${input.proposed_pool}`, from: input.from, to: input.to },
      ...{ conditions: conditions.map(describeCondition), reason: input.reason },
    }
    return { result: created, audit: [{ subject: { kind: 'dispute', id: created.id, name: input.team }, before: null, after }] }
  },
})

/** Takes back a dispute that is open; who raised it may, and nobody else. */
export const withdrawDispute = command({
  name: 'dispute.withdraw',
  permission: 'dispute.raise',
  input: disputeIdSchema,
  async run({ tx, actor, now }, { id }) {
    const dispute = await lockOpenDispute(tx, { id, actor, now, permission: 'dispute.raise' })
    if (dispute.raisedBy !== actorLabel(actor) && actor.kind !== 'system') {
      throw new AppError('forbidden', `Only ${dispute.raisedBy}, who raised this dispute, may withdraw it.`)
    }
    await tx
      .update(ownershipDispute)
      .set({ state: 'withdrawn', decidedBy: actorLabel(actor), decidedAt: now })
      .where(eq(ownershipDispute.id, id))
    const subject = { kind: 'dispute', id, name: dispute.team }
    return { result: undefined, audit: [{ subject, before: { state: 'open' }, after: { state: 'withdrawn' } }] }
  },
})

/**
 * Decides a dispute. Accepting it makes a decision, a rule that comes before all others, in the same transaction: the series
 * move at once, on all days of the dispute, and every report shows it.
 */
export const decideDispute = command({
  name: 'dispute.decide',
  permission: 'dispute.decide',
  input: decideDisputeSchema,
  async run({ tx, actor, now }, { id, decision, note }) {
    // Comes before any row: accepting changes who owns what.
    if (decision === 'accepted') await lockAttribution(tx)
    const dispute = await lockOpenDispute(tx, { id, actor, now, permission: 'dispute.decide' })
    const moved =
      decision === 'accepted'
        ? await applyRuleChange({ tx, actor, now }, { action: 'create', rule: toRuleInput(dispute, note) })
        : null
    const ruleId = moved?.result.id ?? null
    await tx
      .update(ownershipDispute)
      .set({ state: decision, decidedBy: actorLabel(actor), decidedAt: now, decisionNote: note, ruleId })
      .where(eq(ownershipDispute.id, id))
    const subject = { kind: 'dispute', id, name: dispute.team }
    const after = { state: decision, note, ...(moved && { rule: ruleId, series: moved.result.series }) }
    const audit = [...(moved?.audit ?? []), { subject, before: { state: 'open' }, after }]
    return { result: { ruleId, series: moved?.result.series ?? 0 }, audit }
  },
})

interface LockQuestion {
  readonly id: string
  readonly actor: Actor
  readonly now: Date
  readonly permission: 'dispute.raise' | 'dispute.decide'
}

/** An open dispute that the actor sees, locked until the transaction ends. */
async function lockOpenDispute(tx: Database, { id, actor, now, permission }: LockQuestion) {
  await tx.select({ id: ownershipDispute.id }).from(ownershipDispute).where(eq(ownershipDispute.id, id)).for('no key update')
  const reader = { scope: scopeFor(actor, permission), reader: actorLabel(actor) }
  const [found] = await listDisputes(tx, reader, { id, today: await findReportingDay(tx, now) })
  if (!found) throw new AppError('not_found', 'No such dispute.')
  if (found.state !== 'open') throw new AppError('conflict', `This dispute was ${found.state} already, by ${found.decidedBy}.`)
  return found
}

/** A team outside of the actor's scope is told apart from none by nobody. */
async function findOwnTeam(tx: Database, scope: Scope, slug: string, now: Date): Promise<{ id: string }> {
  const [found] = await tx.execute<{ id: string }>(
    sql`select id from team where slug = ${slug} and ${whereTeamInScope(scope, await findReportingDay(tx, now))}`,
  )
  if (found) return found
  const message = `no team of yours is registered as "${slug}"`
  throw new AppError('invalid', `team: ${message}.`, { errors: [{ path: 'team', message }] })
}

async function findProposed(tx: Database, kind: 'team' | 'pool', slug: string): Promise<string> {
  const table = kind === 'team' ? team : sharedPool
  const [found] = await tx.select({ id: table.id, archivedAt: table.archivedAt }).from(table).where(eq(table.slug, slug))
  if (found && !found.archivedAt) return found.id
  const message = found ? `the ${kind} "${slug}" is archived: name another` : `no ${kind} is registered as "${slug}"`
  throw new AppError('invalid', `proposed_${kind}: ${message}.`, { errors: [{ path: `proposed_${kind}`, message }] })
}

async function refuseTwice(tx: Database, teamId: string, conditions: readonly RuleCondition[]): Promise<void> {
  const open = await tx
    .select({ conditions: ownershipDispute.conditions, raisedBy: ownershipDispute.raisedBy })
    .from(ownershipDispute)
    .where(and(eq(ownershipDispute.teamId, teamId), eq(ownershipDispute.state, 'open')))
  const text = JSON.stringify(conditions.map(toPlain))
  const twin = open.find((one) => JSON.stringify(sortConditions(one.conditions).map(toPlain)) === text)
  if (!twin) return
  const message = `the same is disputed already, by ${twin.raisedBy}`
  throw new AppError('conflict', `${message}.`, { errors: [{ path: 'conditions', message }] })
}

/** jsonb keeps keys in an order of its own. */
const toPlain = ({ dimension, operator, values }: RuleCondition) => [dimension, operator, values]

const sortConditions = <Condition extends RuleCondition>(conditions: readonly Condition[]): Condition[] =>
  conditions.toSorted((one, other) => (one.dimension < other.dimension ? -1 : 1))
