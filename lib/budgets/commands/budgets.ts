import { eq } from 'drizzle-orm'
import { command } from '@/lib/audit/command'
import { type Actor, actorMay, assertMay } from '@/lib/auth/actor'
import { scopeFor } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { type BudgetFilters, budget, budgetAmendment } from '@/lib/db/schema/budgets'
import { AppError } from '@/lib/errors'
import { findReportingDay } from '@/lib/registry/registry-version'
import { isDimensionName } from '@/lib/reports/spend/dimension-names'
import { readLabelColumns } from '@/lib/reports/spend/labels'
import { isPeriodStart, type PeriodKind, periodOn } from '../budget-period'
import { evaluateBudgets } from '../evaluate'
import { type BudgetRecord, readBudgets } from '../queries'
import { isWithinReach, readReach } from '../reach'
import { budgetIdSchema, createBudgetSchema, editBudgetSchema } from '../schema'

/** Sets a budget up, with its first amount from a period on. Who is bounded sets up budgets of their own teams or cost centres. */
export const createBudget = command({
  name: 'budget.create',
  permission: 'budget.edit',
  input: createBudgetSchema,
  async run({ tx, actor, now }, input) {
    await refuseBeyondReach(tx, actor, input.filters)
    await refuseUnknownLabels(tx, [input.filters, ...input.critical])
    const from = input.from ?? periodOn(input.period, await findReportingDay(tx, now)).from
    refuseOddStart(input.period, from)
    const [created] = await tx
      .insert(budget)
      .values({
        slug: input.slug,
        name: input.name,
        filters: input.filters,
        periodKind: input.period,
        ownerEmail: input.owner_email,
        actualThresholds: input.actual_thresholds,
        forecastThresholds: input.forecast_thresholds,
        fullAction: input.full_action,
        critical: input.critical,
        createdBy: actor.name,
      })
      .returning({ id: budget.id })
    if (!created) throw new Error('a budget was not stored')
    await tx.insert(budgetAmendment).values({
      ...{ budgetId: created.id, effectiveFrom: from, amount: input.amount_usd, reason: 'First amount' },
      ...{ requestedBy: actor.name, approvedBy: actor.name },
    })
    await evaluateBudgets(tx, { now, budgetIds: [created.id] })
    const subject = { kind: 'budget', id: created.id, name: input.slug }
    return { result: { id: created.id, slug: input.slug }, audit: [{ subject, before: null, after: { ...input, from } }] }
  },
})

/** Changes a budget's name, owner, thresholds or what is critical; what happens at 100 % only with the permission to approve. */
export const editBudget = command({
  name: 'budget.edit',
  permission: 'budget.edit',
  input: editBudgetSchema,
  async run({ tx, actor, now }, { id, ...change }) {
    const record = await lockBudget(tx, actor, id)
    if (change.full_action !== undefined && change.full_action !== record.fullAction) assertMay(actor, 'budget.approve')
    await refuseUnknownLabels(tx, change.critical ?? [])
    const before = describeRules(record)
    const wanted = { ...before, ...Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) }
    const changed = Object.keys(before).filter((key) => JSON.stringify(before[key]) !== JSON.stringify(wanted[key]))
    if (changed.length === 0) return { result: undefined, audit: [] }
    await tx
      .update(budget)
      .set({
        name: change.name,
        ownerEmail: change.owner_email,
        actualThresholds: change.actual_thresholds,
        forecastThresholds: change.forecast_thresholds,
        fullAction: change.full_action,
        critical: change.critical,
      })
      .where(eq(budget.id, id))
    await evaluateBudgets(tx, { now, budgetIds: [id] })
    const pick = (facts: Record<string, unknown>) => Object.fromEntries(changed.map((key) => [key, facts[key]]))
    return { result: undefined, audit: [{ subject: subjectOf(record), before: pick(before), after: pick(wanted) }] }
  },
})

const describeRules = (record: BudgetRecord): Record<string, unknown> => ({
  name: record.name,
  owner_email: record.ownerEmail,
  actual_thresholds: record.actualThresholds,
  forecast_thresholds: record.forecastThresholds,
  full_action: record.fullAction,
  critical: record.critical,
})

/** Takes a budget out of use; its history stays. */
export const archiveBudget = command({
  name: 'budget.archive',
  permission: 'budget.approve',
  input: budgetIdSchema,
  run: ({ tx, actor, now }, { id }) => setArchived(tx, actor, id, now),
})

/** Takes an archived budget into use again. */
export const restoreBudget = command({
  name: 'budget.restore',
  permission: 'budget.approve',
  input: budgetIdSchema,
  run: ({ tx, actor }, { id }) => setArchived(tx, actor, id, null),
})

async function setArchived(tx: Database, actor: Actor, id: string, archivedAt: Date | null) {
  const record = await lockBudget(tx, actor, id)
  if ((record.archivedAt === null) === (archivedAt === null)) return { result: undefined, audit: [] }
  await tx.update(budget).set({ archivedAt }).where(eq(budget.id, id))
  const [before, after] = [{ archived: record.archivedAt !== null }, { archived: archivedAt !== null }]
  return { result: undefined, audit: [{ subject: subjectOf(record), before, after }] }
}

/**
 * A budget that the actor may change, locked, so that two changes follow each other.
 * @throws AppError `not_found` where there is none, or it is not theirs.
 */
export async function lockBudget(tx: Database, actor: Actor, id: string): Promise<BudgetRecord> {
  await tx.select({ id: budget.id }).from(budget).where(eq(budget.id, id)).for('no key update')
  const [record] = await readBudgets(tx, eq(budget.id, id))
  const reach = await readReach(tx, scopeFor(actor, 'budget.read'))
  if (!record || !isWithinReach(reach, record.filters)) throw new AppError('not_found', 'No such budget.')
  return record
}

export const subjectOf = ({ id, slug }: BudgetRecord) => ({ kind: 'budget', id, name: slug })

/** @throws AppError `invalid` for a day on which no period of the kind begins. */
export function refuseOddStart(kind: PeriodKind, from: string): void {
  if (isPeriodStart(kind, from)) return
  const message = `is the first day of a ${kind}, such as ${periodOn(kind, from).from}`
  throw new AppError('invalid', `from: ${message}.`, { errors: [{ path: 'from', message }] })
}

async function refuseBeyondReach(tx: Database, actor: Actor, filters: BudgetFilters): Promise<void> {
  const reach = await readReach(tx, scopeFor(actor, 'budget.edit'))
  if (isWithinReach(reach, filters)) return
  const message = 'names teams or cost centres, all of them yours'
  throw new AppError('invalid', `filters: ${message}.`, { errors: [{ path: 'filters', message }] })
}

async function refuseUnknownLabels(tx: Database, scopes: readonly BudgetFilters[]): Promise<void> {
  const names = scopes.flatMap((filters) => Object.keys(filters)).filter(isDimensionName)
  await readLabelColumns(
    tx,
    names.map((name) => ({ name, path: `filters.${name}` })),
  )
}

/** Whether an actor may set any amount, and need not ask. */
export const mayApprove = (actor: Actor): boolean => actorMay(actor, 'budget.approve')
