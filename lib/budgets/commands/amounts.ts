import { and, eq } from 'drizzle-orm'
import { type AuditFacts, command } from '@/lib/audit/command'
import type { Actor } from '@/lib/auth/actor'
import { scopeFor } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { budgetAmendment, budgetPlan, budgetRequest } from '@/lib/db/schema/budgets'
import { AppError } from '@/lib/errors'
import { tellUsers } from '@/lib/inbox/tell-users'
import { parseDecimal } from '@/lib/money/decimal'
import { formatUsd } from '@/lib/money/format'
import { findAmount } from '../amendments'
import { periodOn } from '../budget-period'
import { describePeriod } from '../describe-period'
import { evaluateBudgets } from '../evaluate'
import { type BudgetRecord, listPlan } from '../queries'
import { findOwners, listApprovers } from '../recipients'
import { amendBudgetSchema, decideRequestSchema, requestIdSchema, setPlanSchema } from '../schema'
import { lockBudget, mayApprove, refuseOddStart, subjectOf } from './budgets'

interface NewAmount {
  readonly from: string
  readonly amount: string
  readonly reason: string
  readonly requestedBy: string
  readonly approvedBy: string
  readonly requestId: string | null
}

/** Sets another amount from a period on. Without the permission to approve it can only be lowered. */
export const amendBudget = command({
  name: 'budget.amend',
  permission: 'budget.edit',
  input: amendBudgetSchema,
  async run({ tx, actor, now }, { id, amount_usd: amount, from, reason }) {
    const record = await lockBudget(tx, actor, id)
    refuseOddStart(record.periodKind, from)
    const before = findAmount(record.amendments, periodOn(record.periodKind, from))
    if (!mayApprove(actor) && (before === null || parseDecimal(amount) > before)) {
      const message = 'is no more than it was: ask for more, and finance decides'
      throw new AppError('invalid', `amount_usd: ${message}.`, { errors: [{ path: 'amount_usd', message }] })
    }
    const names = { requestedBy: actor.name, approvedBy: actor.name, requestId: null }
    return { result: undefined, audit: [await applyAmount(tx, record, { from, amount, reason, ...names }, now)] }
  },
})

/** Writes an amendment and looks at once which thresholds the spend has passed under it. */
async function applyAmount(
  tx: Database,
  record: BudgetRecord,
  { from, ...amendment }: NewAmount,
  now: Date,
): Promise<AuditFacts> {
  const period = periodOn(record.periodKind, from)
  const before = record.amendments.length === 0 ? null : findAmount(record.amendments, period)
  await tx.insert(budgetAmendment).values({ budgetId: record.id, effectiveFrom: from, ...amendment })
  await evaluateBudgets(tx, { now, budgetIds: [record.id], isAmended: true })
  const { amount, reason, requestedBy, approvedBy } = amendment
  return {
    subject: subjectOf(record),
    before: { amount_usd: before === null ? null : formatUsd(before, { digits: 'exact' }), from },
    after: {
      amount_usd: formatUsd(amount, { digits: 'exact' }),
      from,
      reason,
      requested_by: requestedBy,
      approved_by: approvedBy,
    },
  }
}

const requestKind = 'budget.request'

/** Asks for another amount; those who may approve are told. */
export const requestAmount = command({
  name: 'budget.request',
  permission: 'budget.request',
  input: amendBudgetSchema,
  async run({ tx, actor }, { id, amount_usd: amount, from, reason }) {
    const record = await lockBudget(tx, actor, id)
    if (record.archivedAt) throw new AppError('conflict', 'The budget is archived.')
    refuseOddStart(record.periodKind, from)
    const [created] = await tx
      .insert(budgetRequest)
      .values({
        ...{ budgetId: id, effectiveFrom: from, amount, reason, state: 'open', requestedBy: actor.name },
        requestedByUserId: actor.kind === 'user' ? actor.id : null,
      })
      .returning({ id: budgetRequest.id })
    if (!created) throw new Error('a request was not stored')
    const when = describePeriod(record.periodKind, periodOn(record.periodKind, from))
    await tellUsers(tx, await listApprovers(tx), {
      kind: requestKind,
      subjectId: created.id,
      title: `${actor.name} asks for ${formatUsd(amount)} for ${record.name}`,
      body: `From ${when} on: “${reason}”`,
      href: `/budgets/${record.slug}`,
      teamIds: null,
      costCenterIds: null,
    })
    const after = { amount_usd: formatUsd(amount, { digits: 'exact' }), from, reason }
    return { result: created, audit: [{ subject: subjectOf(record), before: null, after }] }
  },
})

