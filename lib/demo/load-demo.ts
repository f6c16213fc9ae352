import { inArray } from 'drizzle-orm'
import { createTeam } from '@/lib/attribution/team-commands'
import type { Actor } from '@/lib/auth/actor'
import { type Database, openDatabase } from '@/lib/db/client'
import { apiKey, appUser } from '@/lib/db/schema/auth'
import { team } from '@/lib/db/schema/registry'
import { createKey, revokeKey } from '@/lib/keys/commands'
import { createBusinessUnit, createCostCenter } from '@/lib/registry/commands'
import { mapTeam } from '@/lib/registry/mapping-commands'
import { findReportingDay } from '@/lib/registry/registry-version'
import { addMonths, monthOf, monthPeriod } from '@/lib/time/calendar'
import { createUser } from '@/lib/users/commands'
import { loadBudgets } from './budgets'
import { loadContract } from './contract'
import { loadDisputes } from './disputes'
import { loadEstimates } from './estimates'
import { loadExports } from './exports'
import { loadFinance } from './finance'
import { demoBusinessUnits, demoCostCenters, demoKeys, demoMove, demoPassword, demoPeople, demoTeams } from './organization'
import { loadPools } from './pools'
import { loadPrices } from './prices'
import { loadPushes } from './pushes'
import { loadProjectsAndKeys } from './registry'
import { loadRules } from './rules'
import { loadSourceKeys } from './sources'
import { loadTriage } from './triage'
import type { DemoSize } from './usage/generate-usage'
import { loadUsage } from './usage/load-usage'
import { loadWaste } from './waste'

const demo: Actor = { kind: 'system', name: 'demo' }

interface DemoOptions {
  readonly databaseUrl: string
  /** Where the running server takes events. */
  readonly baseUrl: string
  /** How much usage a first load brings; browser tests take the small one. */
  readonly size?: DemoSize
}

export interface SignIn {
  role: string
  email: string
  password: string
}

/**
 * Loads the demo organisation through the same commands that the screens use, and its usage through the ingest endpoint. What is
 * there already stays as it is, so that a second start changes nothing and a first start that was cut off is completed.
 */
export async function loadDemo({ databaseUrl, baseUrl, size }: DemoOptions): Promise<{ signIns: SignIn[] }> {
  const { db, close } = openDatabase(databaseUrl, { max: 2 })
  try {
    await loadRegistry(db)
    await loadProjectsAndKeys(db, demo)
    await loadContract(db, demo)
    await loadRules(db, demo)
    await loadPeople(db)
    await loadPools(db)
    await loadEstimates(db)
    await loadDisputes(db)
    await loadKeys(db)
    await loadPrices(db, demo)
    await loadUsage(db, demo, { baseUrl, size })
    await loadPushes(db, demo, { baseUrl })
    await loadWaste(db, demo, { baseUrl })
    await loadSourceKeys(db, demo)
    await loadBudgets(db, demo)
    await loadTriage(db)
    await loadFinance(db)
    await loadExports(db)
  } finally {
    await close()
  }
  return { signIns: demoPeople.map(({ role, email }) => ({ role, email, password: demoPassword })) }
}

async function loadRegistry(db: Database): Promise<void> {
  const slugs = demoTeams.map(({ slug }) => slug)
  const there = await db.select({ slug: team.slug }).from(team).where(inArray(team.slug, slugs))
  if (there.length === demoTeams.length) return
  await db.transaction(async (tx) => {
    for (const unit of demoBusinessUnits) await createBusinessUnit(tx, demo, unit)
    for (const costCenter of demoCostCenters) await createCostCenter(tx, demo, costCenter)
    for (const one of demoTeams) await createTeam(tx, demo, one)
    const { from: thisMonth } = monthPeriod(monthOf(await findReportingDay(tx, new Date())))
    await mapTeam(tx, demo, { ...demoMove, from: addMonths(thisMonth, -1) })
  })
}

async function loadPeople(db: Database): Promise<void> {
  const emails = demoPeople.map(({ email }) => email)
  const there = await db.select({ email: appUser.email }).from(appUser).where(inArray(appUser.email, emails))
  for (const person of demoPeople) {
    if (there.some(({ email }) => email === person.email)) continue
    await createUser(db, demo, {
      ...person,
      teams: [...person.teams],
      costCenters: [...person.costCenters],
      password: demoPassword,
    })
  }
}

async function loadKeys(db: Database): Promise<void> {
  const there = await db.select({ name: apiKey.name }).from(apiKey)
  for (const { revoked, scopes, ...key } of demoKeys) {
    if (there.some(({ name }) => name === key.name)) continue
    const { id } = await createKey(db, demo, { ...key, scopes: [...scopes] })
    if (revoked) await revokeKey(db, demo, { id })
  }
}
