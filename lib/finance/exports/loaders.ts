import { sql } from 'drizzle-orm'
import { actorLabel } from '@/lib/attribution/actor-label'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { scopeFor } from '@/lib/auth/scope'
import { type Database, getDatabase } from '@/lib/db/client'
import { getOrganization } from '@/lib/organization/queries'
import { addMonths, monthOf } from '@/lib/time/calendar'
import { dateInZone } from '@/lib/time/instant'
import { listExports } from './queries'
import { keptForDays } from './run-export'

/**
 * What the page of exports shows to the person who opens it.
 *
 * @param askedMonth the month that the address names; one without usage is passed over.
 */
export async function loadExportsPage(askedMonth: string | null) {
  const actor = await requirePagePermission('finance.read')
  const db = getDatabase()
  const { reportingZone: zone } = await getOrganization()
  const [exports, months] = await Promise.all([listExports(db, actor), listMonths(db, monthOf(dateInZone(new Date(), zone)))])
  const me = actorLabel(actor)
  return {
    exports: exports.map((one) => ({ ...one, isOwn: one.created_by === me })),
    months,
    askedMonth: askedMonth !== null && months.includes(askedMonth) ? askedMonth : null,
    zone,
    keptForDays,
    seesEverything: scopeFor(actor, 'finance.read').everything,
  }
}

export type ExportsPageData = Awaited<ReturnType<typeof loadExportsPage>>
export type ExportView = ExportsPageData['exports'][number]

/** The months that have usage, up to the running one; latest first. */
async function listMonths(db: Database, current: string): Promise<string[]> {
  const [row] = await db.execute<{ first: string | null }>(sql`select to_char(min(day), 'YYYY-MM') as first from usage_daily`)
  const first = row?.first ?? current
  const months: string[] = []
  for (let month = current; month >= first && months.length < maxMonths; month = monthOf(addMonths(`${month}-01`, -1)))
    months.push(month)
  return months
}

/** Usage is taken from three years back. */
const maxMonths = 37
