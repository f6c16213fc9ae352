import { z } from 'zod'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { csvResponse } from '@/lib/http/csv-response'
import type { Handler } from '@/lib/http/handler'
import { jsonResponse, route } from '@/lib/http/route'
import { createBusinessUnit, renameBusinessUnit } from './commands'
import { listQuerySchema } from './list-format'
import { listBusinessUnits } from './queries'
import { findReportingDay } from './registry-version'
import { createBusinessUnitSchema } from './schema'
import { nameSchema } from './slug'

const columns = ['slug', 'name', 'cost_centers'] as const

/** `GET /api/v1/business-units`: every business unit, with how many cost centres belong to it today. */
export const getBusinessUnits: Handler = route({ permission: 'registry.read', query: listQuerySchema }, async ({ db, query }) => {
  const { day, businessUnits } = await describeBusinessUnits(db)
  return query.format === 'csv'
    ? csvResponse('business-units', columns, businessUnits)
    : { as_of: day, business_units: businessUnits }
})

/** `POST /api/v1/business-units`: registers a business unit. */
export const postBusinessUnit: Handler = route(
  {
    permission: 'registry.edit',
    body: createBusinessUnitSchema.strict(),
  },
  async ({ db, actor, body }) => {
    const { slug } = await createBusinessUnit(db, actor, body)
    return jsonResponse(await describeBusinessUnit(db, slug), 201)
  },
)

/** `PATCH /api/v1/business-units/{slug}`: renames a business unit. */
export const patchBusinessUnit: Handler = route(
  { permission: 'registry.edit', path: '/api/v1/business-units/{slug}', body: z.strictObject({ name: nameSchema }) },
  async ({ db, actor, params, body }) => {
    const slug = params.slug ?? ''
    const found = (await listBusinessUnits(db, await findReportingDay(db, new Date()))).find((unit) => unit.slug === slug)
    if (!found) throw new AppError('not_found', `No business unit is registered as "${slug}".`)
    await renameBusinessUnit(db, actor, { id: found.id, name: body.name })
    return describeBusinessUnit(db, slug)
  },
)

async function describeBusinessUnit(db: Database, slug: string) {
  return (await describeBusinessUnits(db)).businessUnits.find((unit) => unit.slug === slug)
}

async function describeBusinessUnits(db: Database) {
  const day = await findReportingDay(db, new Date())
  const rows = await listBusinessUnits(db, day)
  return {
    day,
    businessUnits: rows.map(({ slug, name, costCenters }) => ({ slug, name, cost_centers: costCenters })),
  }
}
