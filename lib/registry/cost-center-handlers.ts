import { z } from 'zod'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { csvResponse } from '@/lib/http/csv-response'
import type { Handler } from '@/lib/http/handler'
import { jsonResponse, route } from '@/lib/http/route'
import { archiveCostCenter, createCostCenter, renameCostCenter, restoreCostCenter } from './commands'
import { listQuerySchema } from './list-format'
import { listCostCenters } from './queries'
import { findReportingDay } from './registry-version'
import { createCostCenterSchema } from './schema'
import { nameSchema } from './slug'

const columns = ['code', 'name', 'business_unit', 'archived', 'teams'] as const

/** `GET /api/v1/cost-centers`: every cost centre, with its business unit and how many teams belong to it today. */
export const getCostCenters: Handler = route({ permission: 'registry.read', query: listQuerySchema }, async ({ db, query }) => {
  const { day, costCenters } = await describeCostCenters(db)
  if (query.format === 'json') return { as_of: day, cost_centers: costCenters }
  return csvResponse(
    'cost-centers',
    columns,
    costCenters.map((row) => ({ ...row, archived: String(row.archived) })),
  )
})

/** `POST /api/v1/cost-centers`: registers a cost centre; with `business_unit`, it belongs there from the beginning. */
export const postCostCenter: Handler = route(
  { permission: 'registry.edit', body: createCostCenterSchema.strict() },
  async ({ db, actor, body }) => {
    const { code } = await createCostCenter(db, actor, body)
    return jsonResponse(await describeCostCenter(db, code), 201)
  },
)

const changeSchema = z
  .strictObject({ name: nameSchema.optional(), archived: z.boolean('is true or false').optional() })
  .refine((change) => Object.keys(change).length > 0, 'names something to change: name or archived')

/** `PATCH /api/v1/cost-centers/{code}`: renames, archives or restores a cost centre; all or nothing. */
export const patchCostCenter: Handler = route(
  { permission: 'registry.edit', path: '/api/v1/cost-centers/{code}', body: changeSchema },
  async ({ db, actor, params, body }) => {
    const code = params.code ?? ''
    const found = (await listCostCenters(db)).find((costCenter) => costCenter.code === code)
    if (!found) throw new AppError('not_found', `No cost centre is registered as "${code}".`)
    const { id } = found
    await db.transaction(async (tx) => {
      if (body.archived !== undefined) await (body.archived ? archiveCostCenter : restoreCostCenter)(tx, actor, { id })
      if (body.name !== undefined) await renameCostCenter(tx, actor, { id, name: body.name })
    })
    return describeCostCenter(db, code)
  },
)

async function describeCostCenter(db: Database, code: string) {
  return (await describeCostCenters(db)).costCenters.find((costCenter) => costCenter.code === code)
}

async function describeCostCenters(db: Database) {
  const day = await findReportingDay(db, new Date())
  const rows = await listCostCenters(db, day)
  return {
    day,
    costCenters: rows.map(({ code, name, businessUnit, archivedAt, teams }) => ({
      code,
      name,
      business_unit: businessUnit,
      archived: archivedAt !== null,
      teams,
    })),
  }
}
