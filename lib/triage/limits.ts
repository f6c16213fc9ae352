import { and, desc, eq, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { command } from '@/lib/audit/command'
import { scopeFor } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { triageLimit, triageLimitCrossing, triageTarget } from '@/lib/db/schema/triage'
import { AppError } from '@/lib/errors'
import { findZone } from '@/lib/reports/spend/queries'
import { groupUsage } from '@/lib/reports/spend/usage-groups'
import { addDays, isCalendarDate, monthOf, monthPeriod } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { readExpectedFields } from './expected-fields'
import { groupFindings } from './findings-statement'
import { laneNames, laneOf, type lanes } from './lanes'

export const limitMeasures = ['cost', 'share', 'age'] as const
export type LimitMeasure = (typeof limitMeasures)[number]

const decimalSchema = z
  .string('is needed, as decimal text')
  .regex(/^\d{1,12}(\.\d{1,6})?$/, 'is a number above 0 such as 250 or 2.5')
  .refine((text) => /[1-9]/.test(text), 'is above 0')

export const limitInputSchema = z
  .strictObject({
    lane: z.enum(laneNames, `is one of ${laneNames.join(', ')}, or null for everything that nobody owns`).nullable(),
    measure: z.enum(limitMeasures, `is one of ${limitMeasures.join(', ')}`),
    threshold: decimalSchema,
  })
  .refine(({ measure, threshold }) => measure !== 'share' || Number(threshold) <= 100, {
    path: ['threshold'],
    error: 'is at most 100 percent',
  })

/**
 * Says how much may lie in a lane, or in all that nobody owns, before it is recorded that it is too much: US dollars or a share
 * of the spend of the running month, or the age of the oldest open group in days.
 */
export const setLimit = command({
  name: 'triage.set_limit',
  permission: 'triage.resolve',
  input: limitInputSchema,
  async run({ tx, actor }, input) {
    const [stored] = await tx
      .insert(triageLimit)
      .values({ ...input, createdBy: actor.name })
      .returning({ id: triageLimit.id })
    if (!stored) throw new Error('a limit was not stored')
    return { result: stored, audit: [{ subject: subjectOf(stored.id, input), before: null, after: input }] }
  },
})

/** Takes a limit away; what it recorded stays. */
export const removeLimit = command({
  name: 'triage.remove_limit',
  permission: 'triage.resolve',
  input: z.strictObject({ id: z.uuid('is the id of a limit') }),
  async run({ tx, now }, { id }) {
    const [before] = await tx.select().from(triageLimit).where(eq(triageLimit.id, id)).for('update')
    if (!before) throw new AppError('not_found', 'No such limit.')
    if (before.removedAt !== null) return { result: undefined, audit: [] }
    await tx.update(triageLimit).set({ removedAt: now }).where(eq(triageLimit.id, id))
    const { lane, measure, threshold } = before
    const facts = { lane, measure, threshold }
    return { result: undefined, audit: [{ subject: subjectOf(id, facts), before: facts, after: null }] }
  },
})

export const targetInputSchema = z.strictObject({
  from: z.string('is needed').refine((month) => isCalendarDate(`${month}-01`), 'is a month such as 2026-05'),
  percent: z.string().regex(/^(100(\.0{1,2})?|\d{1,2}(\.\d{1,2})?)$/, 'is a percentage from 0 to 100, with two decimals at most'),
})

/** Says what share of spend is to be attributed from a month on. */
export const setTarget = command({
  name: 'triage.set_target',
  permission: 'triage.resolve',
  input: targetInputSchema,
  async run({ tx, actor }, { from, percent }) {
    const effectiveFrom = `${from}-01`
    const [before] = await tx.select().from(triageTarget).where(eq(triageTarget.effectiveFrom, effectiveFrom)).for('update')
    const values = { effectiveFrom, attributedPercent: percent, setBy: actor.name }
    await tx.insert(triageTarget).values(values).onConflictDoUpdate({ target: triageTarget.effectiveFrom, set: values })
    const subject = { kind: 'triage_target', id: from, name: `attributed from ${from}` }
    return {
      result: undefined,
      audit: [{ subject, before: before ? { percent: before.attributedPercent } : null, after: { percent } }],
    }
  },
})

const subjectOf = (id: string, { lane, measure }: { lane: string | null; measure: string }) => ({
  kind: 'triage_limit',
  id,
  name: `${measure} of ${lane ?? 'all that nobody owns'}`,
})

/** A limit with the month in which it was last crossed. */
export interface Limit {
  readonly id: string
  /** Null: everything that nobody owns. */
  readonly lane: keyof typeof lanes | null
  readonly measure: LimitMeasure
  readonly threshold: string
  readonly crossings: readonly { month: string; crossedAt: string; value: string; clearedAt: string | null }[]
}

/** The limits in force, with their crossings of the last year, latest first. */
export async function listLimits(db: Database): Promise<Limit[]> {
  const limits = await db.select().from(triageLimit).where(isNull(triageLimit.removedAt)).orderBy(triageLimit.createdAt)
  const crossings = await db
    .select()
    .from(triageLimitCrossing)
    .where(sql`${triageLimitCrossing.crossedAt} > now() - interval '1 year'`)
    .orderBy(desc(triageLimitCrossing.month))
  return limits.map(({ id, lane, measure, threshold }) => ({
    id,
    lane: laneNames.find((name) => name === lane) ?? null,
    measure: limitMeasures.find((name) => name === measure) ?? 'cost',
    threshold: trimZeros(threshold),
    crossings: crossings
      .filter(({ limitId }) => limitId === id)
      .map(({ month, crossedAt, value, clearedAt }) => ({
        month: monthOf(month),
        crossedAt: crossedAt.toISOString(),
        value: trimZeros(value),
        clearedAt: clearedAt?.toISOString() ?? null,
      })),
  }))
}

const trimZeros = (text: string) => text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')

interface Held extends Record<string, unknown> {
  lane: string
  cost: string
  /** In percent of all spend of the month. */
  share: string | null
  age: number
}

/**
 * Compares the running month with the limits and records, once for each limit and month, that one is crossed, and when it no
 * longer is. Two processes at once record it once.
 *
 * @returns how many were newly crossed.
 */
export async function recordCrossings(db: Database, now: Date): Promise<number> {
  const scope = scopeFor({ kind: 'system', name: 'job' }, 'triage.read')
  const zone = await findZone(db)
  const today = dateInZone(now, zone)
  const month = monthPeriod(monthOf(today))
  const period = { from: month.from, to: addDays(today, 1) }
  const unattributed = laneNames.filter((lane) => laneOf(lane).isUnattributed)
  const groups = groupFindings(scope, { period, zone, expectedFields: await readExpectedFields(db) })
  const [total] = await db.execute<{ cost: string }>(sql`
    with ${groupUsage(scope, { period, zone, groupBy: [], filters: {}, measures: ['cost_usd'] })}
    select coalesce(sum(cost_usd), 0)::text as cost from grouped`)
  const held = await db.execute<Held>(sql`
    with ${groups},
    open_group as (
      select finding_group.* from finding_group left join triage_item item on item.key_hash = finding_group.key_hash
      where not coalesce(item.state = 'accepted' and item.accepted_until >= ${today}::date, false)
    )
    select lane, sum(cost)::text as cost, (100 * sum(cost) / nullif(${total?.cost ?? '0'}::numeric, 0))::text as share,
      ${today}::date - min(first_day) as age
    from (
      select lane, cost, first_day from open_group
      union all select '~all', cost, first_day from open_group where lane in ${unattributed}
    ) part group by lane`)
  const limits = await db.select().from(triageLimit).where(isNull(triageLimit.removedAt))
  let crossed = 0
  for (const limit of limits) {
    const found = held.find(({ lane }) => lane === (limit.lane ?? '~all'))
    const value = String((limit.measure === 'age' ? found?.age : limit.measure === 'share' ? found?.share : found?.cost) ?? '0')
    crossed += await recordCrossing(db, { limitId: limit.id, month: month.from, value, threshold: limit.threshold, now })
  }
  return crossed
}

async function recordCrossing(
  db: Database,
  { limitId, month, value, threshold, now }: { limitId: string; month: string; value: string; threshold: string; now: Date },
): Promise<number> {
  const ofMonth = and(eq(triageLimitCrossing.limitId, limitId), eq(triageLimitCrossing.month, month))
  const [judged] = await db.execute<{ over: boolean }>(sql`select ${value}::numeric >= ${threshold}::numeric as over`)
  if (!judged?.over) {
    await db
      .update(triageLimitCrossing)
      .set({ clearedAt: now })
      .where(and(ofMonth, isNull(triageLimitCrossing.clearedAt)))
    return 0
  }
  const made = await db
    .insert(triageLimitCrossing)
    .values({ limitId, month, value, crossedAt: now })
    .onConflictDoNothing()
    .returning({ id: triageLimitCrossing.id })
  if (made.length === 0) await db.update(triageLimitCrossing).set({ clearedAt: null }).where(ofMonth)
  return made.length
}
