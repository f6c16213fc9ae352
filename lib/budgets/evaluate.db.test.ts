import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { scopeFor } from '@/lib/auth/scope'
import { source } from '@/lib/db/schema/auth'
import { budget, budgetThresholdEvent } from '@/lib/db/schema/budgets'
import { notification } from '@/lib/db/schema/inbox'
import { adminActor, leadActor, makeTeam, operator, uniqueSlug } from '@/lib/db/testing/factories'
import { countUnread } from '@/lib/inbox/queries'
import { formatDecimal, parseDecimal } from '@/lib/money/decimal'
import { getSpend } from '@/lib/reports/spend/queries'
import { makeSpendParams } from '@/lib/reports/spend/search-params'
import { ownEverything } from '@/lib/reports/testing/own-everything'
import { dateInZone } from '@/lib/time/instant'
import { retractEvents } from '@/lib/usage/retract'
import { keyOf, makeEvent } from '@/lib/usage/testing/make-event'
import { createTestLedger } from '@/lib/usage/testing/test-ledger'
import { periodOn } from './budget-period'
import { amendBudget } from './commands/amounts'
import { createBudget } from './commands/budgets'
import { acknowledgeEvent } from './commands/events'
import { readDailySpend, sumDays } from './daily-spend'
import { evaluateBudgets } from './evaluate'
import { listEvents } from './queries'
import type { createBudgetSchema } from './schema'
import { usedPercent } from './thresholds'

const zone = 'Asia/Kathmandu'
const { db, sql, ledger, client } = await createTestLedger({ zone })
await db.insert(source).values({ slug: 'gateway', format: 'canonical', role: 'ledger', rank: 1 })
const now = new Date('2026-05-20T12:00:00Z')
const service = () => uniqueSlug('service')

/** A call of a service that costs so many dollars: input is 2 dollars a million tokens. */
const call = (name: string, ofService: string, dollars: string, at = '2026-05-14T09:00:00Z') =>
  makeEvent(name, {
    occurredAtMs: Date.parse(at),
    usage: { input_tokens: parseDecimal(dollars) / 2_000_000_000_000n, output_tokens: 0n },
    dimensions: { service: ofService },
  })

const give = (ofService: string, changes: Partial<z.input<typeof createBudgetSchema>> = {}) =>
  createBudget(db, operator, {
    slug: uniqueSlug('budget'),
    name: 'A budget',
    filters: { service: [ofService] },
    amount_usd: '100',
    forecast_thresholds: [],
    from: '2026-01-01',
    ...changes,
  })
const evaluate = (at = now) => evaluateBudgets(db, { now: at })
const eventsOf = async (id: string) =>
  (await listEvents(db, id))
    .map(({ threshold, telling, periodStart, spend }) => `${periodStart} ${threshold} ${telling} at ${spend}`)
    .sort()

beforeEach(async () => {
  // Each test looks at its own budget alone.
  await db.update(budget).set({ archivedAt: now })
})

