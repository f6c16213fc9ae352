import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import { csvResponse } from '@/lib/http/csv-response'
import type { Handler } from '@/lib/http/handler'
import { readJson, readText } from '@/lib/http/read-body'
import { jsonResponse, route } from '@/lib/http/route'
import { hasDays } from '@/lib/registry/dated-spans'
import { dateSchema } from '@/lib/registry/schema'
import { formatSchema } from '../registry-commands/list-query'
import { createEstimates, withdrawEstimate } from './commands'
import { previewEstimateFile } from './preview-file'
import { type EstimateInPeriod, type EstimateRow, listEstimates, readEstimates } from './queries'
import { createEstimatesSchema, estimateColumns, estimateSchema, withdrawEstimateSchema } from './schema'

const maxBytes = 2_000_000

const periodQuerySchema = z
  .object({ format: formatSchema, from: dateSchema.optional(), to: dateSchema.optional() })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), {
    path: ['to'],
    error: 'goes with from: give both or neither',
  })
  .refine(({ from = '', to = '~' }) => hasDays({ from, to }), { path: ['to'], error: 'is a day after "from"' })

/**
 * `GET /api/v1/estimates`: every estimate, also those withdrawn. With `from` and `to`, those that stand and lie in these days,
 * each with the part of it that falls into them, and the total of the parts. The CSV can be sent back as it is.
 */
export const getEstimates: Handler = route(
  { permission: 'estimate.read', query: periodQuerySchema },
  async ({ db, scope, query: { from, to, format } }) => {
    if (scope === null) throw new Error('a route with a permission has a scope')
    if (from === undefined || to === undefined) {
      const estimates = await listEstimates(db, scope)
      if (format === 'json') return { estimates: estimates.map(toWire) }
      // A withdrawn one would stand again if the file were sent back.
      return csvResponse('estimates', estimateColumns, estimates.filter(({ withdrawnAt }) => withdrawnAt === null).map(toCells))
    }
    const { estimates, total } = await readEstimates(db, scope, { from, to })
    if (format === 'json') return { from, to, estimates: estimates.map(partToWire), total_in_period_usd: total }
    const columns = [...estimateColumns, 'amount_in_period_usd'] as const
    return csvResponse(
      `estimates-${from}-${to}`,
      columns,
      estimates.map((row) => ({ ...toCells(row), amount_in_period_usd: row.amountInPeriod })),
    )
  },
)

const dryRunSchema = z.object({
  dry_run: z
    .enum(['true', 'false'], 'is true or false')
    .default('false')
    .transform((text) => text === 'true'),
})

/**
 * `POST /api/v1/estimates`: stores one estimate, `{"estimates": […]}`, or a CSV file (`content-type: text/csv`), all or nothing.
 * With `?dry_run=true` a file is checked line by line and nothing is stored.
 */
export const postEstimates: Handler = route(
  { permission: 'estimate.edit', query: dryRunSchema },
  async ({ db, actor, query, request }) => {
    if (!isCsv(request)) {
      if (query.dry_run) throw new AppError('invalid', 'dry_run: is for files; send the estimates as text/csv.')
      return jsonResponse(await createEstimates(db, actor, readBody(await readJson(request, maxBytes))), 201)
    }
    const preview = await previewEstimateFile(db, await readText(request, maxBytes))
    if (!preview.ok) throw new AppError('invalid', preview.message)
    const { lines, fresh, faulty, total } = preview
    if (query.dry_run) return { lines, new: fresh, faulty, total_usd: total }
    const errors = lines.flatMap(({ line, errors: faults }) =>
      faults.map(({ path, message }) => ({ path: `line ${line}: ${path}`, message })),
    )
    if (errors.length > 0) throw new AppError('invalid', 'Some lines need another value. Nothing was stored.', { errors })
    const estimates = lines.flatMap(({ estimate }) => (estimate === null ? [] : [estimate]))
    return jsonResponse(await createEstimates(db, actor, { estimates }), 201)
  },
)

/** `DELETE /api/v1/estimates/{id}`: withdraws an estimate; the row stays and counts nowhere any more. */
export const deleteEstimate: Handler = route(
  { permission: 'estimate.edit', path: '/api/v1/estimates/{id}' },
  async ({ db, actor, params }) => {
    const { success } = withdrawEstimateSchema.safeParse(params)
    if (!success) throw new AppError('not_found', 'No such estimate.')
    await withdrawEstimate(db, actor, { id: params.id ?? '' })
    return new Response(null, { status: 204 })
  },
)

/** One estimate or several: which it is decides by whose names faults are told. */
function readBody(body: unknown): z.output<typeof createEstimatesSchema> {
  const isList = typeof body === 'object' && body !== null && 'estimates' in body
  const shape = isList ? createEstimatesSchema.strict() : estimateSchema.transform((estimate) => ({ estimates: [estimate] }))
  const parsed = shape.safeParse(body)
  if (!parsed.success) throw new AppError('invalid', 'Some fields need another value.', { errors: toFieldErrors(parsed.error) })
  return parsed.data
}

const isCsv = (request: Request) => request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() === 'text/csv'

function toCells({ team, costCenter, provider, from, to, amount, method }: EstimateRow) {
  return { team, cost_center: costCenter, provider, from, to, amount_usd: amount, method }
}

function toWire(row: EstimateRow) {
  const { id, author, createdAt, withdrawnAt } = row
  return { id, ...toCells(row), author, created_at: createdAt, withdrawn_at: withdrawnAt }
}

function partToWire(row: EstimateInPeriod) {
  return { ...toWire(row), amount_in_period_usd: row.amountInPeriod }
}
