import { z } from 'zod'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { csvResponse } from '@/lib/http/csv-response'
import type { Handler } from '@/lib/http/handler'
import { readText } from '@/lib/http/read-body'
import { jsonResponse, route } from '@/lib/http/route'
import { isCalendarDate } from '@/lib/time/calendar'
import { amendBudget } from './commands/amounts'
import { archiveBudget, createBudget, editBudget, restoreBudget } from './commands/budgets'
import { budgetColumns, toCsvRows } from './csv'
import { importBudgets } from './import-budgets'
import { listBurns } from './list-burns'
import { type BudgetDetails, readBudget } from './read-budget'
import { amendBudgetSchema, createBudgetSchema, editBudgetSchema } from './schema'
import { writeAmendment, writeBudget } from './wire'

export const formatQuery = z.object({ format: z.enum(['json', 'csv'], 'is json or csv').default('json') })
const isTrue = (fallback: 'true' | 'false') =>
  z
    .enum(['true', 'false'], 'is true or false')
    .default(fallback)
    .transform((text) => text === 'true')
const daySchema = z.string('is a day such as 2026-10-01').refine(isCalendarDate, 'is a day such as 2026-10-01')
const maxFileBytes = 2_000_000

/** @throws AppError `not_found` where there is no such budget, or it is not the reader's. */
export async function requireBudget(
  db: Database,
  scope: Scope | null,
  idOrSlug: string | undefined,
  from: string | null = null,
): Promise<BudgetDetails> {
  const found = scope && (await readBudget(db, scope, idOrSlug ?? '', { now: new Date(), from }))
  if (!found) throw new AppError('not_found', 'No such budget.')
  return found
}

/** `GET /api/v1/budgets`: the budgets that the asker sees, each where it stands in the period that runs. */
export const getBudgets: Handler = route(
  { permission: 'budget.read', query: formatQuery.extend({ archived: isTrue('false') }) },
  async ({ db, scope, query }) => {
    if (scope === null) throw new Error('a route with a permission has a scope')
    const { zone, asOf, budgets } = await listBurns(db, scope, { now: new Date(), includesArchived: query.archived })
    if (query.format === 'csv') return csvResponse('budgets', budgetColumns, toCsvRows(budgets))
    return { zone, as_of: asOf, budgets: budgets.map(writeBudget) }
  },
)

/** `POST /api/v1/budgets`: sets a budget up. */
export const postBudget: Handler = route(
  { permission: 'budget.edit', body: createBudgetSchema },
  async ({ db, actor, scope, body }) => {
    const { slug } = await createBudget(db, actor, toPlain(body))
    return jsonResponse(writeBudget((await requireBudget(db, scope, slug)).budget), 201)
  },
)

/** What was parsed, as a command takes it, which parses again: lists of its own. */
function toPlain<Value>(value: Value): z.input<typeof createBudgetSchema> {
  return structuredClone(value) as z.input<typeof createBudgetSchema>
}

/**
 * `POST /api/v1/budgets/import`: sets up and changes the budgets of a CSV file, all of them or none; with `dry_run=true` it only
 * tells what would happen.
 */
export const postBudgetImport: Handler = route(
  { permission: 'budget.edit', query: z.object({ dry_run: isTrue('false') }) },
  async ({ db, actor, query, request }) => {
    const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
    if (type !== 'text/csv') throw new AppError('unsupported_media_type', 'Send the file as content-type: text/csv.')
    const csv = await readText(request, maxFileBytes)
    const { isApplied, rows } = await importBudgets(db, actor, { csv, isTrial: query.dry_run, now: new Date() })
    const hasRefused = rows.some(({ effect }) => effect === 'refused')
    return jsonResponse({ applied: isApplied, rows }, hasRefused ? 422 : 200)
  },
)

/** `GET /api/v1/budgets/{id}`, by id or slug: the budget with its amendments and its plan. */
export const getBudget: Handler = route(
  { permission: 'budget.read', path: '/api/v1/budgets/{id}' },
  async ({ db, scope, params }) => {
    const { zone, asOf, budget, amendments, plan } = await requireBudget(db, scope, params.id)
    return {
      zone,
      as_of: asOf,
      ...writeBudget(budget),
      amendments: amendments.map(writeAmendment),
      plan: plan.map(({ month, amount }) => ({ month, amount_usd: amount })),
    }
  },
)

const patchSchema = editBudgetSchema
  .omit({ id: true })
  .extend({
    archived: z.boolean('is true or false').optional(),
    amount: amendBudgetSchema.omit({ id: true }).optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'names something to change')

/** `PATCH /api/v1/budgets/{id}`: changes a budget, its amount from a period on, or takes it out of use; all or nothing. */
export const patchBudget: Handler = route(
  { permission: 'budget.edit', path: '/api/v1/budgets/{id}', body: patchSchema },
  async ({ db, actor, scope, params, body }) => {
    const { id } = (await requireBudget(db, scope, params.id)).budget
    const { archived, amount, ...change } = body
    await db.transaction(async (tx) => {
      if (archived !== undefined) await (archived ? archiveBudget : restoreBudget)(tx, actor, { id })
      if (Object.values(change).some((value) => value !== undefined)) await editBudget(tx, actor, toEdit(id, change))
      if (amount !== undefined) await amendBudget(tx, actor, { id, ...amount })
    })
    return writeBudget((await requireBudget(db, scope, id)).budget)
  },
)

function toEdit(id: string, change: unknown): z.input<typeof editBudgetSchema> {
  return { id, ...(structuredClone(change) as object) }
}

export const periodQuery = z.object({ from: daySchema.nullable().default(null) })
