import { notFound } from 'next/navigation'
import { createLoader, type SearchParams } from 'nuqs/server'
import { listPools } from '@/lib/attribution/pools/queries'
import { actorMay, type UserActor } from '@/lib/auth/actor'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { type Scope, scopeFor } from '@/lib/auth/scope'
import { type Database, getDatabase } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { getOrganization } from '@/lib/organization/queries'
import { listProviders } from '@/lib/pricing/queries/list-models'
import { listScopeOwners } from '@/lib/registry/assigned'
import { addDays, addMonths, type CalendarDate, monthOf, monthPeriod, type Period } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { listUsers } from '@/lib/users/queries'
import { readBurnDown } from './burn-down'
import { type Coverage, readCoverage } from './coverage'
import { getFinding } from './detail'
import { type FixKind, fixKinds } from './fixes/kinds'
import { listLimits } from './limits'
import { openPeriod } from './open-period'
import { listFindings } from './queries'
import { openFindingParam, readFindingsQuery, triageSearchParams } from './search-params'
import { readTopFixes } from './top-fixes'
import { readTrends, type TrendDay } from './trend'

const readAddress = createLoader(triageSearchParams)
const readOpenFinding = createLoader({ finding: openFindingParam })

/** What a panel of its own shows, or why it cannot, so that one slow or failing question never takes the page with it. */
export type Panel<Data> = { readonly ok: true; readonly data: Data } | { readonly ok: false; readonly message: string }

/** The days of each finding of a page, by id. */
export type Trends = Readonly<Record<string, readonly TrendDay[]>>

/** A page of the list of findings, as the address asks for it and as the signed-in person may see it. */
export async function loadTriagePage(searchParams: Promise<SearchParams>) {
  const actor = await requirePagePermission('triage.read')
  const scope = scopeFor(actor, 'triage.read')
  const [address, { finding }] = await Promise.all([readAddress(searchParams), readOpenFinding(searchParams)])
  const [db, now] = [getDatabase(), new Date()]
  const query = readFindingsQuery(address)
  const [report, means] = await Promise.all([
    listFindings(db, scope, query, { now, userId: actor.id }),
    loadMeans(db, actor, scope),
  ])
  const period = { from: report.from, to: report.to }
  return {
    ...{ report, means, query, openId: finding },
    /** What follows the list: the page does not wait for it. */
    coverage: settle('coverage', readCoverage(db, scope, period)),
    trends: settle(
      'trends',
      readTrends(db, scope, period, report.findings).then((days): Trends => Object.fromEntries(days)),
    ),
  }
}

export type TriagePageData = Awaited<ReturnType<typeof loadTriagePage>>

/** One finding on a page of its own; not found where there is none, and where it is not the reader's. */
export async function loadFindingPage(id: string) {
  const actor = await requirePagePermission('triage.read')
  const scope = scopeFor(actor, 'triage.read')
  const db = getDatabase()
  const [detail, means] = await Promise.all([
    getFinding(db, scope, id, { now: new Date(), userId: actor.id }).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'not_found') notFound()
      throw error
    }),
    loadMeans(db, actor, scope),
  ])
  return { detail, means, readAt: new Date().toISOString() }
}

export type FindingPageData = Awaited<ReturnType<typeof loadFindingPage>>

const monthsShown = 6
const burnDownDays = 90

/** How far the way to zero has been gone, and what is worth doing next. */
export async function loadProgressPage() {
  const actor = await requirePagePermission('triage.read')
  const scope = scopeFor(actor, 'triage.read')
  const [db, now] = [getDatabase(), new Date()]
  const { reportingZone: zone } = await getOrganization()
  const today = dateInZone(now, zone)
  const open = openPeriod(today)
  const months: Period = { from: addMonths(monthPeriod(monthOf(today)).from, 1 - monthsShown), to: addDays(today, 1) }
  const burnDown: Period = { from: addDays(today, 1 - burnDownDays), to: addDays(today, 1) }
  return {
    ...{ zone, today, open, months, burnDownPeriod: burnDown },
    means: await loadMeans(db, actor, scope),
    coverage: settle(
      'coverage',
      readCoverage(db, scope, months).then((coverage) => keepDays(coverage, open.from)),
    ),
    /** Null for those who see a part of the organisation: what is kept day by day is of all of it. */
    burnDown: scope.everything ? settle('burn-down', readBurnDown(db, scope, burnDown)) : null,
    topFixes: settle('top-fixes', readTopFixes(db, scope, { now })),
    limits: scope.everything ? settle('limits', listLimits(db)) : null,
  }
}

export type ProgressPageData = Awaited<ReturnType<typeof loadProgressPage>>

/** Of months that are long past, their days are not shown. */
const keepDays = (coverage: Coverage, from: CalendarDate): Coverage => ({
  ...coverage,
  days: coverage.days.filter(({ day }) => day >= from),
})

/** What somebody may do with the findings that they see, and what they may do it with. */
async function loadMeans(db: Database, actor: UserActor, scope: Scope) {
  const canResolve = actorMay(actor, 'triage.resolve')
  const kinds = canResolve ? fixKinds.filter((kind) => actorMayFix(actor, kind)) : []
  const { reportingZone: zone } = await getOrganization()
  const today = dateInZone(new Date(), zone)
  const [owners, people, pools, providers] = await Promise.all([
    listScopeOwners(db, scope),
    actorMay(actor, 'user.read') ? listUsers(db) : [],
    canResolve ? listPools(db, today) : [],
    kinds.includes('price') ? listProviders(db) : [],
  ])
  return {
    ...{ zone, today, openPeriod: openPeriod(today), kinds, canResolve },
    canEdit: actorMay(actor, 'triage.edit'),
    seesEverything: scope.everything,
    me: { id: actor.id, email: actor.email, name: actor.name },
    teams: owners.teams,
    people: people.filter(({ disabledAt }) => disabledAt === null).map(({ email, name }) => ({ email, name })),
    pools: pools.filter(({ isArchived }) => !isArchived).map(({ slug, name }) => ({ slug, name })),
    providers: providers.map(({ provider }) => ({ provider })),
  }
}

export type Means = Awaited<ReturnType<typeof loadMeans>>

/** What a kind of fix changes beside the findings asks for a permission of its own. */
function actorMayFix(actor: UserActor, kind: FixKind): boolean {
  if (kind === 'price') return actorMay(actor, 'price.edit')
  if (kind === 'register_team' || kind === 'alias_team') return actorMay(actor, 'registry.edit')
  return true
}

async function settle<Data>(name: string, work: Promise<Data>): Promise<Panel<Data>> {
  try {
    return { ok: true, data: await work }
  } catch (error) {
    if (error instanceof AppError) return { ok: false, message: error.message }
    log.error({ err: error, panel: name }, 'a panel of triage failed')
    return { ok: false, message: 'This could not be read. The log says why.' }
  }
}
