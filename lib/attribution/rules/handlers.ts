import { z } from 'zod'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import type { Handler } from '@/lib/http/handler'
import { jsonResponse, route } from '@/lib/http/route'
import { findReportingDay } from '@/lib/registry/registry-version'
import { addDays } from '@/lib/time/calendar'
import { createRule, moveRule, restoreRule, retireRule, updateRule } from './commands'
import { type PreviewMonth, type PreviewSums, previewRule, type RulePreview } from './preview'
import type { OwnerLabel } from './preview-moves'
import { type ListedRule, listRules, type RuleUse, readRuleUse } from './queries'
import { createRuleSchema, ruleChangeSchema, updateRuleSchema } from './schema'

const usedDays = 30

/**
 * `GET /api/v1/rules`: all rules in the order in which they are tried, also those that are undone, with what each decided of the
 * last 30 days (null for who sees a part of the organisation only).
 */
export const getRules: Handler = route({ permission: 'registry.read' }, async ({ db, scope }) => ({
  rules: await describeRules(db, scope),
}))

/** `POST /api/v1/rules`: adds a rule or a decision; it decides at once. */
export const postRule: Handler = route(
  { permission: 'registry.edit', body: createRuleSchema },
  async ({ db, actor, scope, body }) => {
    const { id, series } = await createRule(db, actor, body)
    return jsonResponse({ ...(await describeRule(db, scope, id)), changed_series: series }, 201)
  },
)

const path = '/api/v1/rules/{id}'

/** `GET /api/v1/rules/{id}` */
export const getRule: Handler = route({ permission: 'registry.read', path }, ({ db, scope, params }) =>
  describeRule(db, scope, params.id ?? ''),
)

/** What of a rule can be changed by one request; `retired: true` undoes it, `false` takes it into use again. */
const patchSchema = z
  .looseObject({
    position: z.int('is a whole number').min(1, 'counts from 1').optional(),
    retired: z.boolean('is true or false').optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'names something to change')

/** `PATCH /api/v1/rules/{id}`: changes, moves, undoes a rule or takes it into use again; all or nothing. */
export const patchRule: Handler = route(
  { permission: 'registry.edit', path, body: patchSchema },
  async ({ db, actor, scope, params, body }) => {
    const { id } = await findRule(db, params.id ?? '')
    const { position, retired, ...fields } = body
    const parsed = updateRuleSchema.safeParse({ ...fields, id })
    if (!parsed.success) {
      throw new AppError('invalid', 'Some fields need another value.', { errors: toFieldErrors(parsed.error) })
    }
    await db.transaction(async (tx) => {
      if (retired === false) await restoreRule(tx, actor, { id })
      if (Object.keys(fields).length > 0) await updateRule(tx, actor, parsed.data)
      if (position !== undefined) await moveRule(tx, actor, { id, position })
      if (retired === true) await retireRule(tx, actor, { id })
    })
    return describeRule(db, scope, id)
  },
)

/** `DELETE /api/v1/rules/{id}`: undoes a rule. Its row stays in the list, with the day on which it was undone. */
export const deleteRule: Handler = route({ permission: 'registry.edit', path }, async ({ db, actor, scope, params }) => {
  const { id } = await findRule(db, params.id ?? '')
  await retireRule(db, actor, { id })
  return describeRule(db, scope, id)
})

/** `POST /api/v1/rules/preview`: what a change of the rules would do, without doing it. */
export const postRulePreview: Handler = route(
  { permission: 'registry.edit', body: ruleChangeSchema },
  async ({ db, scope, body }) => {
    if (!scope) throw new Error('a route with a permission has a scope')
    return toWirePreview(await previewRule(db, scope, body))
  },
)

async function findRule(db: Database, id: string): Promise<ListedRule> {
  const found = (await listRules(db)).find((rule) => rule.id === id)
  if (!found) throw new AppError('not_found', `There is no rule with the id "${id}".`)
  return found
}

async function describeRule(db: Database, scope: Scope | null, id: string) {
  const found = (await describeRules(db, scope)).find((rule) => rule.id === id)
  if (!found) throw new AppError('not_found', `There is no rule with the id "${id}".`)
  return found
}

async function describeRules(db: Database, scope: Scope | null) {
  const to = addDays(await findReportingDay(db, new Date()), 1)
  const [rules, use] = await Promise.all([
    listRules(db),
    scope ? readRuleUse(db, scope, { from: addDays(to, -usedDays), to }) : new Map<string, RuleUse>(),
  ])
  return rules.map((rule) => ({
    id: rule.id,
    kind: rule.kind,
    position: rule.position,
    name: rule.name,
    conditions: rule.conditions,
    from: rule.from,
    to: rule.to,
    team: rule.target.kind === 'team' ? rule.target.slug : null,
    pool: rule.target.kind === 'pool' ? rule.target.slug : null,
    project: rule.target.kind === 'project' ? rule.target.slug : null,
    note: rule.note,
    created_by: rule.createdBy,
    created_at: rule.createdAt,
    updated_at: rule.updatedAt,
    retired_at: rule.retiredAt,
    last_30_days: scope?.everything ? toWireUse(use.get(rule.id)) : null,
  }))
}

const toWireUse = (use: RuleUse | undefined) => ({
  series: use?.series ?? 0,
  requests: use?.requests ?? '0',
  cost_usd: use?.costUsd ?? '0',
  is_at_least: use?.isAtLeast ?? false,
})

const toWireSums = ({ requests, costUsd, isAtLeast }: PreviewSums) => ({ requests, cost_usd: costUsd, is_at_least: isAtLeast })

function toWireOwner({ kind, key, project }: OwnerLabel) {
  return { kind, [kind === 'none' ? 'reason' : kind]: key, project }
}

function toWirePreview({ series, confirmed, months, largest, ...total }: RulePreview) {
  return {
    series,
    confirmed,
    ...toWireSums(total),
    months: months.map((one: PreviewMonth) => ({
      month: one.month,
      before: toWireOwner(one.before),
      after: toWireOwner(one.after),
      series: one.series,
      ...toWireSums(one),
    })),
    largest: largest.map((one) => ({
      id: one.id,
      dimensions: one.dimensions,
      ...toWireSums(one),
      moves: one.moves.map(({ from, to, before, after }) => ({
        from,
        to,
        before: toWireOwner(before),
        after: toWireOwner(after),
      })),
    })),
  }
}