describe('a threshold', () => {
  it('is recorded once when spend passes from 74.9 to 75.0, and not again by a replay or a second look', async () => {
    const own = service()
    const { id } = await give(own)
    await ledger.book([call(`${own} a`, own, '74.9')])
    await evaluate()
    expect(await eventsOf(id)).toEqual([])
    await ledger.book([call(`${own} b`, own, '0.1')])
    expect(await evaluate()).toMatchObject({ recorded: 1, told: 1 })
    expect(await eventsOf(id)).toEqual(['2026-05-01 75 told at 75'])
    await ledger.book([call(`${own} a`, own, '74.9'), call(`${own} b`, own, '0.1')])
    expect(await evaluate()).toMatchObject({ recorded: 0, told: 0 })
    expect(await eventsOf(id)).toHaveLength(1)
  })

  it('is recorded once by several evaluators at a time', async () => {
    const own = service()
    const { id } = await give(own)
    await ledger.book([call(own, own, '95')])
    const done = await Promise.all([evaluate(), evaluate(), evaluate(), evaluate()])
    expect(done.reduce((sum, { recorded }) => sum + recorded, 0)).toBe(2)
    expect(done.reduce((sum, { told }) => sum + told, 0)).toBe(1)
    expect(await eventsOf(id)).toEqual(['2026-05-01 75 below at 95', '2026-05-01 90 told at 95'])
  })

  it('is not recorded again where spend is corrected down and comes up again', async () => {
    const own = service()
    const { id } = await give(own)
    await ledger.book([call(own, own, '80')])
    await evaluate()
    await client.begin((tx) => retractEvents(tx, zone, [{ eventKey: keyOf(own), month: '2026-05-01' }]))
    expect(await evaluate()).toMatchObject({ recorded: 0 })
    await ledger.book([call(`${own} again`, own, '80')])
    expect(await evaluate()).toMatchObject({ recorded: 0 })
    expect(await eventsOf(id)).toEqual(['2026-05-01 75 told at 80'])
  })

  it('is told at once, the highest newly passed alone, where the budget is lowered under its spend', async () => {
    const own = service()
    const { id } = await give(own)
    // Commands look at the clock themselves.
    const clock = new Date()
    const month = periodOn('month', dateInZone(clock, zone)).from
    await ledger.book([call(own, own, '80', clock.toISOString())])
    await evaluate(clock)
    expect(await eventsOf(id)).toEqual([`${month} 75 told at 80`])
    await amendBudget(db, operator, { id, amount_usd: '70', from: month, reason: 'a cut' })
    expect(await eventsOf(id)).toEqual([
      `${month} 100 told at 80`,
      `${month} 75 before at 80`,
      `${month} 75 told at 80`,
      `${month} 90 below at 80`,
    ])
    expect(await evaluate(clock)).toMatchObject({ recorded: 0 })
  })

  it('is told again under a raised budget only once spend reaches it anew', async () => {
    const own = service()
    const { id } = await give(own)
    await ledger.book([call(own, own, '100')])
    await evaluate()
    await amendAt(id, '200')
    expect(await evaluate()).toMatchObject({ recorded: 0 })
    await ledger.book([call(`${own} more`, own, '50')])
    expect(await evaluate()).toMatchObject({ recorded: 1, told: 1 })
    expect(await eventsOf(id)).toContain('2026-05-01 75 told at 150')
  })

  it('of the month before is recorded for that month when its events come late', async () => {
    const own = service()
    const { id } = await give(own)
    await ledger.book([call(own, own, '10')])
    await evaluate()
    await ledger.book([call(`${own} late`, own, '91', '2026-04-29T09:00:00Z')])
    expect(await evaluate()).toMatchObject({ recorded: 2, told: 1 })
    expect(await eventsOf(id)).toEqual(['2026-04-01 75 below at 91', '2026-04-01 90 told at 91'])
  })

  it('counts the month as Kathmandu’s calendar has it', async () => {
    const own = service()
    const { id } = await give(own)
    // Midnight in Kathmandu is 18:15 UTC of the day before.
    await ledger.book([
      call(`${own} before`, own, '80', '2026-04-30T18:14:59Z'),
      call(`${own} first`, own, '76', '2026-04-30T18:15:00Z'),
      call(`${own} after`, own, '80', '2026-05-31T18:15:00Z'),
    ])
    await evaluate()
    expect(await eventsOf(id)).toEqual(['2026-04-01 75 told at 80', '2026-05-01 75 told at 76'])
    // On the 31st in UTC, the first of June is under way there.
    await evaluate(new Date('2026-05-31T18:30:00Z'))
    expect(await eventsOf(id)).toContain('2026-06-01 75 told at 80')
  })

  it('of a quarter and of a year counts all of their months', async () => {
    const own = service()
    const [quarter, year] = [
      await give(own, { period: 'quarter', from: '2026-04-01' }),
      await give(own, { period: 'year', from: '2026-01-01' }),
    ]
    await ledger.book([
      call(`${own} 1`, own, '50', '2026-02-10T09:00:00Z'),
      call(`${own} 2`, own, '40', '2026-04-10T09:00:00Z'),
      call(`${own} 3`, own, '36', '2026-05-10T09:00:00Z'),
    ])
    await evaluate()
    expect(await eventsOf(quarter.id)).toEqual(['2026-04-01 75 told at 76'])
    expect(await eventsOf(year.id)).toEqual([
      '2026-01-01 100 told at 126',
      '2026-01-01 75 below at 126',
      '2026-01-01 90 below at 126',
    ])
  })

  it('is not recorded for a period before the first amount', async () => {
    const own = service()
    await ledger.book([call(own, own, '500', '2026-04-10T09:00:00Z')])
    const { id } = await give(own, { from: '2026-05-01' })
    await evaluate()
    expect(await eventsOf(id)).toEqual([])
  })

  it('on the forecast is told while spend is still below, and no more once it is spent', async () => {
    const own = service()
    const { id } = await give(own, { forecast_thresholds: ['100'], actual_thresholds: [] })
    const days = Array.from({ length: 30 }, (_, index) => new Date(Date.UTC(2026, 3, 20 + index, 9)).toISOString())
    await ledger.book(days.map((at) => call(`${own} ${at}`, own, '4', at)))
    expect(await evaluate()).toMatchObject({ recorded: 1, told: 1 })
    const [event] = await listEvents(db, id)
    expect(event).toMatchObject({ basis: 'forecast', threshold: '100', telling: 'told' })
    expect(Number(event?.spend)).toBeGreaterThan(115)
    expect(Number(event?.spend)).toBeLessThan(133)

    const late = service()
    const spent = await give(late, { forecast_thresholds: ['100'], actual_thresholds: ['100'] })
    await ledger.book(days.map((at) => call(`${late} ${at}`, late, '40', at)))
    await evaluate()
    expect((await listEvents(db, spent.id)).map(({ basis, telling }) => [basis, telling])).toEqual(
      expect.arrayContaining([
        ['actual', 'told'],
        ['forecast', 'before'],
      ]),
    )
  })
})

