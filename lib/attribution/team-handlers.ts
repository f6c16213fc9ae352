import { z } from 'zod'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { csvResponse } from '@/lib/http/csv-response'
import type { Handler } from '@/lib/http/handler'
import { jsonResponse, route } from '@/lib/http/route'
import { renameTeam } from '@/lib/registry/commands'
import { listQuerySchema } from '@/lib/registry/list-format'
import { listTeams } from '@/lib/registry/queries'
import { findReportingDay } from '@/lib/registry/registry-version'
import { createTeamSchema, dateSchema } from '@/lib/registry/schema'
import { nameSchema } from '@/lib/registry/slug'
import { countOwnedSeries } from './queries'
import { archiveTeam, createTeam, restoreTeam } from './team-commands'

const columns = ['slug', 'name', 'cost_center', 'business_unit', 'archived_from', 'people', 'series'] as const

/** `GET /api/v1/teams`: every team, with where it belongs today and how many series it owns. */
export const getTeams: Handler = route({ permission: 'registry.read', query: listQuerySchema }, async ({ db, query }) => {
  const { day, teams } = await describeTeams(db)
  return query.format === 'csv' ? csvResponse('teams', columns, teams) : { as_of: day, teams }
})

/** `POST /api/v1/teams`: registers a team; with `cost_center`, it belongs there from the beginning. */
export const postTeam: Handler = route(
  { permission: 'registry.edit', body: createTeamSchema.strict() },
  async ({ db, actor, body }) => {
    const { slug } = await createTeam(db, actor, body)
    return jsonResponse(await describeTeam(db, slug), 201)
  },
)

/** `archived_from`: a day archives the team from that day on, null restores it. */
const changeSchema = z
  .strictObject({ name: nameSchema.optional(), archived_from: dateSchema.nullable().optional() })
  .refine((change) => Object.keys(change).length > 0, 'names something to change: name or archived_from')

/** `PATCH /api/v1/teams/{slug}`: renames, archives or restores a team; all or nothing. */
export const patchTeam: Handler = route(
  { permission: 'registry.edit', path: '/api/v1/teams/{slug}', body: changeSchema },
  async ({ db, actor, params, body }) => {
    const { id } = await findTeam(db, params.slug ?? '')
    await db.transaction(async (tx) => {
      // Archiving takes the attribution lock, which comes before any row.
      if (body.archived_from === null) await restoreTeam(tx, actor, { id })
      else if (body.archived_from !== undefined) await archiveTeam(tx, actor, { id, from: body.archived_from })
      if (body.name !== undefined) await renameTeam(tx, actor, { id, name: body.name })
    })
    return describeTeam(db, params.slug ?? '')
  },
)

async function findTeam(db: Database, slug: string) {
  const found = (await listTeams(db)).find((team) => team.slug === slug)
  if (!found) throw new AppError('not_found', `No team is registered as "${slug}".`)
  return found
}

async function describeTeam(db: Database, slug: string) {
  const { teams } = await describeTeams(db)
  return teams.find((team) => team.slug === slug)
}

async function describeTeams(db: Database) {
  const day = await findReportingDay(db, new Date())
  const [teams, series] = await Promise.all([listTeams(db, day), countOwnedSeries(db, day)])
  return {
    day,
    teams: teams.map(({ id, slug, name, costCenter, businessUnit, archivedFrom, people }) => ({
      slug,
      name,
      cost_center: costCenter,
      business_unit: businessUnit,
      archived_from: archivedFrom,
      people,
      series: series.get(id) ?? 0,
    })),
  }
}
