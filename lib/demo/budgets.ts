import { eq, inArray } from 'drizzle-orm'
import type { Actor, UserActor } from '@/lib/auth/actor'
import { scopeFor } from '@/lib/auth/scope'
import { type PeriodKind, periodOn } from '@/lib/budgets/budget-period'
import { amendBudget, decideRequest, requestAmount, setPlan } from '@/lib/budgets/commands/amounts'
import { createBudget } from '@/lib/budgets/commands/budgets'
import { readDailySpend, sumDays } from '@/lib/budgets/daily-spend'
import { evaluateBudgets } from '@/lib/budgets/evaluate'
import { readBudgets } from '@/lib/budgets/queries'
import { listSandboxOffers } from '@/lib/budgets/sandbox'
import type { FullAction } from '@/lib/budgets/schema'
import type { Database } from '@/lib/db/client'
import { appUser, userTeam } from '@/lib/db/schema/auth'
import { budget } from '@/lib/db/schema/budgets'
import { formatDecimal } from '@/lib/money/decimal'
import { dollar, type Usd } from '@/lib/money/usd'
import { readReportingZone } from '@/lib/registry/registry-version'
import { addMonths, type CalendarDate, monthOf } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'

type Filters = Record<string, string[]>

/** A budget whose amount is set by what was spent, so that it tells the same story on whatever day the demo is loaded. */
interface DemoBudget {
  readonly slug: string
  readonly name: string
  readonly filters: Filters
  readonly period: PeriodKind
  readonly owner: string | null
  /** How much of it the period that runs has used by now, in percent. */
  readonly usedPercent: bigint
  readonly action: FullAction
  readonly critical: Filters[]
}

const lead = 'lead@demo.example'

const demoBudgets: readonly DemoBudget[] = [
  {
    ...{ slug: 'all-ai-spend', name: 'All AI spend', filters: {}, period: 'month', owner: 'finance@demo.example' },
    ...{ usedPercent: 58n, action: 'notify', critical: [] },
  },
  {
    ...{ slug: 'support-ops', name: 'Support operations', filters: { team: ['support-ops'] }, period: 'month', owner: lead },
    ...{ usedPercent: 78n, action: 'require_approval', critical: [{ service: ['support-triage'], environment: ['production'] }] },
  },
  {
    ...{ slug: 'search', name: 'Search', filters: { team: ['search'] }, period: 'month', owner: lead },
    ...{ usedPercent: 107n, action: 'throttle', critical: [{ environment: ['production'] }] },
  },
  {
    ...{ slug: 'growth', name: 'Growth', filters: { team: ['growth'] }, period: 'month', owner: null },
    ...{ usedPercent: 38n, action: 'notify', critical: [] },
  },
  {
    ...{ slug: 'checkout', name: 'Checkout', filters: { team: ['checkout'] }, period: 'month', owner: null },
    ...{ usedPercent: 66n, action: 'notify', critical: [] },
  },
  {
    ...{ slug: 'platform-engineering', name: 'Platform engineering', filters: { cost_center: ['CC-2200'] }, period: 'quarter' },
    ...{ owner: 'finance@demo.example', usedPercent: 61n, action: 'notify', critical: [] },
  },
  {
    ...{ slug: 'retail-year', name: 'Retail, this year', filters: { business_unit: ['retail'] }, period: 'year', owner: null },
    ...{ usedPercent: 83n, action: 'notify', critical: [] },
  },
]

/**
 * Sets the demo's budgets up through the commands that the screens use: one on its way past its threshold, one over, some safe, one
 * with a plan, a sandbox, a request that waits and one that was granted. What is there already stays as it is.
 */
export async function loadBudgets(db: Database, demo: Actor, now = new Date()): Promise<void> {
  const zone = await readReportingZone(db)
  const today = dateInZone(now, zone)
  const wanted = [...demoBudgets.map(({ slug }) => slug), 'sandbox']
  const there = new Set(
    (await db.select({ slug: budget.slug }).from(budget).where(inArray(budget.slug, wanted))).map(({ slug }) => slug),
  )
  for (const one of demoBudgets) {
    if (there.has(one.slug)) continue
    await db.transaction(async (tx) => {
      const amount = await findAmount(tx, one, zone, today)
      await addBudget(tx, demo, one, amount, today)
      if (one.slug === 'support-ops') await askForMore(tx, one.slug, amount, today)
      if (one.slug === 'checkout') await grantMore(tx, demo, one.slug, amount, today)
      if (one.slug === 'platform-engineering') await planQuarter(tx, demo, one.slug, amount, today)
    })
  }
  if (!there.has('sandbox')) await addSandbox(db, demo, now)
  await evaluateBudgets(db, { now })
}

