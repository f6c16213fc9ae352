import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import { csvResponse } from '@/lib/http/csv-response'
import type { Handler } from '@/lib/http/handler'
import { readJson, readText } from '@/lib/http/read-body'
import { jsonResponse, route } from '@/lib/http/route'
import { decideRequest, requestAmount, setPlan, withdrawRequest } from './commands/amounts'
import { acknowledgeEvent } from './commands/events'
import { formatQuery, periodQuery, requireBudget } from './handlers'
import { readPlanCsv } from './plan-csv'
import { amendBudgetSchema, setPlanSchema } from './schema'
import { writeBurn, writeEvent, writeRequest } from './wire'

/** `GET /api/v1/budgets/{id}/burn`: the burn-up by day with plan, forecast and drivers; of another period with `from`. */
export const getBurn: Handler = route(
  { permission: 'budget.read', path: '/api/v1/budgets/{id}/burn', query: periodQuery.extend(formatQuery.shape) },
  async ({ db, scope, params, query }) => {
    const details = await requireBudget(db, scope, params.id, query.from)
    const burn = writeBurn(details)
    if (query.format === 'json') return burn
    const columns = ['day', 'spend_usd', 'is_at_least', 'plan_usd', 'expected_usd', 'low_usd', 'high_usd'] as const
    return csvResponse(
      `burn-${details.budget.slug}`,
      columns,
      burn.days.map((day) => ({ ...day, is_at_least: String(day.is_at_least) })),
    )
  },
)

/** `GET /api/v1/budgets/{id}/events`: the thresholds that were reached, the latest first. */
export const getBudgetEvents: Handler = route(
  { permission: 'budget.read', path: '/api/v1/budgets/{id}/events' },
  async ({ db, scope, params }) => ({ events: (await requireBudget(db, scope, params.id)).events.map(writeEvent) }),
)

/** `POST /api/v1/budgets/{id}/events`: acknowledges one of them. */
export const postBudgetEvent: Handler = route(
  {
    permission: 'budget.edit',
    path: '/api/v1/budgets/{id}/events',
    body: z.strictObject({ acknowledge: z.uuid('is the id of an event') }),
  },
  async ({ db, actor, scope, params, body }) => {
    const { events, budget } = await requireBudget(db, scope, params.id)
    if (!events.some(({ id }) => id === body.acknowledge)) throw new AppError('not_found', 'No such threshold event.')
    await acknowledgeEvent(db, actor, { id: body.acknowledge })
    return { events: (await requireBudget(db, scope, budget.id)).events.map(writeEvent) }
  },
)

/** `GET /api/v1/budgets/{id}/requests`: who asked for another amount, and what became of it. */
export const getBudgetRequests: Handler = route(
  { permission: 'budget.read', path: '/api/v1/budgets/{id}/requests' },
  async ({ db, scope, params }) => ({ requests: (await requireBudget(db, scope, params.id)).requests.map(writeRequest) }),
)

const requestBody = z.union([
  amendBudgetSchema.omit({ id: true }),
  z.strictObject({
    request: z.uuid('is the id of a request'),
    decision: z.enum(['approved', 'refused', 'withdrawn'], 'is approved, refused or withdrawn'),
    note: z.string().optional(),
  }),
])

/** `POST /api/v1/budgets/{id}/requests`: asks for another amount, or decides on what was asked. */
export const postBudgetRequest: Handler = route(
  { permission: 'budget.request', path: '/api/v1/budgets/{id}/requests', body: requestBody },
  async ({ db, actor, scope, params, body }) => {
    const { budget, requests } = await requireBudget(db, scope, params.id)
    if ('request' in body) {
      const { request: id, decision, note } = body
      if (!requests.some((one) => one.id === id)) throw new AppError('not_found', 'No such request.')
      if (decision === 'withdrawn') await withdrawRequest(db, actor, { id })
      else await decideRequest(db, actor, { id, decision, note })
    } else await requestAmount(db, actor, { id: budget.id, ...body })
    const after = (await requireBudget(db, scope, budget.id)).requests.map(writeRequest)
    return jsonResponse({ requests: after }, 'request' in body ? 200 : 201)
  },
)

/** `GET /api/v1/budgets/{id}/plan`: what was meant to be spent, by month. */
export const getBudgetPlan: Handler = route(
  { permission: 'budget.read', path: '/api/v1/budgets/{id}/plan', query: formatQuery },
  async ({ db, scope, params, query }) => {
    const { plan, budget } = await requireBudget(db, scope, params.id)
    const months = plan.map(({ month, amount }) => ({ month, amount_usd: amount }))
    return query.format === 'csv' ? csvResponse(`plan-${budget.slug}`, ['month', 'amount_usd'], months) : { months }
  },
)

/** `PUT /api/v1/budgets/{id}/plan`: sets the plan, as JSON (`{"months": […]}`) or as a CSV file of `month,amount_usd`. */
export const putBudgetPlan: Handler = route(
  { permission: 'budget.edit', path: '/api/v1/budgets/{id}/plan' },
  async ({ db, actor, scope, params, request }) => {
    const { id } = (await requireBudget(db, scope, params.id)).budget
    const isCsv = request.headers.get('content-type')?.startsWith('text/csv') ?? false
    const months = isCsv ? readPlanCsv(await readText(request, 100_000)) : await readMonths(request)
    await setPlan(db, actor, { id, months })
    const { plan } = await requireBudget(db, scope, id)
    return { months: plan.map(({ month, amount }) => ({ month, amount_usd: amount })) }
  },
)

async function readMonths(request: Request): Promise<z.input<typeof setPlanSchema>['months']> {
  const parsed = setPlanSchema.omit({ id: true }).safeParse(await readJson(request, 100_000))
  if (parsed.success) return parsed.data.months
  throw new AppError('invalid', 'Some fields need another value.', { errors: toFieldErrors(parsed.error) })
}