/** Amends as of the tests' day: commands take the clock's, whose month is another. */
async function amendAt(id: string, amount: string): Promise<void> {
  await amendBudget(db, operator, { id, amount_usd: amount, from: '2026-05-01', reason: 'a test' })
  await evaluateBudgets(db, { now, budgetIds: [id], isAmended: true })
}

describe('used percent', () => {
  it('is Spend’s total of the scope over the amount, to the last digit, for budgets read together and alone', async () => {
    const [one, two] = [service(), service()]
    await ledger.book([
      call(`${one} a`, one, '12.345678'),
      call(`${one} b`, one, '0.000002', '2026-05-31T18:14:59Z'),
      call(`${two} a`, two, '33.333332'),
      makeEvent(`${two} unpriced`, { dimensions: { service: two, model: 'nobody-knows-it' } }),
    ])
    const period = { from: '2026-05-01', to: '2026-06-01' }
    const scope = scopeFor(await adminActor(db), 'spend.read')
    const scopes: { key: string; filters: Record<string, string[]> }[] = [
      { key: 'one', filters: { service: [one] } },
      { key: 'two', filters: { service: [two], environment: ['production'] } },
      { key: 'both', filters: { service: [one, two] } },
      { key: 'none', filters: { service: ['~none'] } },
      { key: 'all', filters: {} },
    ]
    const together = await readDailySpend(
      db,
      scope,
      zone,
      scopes.map((one) => ({ ...one, period })),
    )
    for (const { key, filters } of scopes) {
      const { total } = await getSpend(db, scope, makeSpendParams({ ...period, filters }))
      const alone = await readDailySpend(db, scope, zone, [{ key, filters, period }])
      for (const days of [together.get(key), alone.get(key)]) {
        const sum = sumDays(days ?? new Map(), period)
        expect({ spend: formatDecimal(sum.spend), isAtLeast: sum.isAtLeast }).toEqual({
          spend: total.cost_usd,
          isAtLeast: total.is_at_least,
        })
        expect(usedPercent(sum.spend, parseDecimal('7'))).toBe(usedPercent(parseDecimal(total.cost_usd), parseDecimal('7')))
      }
    }
    expect(sumDays(together.get('two') ?? new Map(), period).isAtLeast).toBe(true)
    expect(sumDays(together.get('one') ?? new Map(), period)).toEqual({ spend: parseDecimal('12.34568'), isAtLeast: false })
  })
})

describe('who is told', () => {
  it('is the owner and the leads of the team; approvers too once it is spent; and each once', async () => {
    const own = service()
    const team = await makeTeam(db)
    const [lead, owner, admin] = [await leadActor(db, { teams: [team.slug] }), await leadActor(db), await adminActor(db)]
    const filters = { service: [own], team: [team.slug] }
    const { id } = await give(own, { filters, owner_email: owner.email })
    await ledger.book([call(own, own, '76')])
    await ownEverything(sql, team.id)
    await evaluate()
    const [event] = await listEvents(db, id)
    const toldOf = async () => {
      const events = (await listEvents(db, id)).map((one) => one.id)
      const rows = await db.select({ userId: notification.userId, subjectId: notification.subjectId }).from(notification)
      return rows.filter(({ subjectId }) => events.includes(subjectId)).map(({ userId }) => userId)
    }
    expect((await toldOf()).sort()).toEqual([lead.id, owner.id].sort())
    await ledger.book([call(`${own} rest`, own, '24')])
    await evaluate()
    await evaluate()
    const told = await toldOf()
    expect(told.filter((userId) => userId === lead.id)).toHaveLength(2)
    expect(told).toContain(admin.id)

    // The owner is no lead of the team: told, but bounded, they read nothing of it.
    expect(await countUnread(db, scopeFor(owner, 'account.read'), owner.id)).toBe(0)
    expect(await countUnread(db, scopeFor(lead, 'account.read'), lead.id)).toBe(2)
    await acknowledgeEvent(db, lead, { id: event?.id ?? '' })
    expect(await countUnread(db, scopeFor(lead, 'account.read'), lead.id)).toBe(1)
    const [after] = await db
      .select()
      .from(budgetThresholdEvent)
      .where(eq(budgetThresholdEvent.id, event?.id ?? ''))
    expect(after?.acknowledgedBy).toBe(lead.name)
    await expect(acknowledgeEvent(db, await leadActor(db), { id: event?.id ?? '' })).rejects.toMatchObject({ code: 'not_found' })
  })
})