async function addBudget(tx: Database, demo: Actor, one: DemoBudget, amount: Usd, today: CalendarDate): Promise<void> {
  const isGranted = one.slug === 'checkout'
  // Two have a history; what the others were meant to spend before, nobody had said.
  const firstDay = isGranted || one.slug === 'search' ? addMonths(`${monthOf(today)}-01`, -3) : today
  await createBudget(tx, demo, {
    slug: one.slug,
    name: one.name,
    filters: one.filters,
    period: one.period,
    owner_email: one.owner,
    amount_usd: formatDecimal(isGranted ? round((amount * 4n) / 5n) : amount),
    from: periodOn(one.period, firstDay).from,
    full_action: one.action,
    critical: one.critical,
  })
}

/** The amount of which the spend so far is the wanted share, or that of the period before while nothing is spent yet. */
async function findAmount(
  tx: Database,
  { filters, period, usedPercent }: DemoBudget,
  zone: string,
  today: CalendarDate,
): Promise<Usd> {
  const current = periodOn(period, today)
  const before = { from: addMonths(current.from, -3), to: current.from }
  const scope = scopeFor({ kind: 'system', name: 'demo' }, 'budget.read')
  const question = { key: 'all', filters, period: { from: before.from, to: current.to } }
  const days = (await readDailySpend(tx, scope, zone, [question])).get('all') ?? new Map()
  const spent = sumDays(days, current).spend
  const base = spent > 0n ? spent : sumDays(days, before).spend
  return round((base * 100n) / usedPercent)
}

/** Two digits that count, as budgets have; a dollar at least. */
function round(amount: Usd): Usd {
  const dollars = amount / dollar
  const unit = 10n ** BigInt(Math.max(0, dollars.toString().length - 3))
  const rounded = (dollars / unit) * unit
  return (rounded > 0n ? rounded : 1n) * dollar
}

async function findId(tx: Database, slug: string): Promise<string> {
  const [found] = await readBudgets(tx, eq(budget.slug, slug))
  if (!found) throw new Error(`the budget ${slug} was not stored`)
  return found.id
}

/** A person of the demo, as if they were signed in. */
async function actAs(tx: Database, email: string): Promise<UserActor> {
  const [user] = await tx.select().from(appUser).where(eq(appUser.email, email))
  if (!user) throw new Error(`the demo has nobody of the address ${email}`)
  const teams = await tx.select({ teamId: userTeam.teamId }).from(userTeam).where(eq(userTeam.userId, user.id))
  const { id, name, role } = user
  return { kind: 'user', id, name, email, role, teamIds: teams.map(({ teamId }) => teamId), costCenterIds: [], sessionId: 'demo' }
}

async function askForMore(tx: Database, slug: string, amount: Usd, today: CalendarDate): Promise<void> {
  await requestAmount(tx, await actAs(tx, lead), {
    id: await findId(tx, slug),
    amount_usd: formatDecimal(round((amount * 13n) / 10n)),
    from: `${monthOf(today)}-01`,
    reason: 'Ticket volume doubled since the self-service portal opened',
  })
}

async function grantMore(tx: Database, demo: Actor, slug: string, amount: Usd, today: CalendarDate): Promise<void> {
  const id = await findId(tx, slug)
  const reason = 'Smart cart is open to all customers'
  const request = await requestAmount(tx, demo, { id, amount_usd: formatDecimal(amount), from: `${monthOf(today)}-01`, reason })
  const finance = await actAs(tx, 'finance@demo.example')
  await decideRequest(tx, finance, { id: request.id, decision: 'approved', note: 'For this year; to be looked at in January' })
}

async function planQuarter(tx: Database, demo: Actor, slug: string, amount: Usd, today: CalendarDate): Promise<void> {
  const id = await findId(tx, slug)
  const { from } = periodOn('quarter', today)
  const shares = [28n, 33n, 39n]
  const months = shares.map((share, index) => ({
    month: monthOf(addMonths(from, index)),
    amount_usd: formatDecimal((amount * share) / 100n),
  }))
  await setPlan(tx, demo, { id, months })
}

async function addSandbox(db: Database, demo: Actor, now: Date): Promise<void> {
  const offers = await listSandboxOffers(db, scopeFor(demo, 'budget.edit'), now)
  const offer = offers.find(({ team }) => team === null)
  if (!offer) return
  const filters = Object.fromEntries(Object.entries(offer.filters).map(([name, values]) => [name, [...values]]))
  const { id } = await createBudget(db, demo, { slug: offer.slug, name: offer.name, filters, amount_usd: offer.amountUsd })
  const zone = await readReportingZone(db)
  const from = `${monthOf(dateInZone(now, zone))}-01`
  const trimmed = formatDecimal((BigInt(offer.amountUsd.split('.')[0] ?? '0') * dollar * 9n) / 10n)
  await amendBudget(db, demo, { id, amount_usd: trimmed, from, reason: 'Nightly evaluations moved to the batch tier' })
}