/** Approves a request, which makes it an amendment, or refuses it. Nobody decides what they asked for. */
export const decideRequest = command({
  name: 'budget.decide',
  permission: 'budget.approve',
  input: decideRequestSchema,
  async run({ tx, actor, now }, { id, decision, note }) {
    const { request, record } = await lockRequest(tx, actor, id)
    if (actor.kind === 'user' && actor.id === request.requestedByUserId) {
      throw new AppError('forbidden', 'You asked for this yourself: somebody else decides it.')
    }
    await closeRequest(tx, id, { state: decision, decidedBy: actor.name, decidedAt: now, decisionNote: note || null })
    const { amount, reason, requestedBy, effectiveFrom } = request
    if (request.requestedByUserId !== null) {
      await tellUsers(tx, [request.requestedByUserId], {
        kind: 'budget.decision',
        subjectId: id,
        title: `${record.name}: ${formatUsd(amount)} ${decision}`,
        body: `${actor.name} ${decision} your request.${note === '' ? '' : ` “${note}”`}`,
        href: `/budgets/${record.slug}`,
        ...(await findOwners(tx, record.filters)),
      })
    }
    const change = { from: effectiveFrom, amount, reason, requestedBy, approvedBy: actor.name, requestId: id }
    const facts = decision === 'approved' ? [await applyAmount(tx, record, change, now)] : []
    const decided = { subject: subjectOf(record), before: { request: 'open' }, after: { request: decision, note: note || null } }
    return { result: undefined, audit: [decided, ...facts] }
  },
})

/** Takes one's own request back; those who may approve take back anybody's. */
export const withdrawRequest = command({
  name: 'budget.withdraw',
  permission: 'budget.request',
  input: requestIdSchema,
  async run({ tx, actor, now }, { id }) {
    const { request, record } = await lockRequest(tx, actor, id)
    const isOwn = actor.kind === 'user' && actor.id === request.requestedByUserId
    if (!isOwn && !mayApprove(actor))
      throw new AppError('forbidden', `${request.requestedBy} asked for this, and can take it back.`)
    await closeRequest(tx, id, { state: 'withdrawn', decidedBy: actor.name, decidedAt: now, decisionNote: null })
    const [before, after] = [{ request: 'open' }, { request: 'withdrawn' }]
    return { result: undefined, audit: [{ subject: subjectOf(record), before, after }] }
  },
})

async function lockRequest(tx: Database, actor: Actor, id: string) {
  const [found] = await tx.select({ budgetId: budgetRequest.budgetId }).from(budgetRequest).where(eq(budgetRequest.id, id))
  if (!found) throw new AppError('not_found', 'No such request.')
  scopeFor(actor, 'budget.request')
  const record = await lockBudget(tx, actor, found.budgetId)
  const [request] = await tx.select().from(budgetRequest).where(eq(budgetRequest.id, id))
  if (!request) throw new AppError('not_found', 'No such request.')
  if (request.state !== 'open') throw new AppError('conflict', `The request was ${request.state} already.`)
  return { request, record }
}

type Closing = Pick<typeof budgetRequest.$inferInsert, 'state' | 'decidedBy' | 'decidedAt' | 'decisionNote'>

async function closeRequest(tx: Database, id: string, closing: Closing): Promise<void> {
  await tx
    .update(budgetRequest)
    .set(closing)
    .where(and(eq(budgetRequest.id, id), eq(budgetRequest.state, 'open')))
}

/** Sets the plan by month, in place of the one before. */
export const setPlan = command({
  name: 'budget.plan',
  permission: 'budget.edit',
  input: setPlanSchema,
  async run({ tx, actor }, { id, months }) {
    const record = await lockBudget(tx, actor, id)
    const tell = (plan: readonly { month: string; amount: string }[]) =>
      plan.map(({ month, amount }) => `${month} ${formatUsd(amount, { digits: 'exact' })}`)
    const before = await listPlan(tx, id)
    const after = months
      .map(({ month, amount_usd: amount }) => ({ month, amount }))
      .sort((left, right) => (left.month < right.month ? -1 : 1))
    if (JSON.stringify(before) === JSON.stringify(after)) return { result: undefined, audit: [] }
    await tx.delete(budgetPlan).where(eq(budgetPlan.budgetId, id))
    if (after.length > 0) {
      await tx.insert(budgetPlan).values(after.map(({ month, amount }) => ({ budgetId: id, month: `${month}-01`, amount })))
    }
    return {
      result: undefined,
      audit: [{ subject: subjectOf(record), before: { plan: tell(before) }, after: { plan: tell(after) } }],
    }
  },
})
