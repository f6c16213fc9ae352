import { sql } from 'drizzle-orm'
import { listPolicies } from '@/lib/attribution/pools/queries'
import type { Database } from '@/lib/db/client'
import { nameOwners } from '@/lib/reports/spend/owner-names'
import { addDays, type CalendarDate, monthPeriod } from '@/lib/time/calendar'
import type { BareLine, LineWords } from './fold-lines'
import type { PoolTerms, Seat } from './share-pools'

interface SeatLine extends Record<string, unknown>, Seat {
  kind: 'team' | 'pool'
  name: string
  archivedFrom: string | null
  approver: string | null
}

/** By what the pools are shared out in some months: their policies, and where teams and pools are booked on each last day. */
export async function readPoolTerms(tx: Database, months: readonly string[]): Promise<PoolTerms[]> {
  const policies = await listPolicies(tx, { visibleTeams: null })
  const terms: PoolTerms[] = []
  for (const month of months) {
    const lastDay = addDays(monthPeriod(month).to, -1)
    const seats = await tx.execute<SeatLine>(sql`
      select owner.kind, owner.slug, owner.name, owner."archivedFrom", owner.approver, cost_center.code as "costCenter",
        business_unit.slug as "businessUnit"
      from (
        select 'team' as kind, team.id, team.slug, team.name, team.archived_from::text as "archivedFrom", null as approver, mapping.cost_center_id
        from team left join team_cost_center mapping on mapping.team_id = team.id and mapping.period @> ${lastDay}::date
        union all
        select 'pool', pool.id, pool.slug, pool.name, null, pool.approver_email, mapping.cost_center_id
        from shared_pool pool left join pool_cost_center mapping on mapping.pool_id = pool.id and mapping.period @> ${lastDay}::date
      ) owner
      left join cost_center on cost_center.id = owner.cost_center_id
      left join cost_center_business_unit parent
        on parent.cost_center_id = owner.cost_center_id and parent.period @> ${lastDay}::date
      left join business_unit on business_unit.id = parent.business_unit_id
      order by owner.slug`)
    const of = (kind: SeatLine['kind']) => seats.filter((seat) => seat.kind === kind)
    const pools = of('pool').map(({ approver, ...seat }) => ({ ...seat, approver: approver ?? '' }))
    terms.push({ month, policies, teams: of('team'), pools })
  }
  return terms
}

/** The business units of cost centres on a day, by code. */
export async function readBusinessUnits(tx: Database, day: CalendarDate): Promise<ReadonlyMap<string, string | null>> {
  const rows = await tx.execute<{ code: string; unit: string | null }>(sql`
    select cost_center.code, business_unit.slug as unit from cost_center
    left join cost_center_business_unit parent on parent.cost_center_id = cost_center.id and parent.period @> ${day}::date
    left join business_unit on business_unit.id = parent.business_unit_id`)
  return new Map(rows.map(({ code, unit }) => [code, unit]))
}

const nothing: Readonly<Record<BareLine['level'], string>> = {
  business_unit: 'No business unit',
  cost_center: 'No cost centre',
  owner: 'Nobody',
  shared: 'Shared',
  project: 'No project',
  model_family: 'No model',
  route: 'No route',
}

/** What people read for lines: what the registry calls them, the code of what it does not know. */
export async function readLineNames(tx: Database, lines: readonly BareLine[]): Promise<LineWords['nameOf']> {
  const codesOf = (holds: (line: BareLine) => boolean) => lines.filter(holds).map(({ code }) => code)
  const names = await nameOwners(tx, [
    ...codesOf(({ level }) => level === 'business_unit').map((business_unit) => ({ business_unit })),
    ...codesOf(({ level }) => level === 'cost_center').map((cost_center) => ({ cost_center })),
    ...codesOf(({ owner_kind }) => owner_kind === 'team').map((team) => ({ team })),
    ...codesOf(({ owner_kind, level }) => owner_kind === 'pool' || level === 'shared').map((pool) => ({ pool })),
  ])
  const projects = await nameProjects(tx, lines)
  return ({ level, code, owner_kind }, above) => {
    if (code === null) return nothing[level]
    if (level === 'business_unit' || level === 'cost_center') return names[level][code] ?? code
    if (level === 'project') return projects.get(code) ?? code
    if (level === 'owner') return (owner_kind === 'pool' ? names.pool[code] : names.team[code]) ?? code
    if (level !== 'shared') return code
    const pool = names.pool[code] ?? code
    return above.at(-1)?.owner_kind === 'pool' ? `${pool}, shared out` : `Share of ${pool}`
  }
}

/** Most projects of a statement are registered, and there are few of them: all names at once. */
async function nameProjects(tx: Database, lines: readonly BareLine[]): Promise<ReadonlyMap<string, string>> {
  if (!lines.some(({ level, code }) => level === 'project' && code !== null)) return new Map()
  const rows = await tx.execute<{ slug: string; name: string }>(sql`select slug, name from project`)
  return new Map(rows.map(({ slug, name }) => [slug, name]))
}
