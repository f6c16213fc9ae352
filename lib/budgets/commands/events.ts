import { and, eq } from 'drizzle-orm'
import { command } from '@/lib/audit/command'
import { budgetThresholdEvent } from '@/lib/db/schema/budgets'
import { notification } from '@/lib/db/schema/inbox'
import { AppError } from '@/lib/errors'
import { eventIdSchema } from '../schema'
import { thresholdKind } from '../tell-threshold'
import { lockBudget, subjectOf } from './budgets'

/** Notes for everybody that somebody has taken a threshold up; a second time changes nothing. */
export const acknowledgeEvent = command({
  name: 'budget.acknowledge',
  permission: 'budget.edit',
  input: eventIdSchema,
  async run({ tx, actor, now }, { id }) {
    const [event] = await tx.select().from(budgetThresholdEvent).where(eq(budgetThresholdEvent.id, id)).for('no key update')
    if (!event) throw new AppError('not_found', 'No such threshold event.')
    const record = await lockBudget(tx, actor, event.budgetId)
    if (event.acknowledgedAt) return { result: undefined, audit: [] }
    await tx
      .update(budgetThresholdEvent)
      .set({ acknowledgedBy: actor.name, acknowledgedAt: now })
      .where(eq(budgetThresholdEvent.id, id))
    if (actor.kind === 'user') {
      const own = and(eq(notification.userId, actor.id), eq(notification.kind, thresholdKind), eq(notification.subjectId, id))
      await tx.update(notification).set({ acknowledgedAt: now }).where(own)
    }
    const facts = { threshold: event.threshold, basis: event.basis, period: event.periodStart }
    return {
      result: undefined,
      audit: [{ subject: subjectOf(record), before: { ...facts, acknowledged: false }, after: { ...facts, acknowledged: true } }],
    }
  },
})
