import { eq, sql } from 'drizzle-orm'
import { command } from '@/lib/audit/command'
import { spendEstimate } from '@/lib/db/schema/attribution'
import { AppError } from '@/lib/errors'
import { toRangeText } from '@/lib/registry/dated-spans'
import { actorLabel } from '../actor-label'
import { checkEstimates } from './check-estimates'
import { createEstimatesSchema, withdrawEstimateSchema } from './schema'

/**
 * Stores estimates under who made them, all or none. One that stands already in every word is not stored again, so that a file
 * sent twice counts once.
 */
export const createEstimates = command({
  name: 'estimate.create',
  permission: 'estimate.edit',
  input: createEstimatesSchema,
  async run({ tx, actor }, { estimates }) {
    // Two that store the same at once follow each other, and the second finds what the first did.
    await tx.execute(sql`lock table ${spendEstimate} in share row exclusive mode`)
    const checked = await checkEstimates(tx, estimates)
    const errors = checked.flatMap((one, index) =>
      one.errors.map(({ path, message }) => ({ path: `estimates[${index}].${path}`, message })),
    )
    if (errors.length > 0) throw new AppError('invalid', 'Some fields need another value.', { errors })
    const author = actorLabel(actor)
    const keys = estimates.map((estimate) => JSON.stringify(estimate))
    const fresh = estimates.flatMap((estimate, index) => {
      const { teamId = null, costCenterId = null, isKnown = false } = checked[index] ?? {}
      if (isKnown || keys.indexOf(keys[index] ?? '') !== index) return []
      const { from, to, amount_usd: amount, provider, method } = estimate
      return [{ row: { teamId, costCenterId, provider, period: toRangeText({ from, to }), amount, method, author }, estimate }]
    })
    if (fresh.length === 0) return { result: { created: 0, known: estimates.length }, audit: [] }
    const stored = await tx
      .insert(spendEstimate)
      .values(fresh.map(({ row }) => row))
      .returning({ id: spendEstimate.id })
    const audit = fresh.map(({ estimate }, index) => ({
      subject: {
        kind: 'estimate',
        id: stored[index]?.id ?? '',
        name: `${estimate.team ?? estimate.cost_center} ${estimate.from}`,
      },
      before: null,
      after: { ...estimate, author },
    }))
    return { result: { created: fresh.length, known: estimates.length - fresh.length }, audit }
  },
})

/** Takes an estimate back because something better is known; the row stays, and counts nowhere any more. */
export const withdrawEstimate = command({
  name: 'estimate.withdraw',
  permission: 'estimate.edit',
  input: withdrawEstimateSchema,
  async run({ tx, now }, { id }) {
    const [found] = await tx.select().from(spendEstimate).where(eq(spendEstimate.id, id)).for('no key update')
    if (!found) throw new AppError('not_found', 'No such estimate.')
    if (found.withdrawnAt) return { result: undefined, audit: [] }
    await tx.update(spendEstimate).set({ withdrawnAt: now }).where(eq(spendEstimate.id, id))
    const subject = { kind: 'estimate', id, name: found.method.slice(0, 80) }
    const before = { withdrawn: false, amount_usd: found.amount, period: found.period, author: found.author }
    return { result: undefined, audit: [{ subject, before, after: { ...before, withdrawn: true } }] }
  },
})
