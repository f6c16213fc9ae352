import { asc, isNull } from 'drizzle-orm'
import { findCurrentContract } from '@/lib/attribution/contract/queries'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { team } from '@/lib/db/schema/registry'
import { formatDecimal } from '@/lib/money/decimal'
import { dollar, type Usd } from '@/lib/money/usd'
import { readReportingZone } from '@/lib/registry/registry-version'
import { dateInZone } from '@/lib/time/instant'
import { periodBefore, periodOn } from './budget-period'
import { readDailySpend, sumDays } from './daily-spend'
import { writeScope } from './describe-scope'
import { listBudgets } from './queries'
import { isWithinReach, readReach } from './reach'

/** What counts as development where the contract names no environments. */
const usualEnvironments: readonly string[] = ['dev', 'development', 'local', 'sandbox', 'test']

/** A budget for development spend, apart from production, that can be set up in one click. */
export interface SandboxOffer {
  /** Null: for the whole organisation. */
  readonly team: string | null
  readonly slug: string
  readonly name: string
  readonly filters: Readonly<Record<string, readonly string[]>>
  /** Suggested: a fifth above what last month cost, in tens of dollars. */
  readonly amountUsd: string
  /** What development cost last month. */
  readonly lastMonthUsd: string
}

/** The environments whose spend counts as development: those that the contract in force names, in order. */
export async function listSandboxEnvironments(db: Database): Promise<readonly string[]> {
  const { document } = await findCurrentContract(db)
  const named = document.sandbox.environments
  return [...(named.length > 0 ? named : usualEnvironments)].sort()
}

/** The sandbox budgets that a person could set up and nobody has: the organisation's, and one for each team. */
export async function listSandboxOffers(db: Database, scope: Scope, now: Date): Promise<SandboxOffer[]> {
  const environment = [...(await listSandboxEnvironments(db))]
  const reach = await readReach(db, scope)
  const teams = await db
    .select({ slug: team.slug, name: team.name })
    .from(team)
    .where(isNull(team.archivedAt))
    .orderBy(asc(team.slug))
  const wanted = [
    { team: null, slug: 'sandbox', name: 'Sandbox', filters: { environment } },
    ...teams.map(({ slug, name }) => ({
      ...{ team: slug, slug: `sandbox-${slug}`.slice(0, 63), name: `${name} sandbox`, filters: { environment, team: [slug] } },
    })),
  ].filter(({ filters }) => isWithinReach(reach, filters))
  const there = await listBudgets(db, scope)
  const isThere = ({ filters, slug }: { filters: SandboxOffer['filters']; slug: string }) =>
    there.some((budget) => budget.slug === slug || writeScope(budget.filters) === writeScope(filters))
  const open = wanted.filter((offer) => !isThere(offer))
  const zone = await readReportingZone(db)
  const period = periodBefore('month', periodOn('month', dateInZone(now, zone)))
  const spend = await readDailySpend(
    db,
    scope,
    zone,
    open.map(({ slug, filters }) => ({ key: slug, filters, period })),
  )
  return open.map((offer) => {
    const last = sumDays(spend.get(offer.slug) ?? new Map(), period).spend
    return { ...offer, amountUsd: formatDecimal(suggestAmount(last)), lastMonthUsd: formatDecimal(last) }
  })
}

/** A fifth more than a month cost, rounded up to tens of dollars, and no less than 50. */
function suggestAmount(lastMonth: Usd): Usd {
  const ten = 10n * dollar
  const wanted = (((lastMonth * 6n) / 5n + ten - 1n) / ten) * ten
  return wanted < 5n * ten ? 5n * ten : wanted
}
