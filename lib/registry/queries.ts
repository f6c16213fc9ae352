import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import type { AnyPgColumn } from 'drizzle-orm/pg-core'
import type { Database } from '@/lib/db/client'
import { userTeam } from '@/lib/db/schema/auth'
import { businessUnit, costCenter, costCenterBusinessUnit, team, teamCostCenter } from '@/lib/db/schema/registry'
import { AppError } from '@/lib/errors'
import type { CalendarDate } from '@/lib/time/calendar'

/** Where a member belongs on a day, in SQL: the mapping's span that holds it. */
const holds = (period: AnyPgColumn, day: CalendarDate) => sql`${period} @> ${day}::date`

/**
 * The teams of the registry: how many people are assigned to each, and which cost centre and business unit it belongs to on a
 * day; without one where no day is given. Names are not secret, so no scope bounds them.
 */
export function listTeams(db: Database, day: CalendarDate | null = null) {
  const onDay = (period: AnyPgColumn) => (day === null ? sql`false` : holds(period, day))
  return db
    .select({
      id: team.id,
      slug: team.slug,
      name: team.name,
      createdAt: team.createdAt,
      archivedFrom: team.archivedFrom,
      people: db.$count(userTeam, eq(userTeam.teamId, team.id)),
      costCenter: costCenter.code,
      costCenterName: costCenter.name,
      businessUnit: businessUnit.slug,
      businessUnitName: businessUnit.name,
    })
    .from(team)
    .leftJoin(teamCostCenter, and(eq(teamCostCenter.teamId, team.id), onDay(teamCostCenter.period)))
    .leftJoin(costCenter, eq(costCenter.id, teamCostCenter.costCenterId))
    .leftJoin(
      costCenterBusinessUnit,
      and(eq(costCenterBusinessUnit.costCenterId, costCenter.id), onDay(costCenterBusinessUnit.period)),
    )
    .leftJoin(businessUnit, eq(businessUnit.id, costCenterBusinessUnit.businessUnitId))
    .orderBy(asc(team.slug))
}

/** The cost centres of the registry, with the business unit of a day and how many teams belong to each then. */
export function listCostCenters(db: Database, day: CalendarDate | null = null) {
  const onDay = (period: AnyPgColumn) => (day === null ? sql`false` : holds(period, day))
  return db
    .select({
      id: costCenter.id,
      code: costCenter.code,
      name: costCenter.name,
      createdAt: costCenter.createdAt,
      archivedAt: costCenter.archivedAt,
      businessUnit: businessUnit.slug,
      businessUnitName: businessUnit.name,
      teams: db.$count(teamCostCenter, and(eq(teamCostCenter.costCenterId, costCenter.id), onDay(teamCostCenter.period))),
    })
    .from(costCenter)
    .leftJoin(
      costCenterBusinessUnit,
      and(eq(costCenterBusinessUnit.costCenterId, costCenter.id), onDay(costCenterBusinessUnit.period)),
    )
    .leftJoin(businessUnit, eq(businessUnit.id, costCenterBusinessUnit.businessUnitId))
    .orderBy(asc(costCenter.code))
}

/** The business units of the registry, with how many cost centres belong to each on a day. */
export function listBusinessUnits(db: Database, day: CalendarDate) {
  return db
    .select({
      id: businessUnit.id,
      slug: businessUnit.slug,
      name: businessUnit.name,
      createdAt: businessUnit.createdAt,
      costCenters: db.$count(
        costCenterBusinessUnit,
        and(eq(costCenterBusinessUnit.businessUnitId, businessUnit.id), holds(costCenterBusinessUnit.period, day)),
      ),
    })
    .from(businessUnit)
    .orderBy(asc(businessUnit.slug))
}

/**
 * The ids of teams by slug.
 *
 * @throws AppError `invalid`, naming the slugs that no team has.
 */
export async function findTeamIds(db: Database, slugs: readonly string[]): Promise<string[]> {
  if (slugs.length === 0) return []
  const found = await db
    .select({ id: team.id, name: team.slug })
    .from(team)
    .where(inArray(team.slug, [...slugs]))
  return requireAll('teams', 'team', slugs, found)
}

/**
 * The ids of cost centres by code.
 *
 * @throws AppError `invalid`, naming the codes that no cost centre has.
 */
export async function findCostCenterIds(db: Database, codes: readonly string[]): Promise<string[]> {
  if (codes.length === 0) return []
  const found = await db
    .select({ id: costCenter.id, name: costCenter.code })
    .from(costCenter)
    .where(inArray(costCenter.code, [...codes]))
  return requireAll('costCenters', 'cost centre', codes, found)
}

function requireAll(
  path: string,
  noun: string,
  wanted: readonly string[],
  found: readonly { id: string; name: string }[],
): string[] {
  const missing = wanted.filter((name) => !found.some((row) => row.name === name))
  if (missing.length > 0) {
    const message = `no ${noun} is registered as ${missing.map((name) => `"${name}"`).join(', ')}`
    throw new AppError('invalid', `${path}: ${message}.`, { errors: [{ path, message }] })
  }
  return found.map(({ id }) => id)
}
