import { z } from 'zod'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { csvResponse } from '@/lib/http/csv-response'
import type { Handler } from '@/lib/http/handler'
import { jsonResponse, route } from '@/lib/http/route'
import { findReportingDay } from '@/lib/registry/registry-version'
import { addDays, monthOf, monthPeriod } from '@/lib/time/calendar'
import { formatSchema } from '../registry-commands/list-query'
import { findPolicyInForce } from './allocate-pool'
import { archivePool, changePool, createPool, restorePool } from './commands'
import { decidePolicy, proposePolicy } from './policy-commands'
import { listPolicies, listPools, listVisibleTeams, type PolicyRow } from './queries'
import { type PoolMonth, readPoolAllocations } from './read-pool-allocations'
import { changePoolSchema, createPoolSchema, decidePolicySchema, monthSchema, policyBodySchema } from './schema'

const columns = ['slug', 'name', 'approver_email', 'cost_center', 'archived', 'method', 'method_from'] as const

/** `GET /api/v1/pools`: every pool, with where it is booked today and how it is shared out this month. */
export const getPools: Handler = route(
  { permission: 'pool.read', query: z.object({ format: formatSchema }) },
  async ({ db, scope, query }) => {
    const { day, pools } = await describePools(db, requireScope(scope))
    if (query.format === 'json') return { as_of: day, pools: pools.map(({ policies: _, ...pool }) => pool) }
    return csvResponse(
      'pools',
      columns,
      pools.map(({ archived, policy, ...pool }) => ({
        ...pool,
        archived: String(archived),
        method: policy?.method ?? null,
        method_from: policy?.effective_from ?? null,
      })),
    )
  },
)

/** `POST /api/v1/pools`: registers a pool; with `cost_center`, it is booked there from the beginning. */
export const postPool: Handler = route(
  { permission: 'pool.edit', body: createPoolSchema.strict() },
  async ({ db, actor, scope, body }) => {
    const { slug } = await createPool(db, actor, body)
    return jsonResponse(await describePool(db, requireScope(scope), slug), 201)
  },
)

/** `GET /api/v1/pools/{slug}`: one pool with all its policies, proposed, approved and refused. */
export const getPool: Handler = route({ permission: 'pool.read', path: '/api/v1/pools/{slug}' }, ({ db, scope, params }) =>
  describePool(db, requireScope(scope), params.slug ?? ''),
)

const changeBodySchema = z
  .strictObject({
    name: changePoolSchema.shape.name,
    approver_email: changePoolSchema.shape.approver_email,
    archived: z.boolean('is true or false').optional(),
  })
  .refine((change) => Object.keys(change).length > 0, 'names something to change: name, approver_email or archived')

/** `PATCH /api/v1/pools/{slug}`: renames, archives or restores a pool, or names another approver; all or nothing. */
export const patchPool: Handler = route(
  { permission: 'pool.edit', path: '/api/v1/pools/{slug}', body: changeBodySchema },
  async ({ db, actor, scope, params, body: { archived, ...change } }) => {
    const pool = params.slug ?? ''
    await db.transaction(async (tx) => {
      // Archiving takes the attribution lock, which comes before any row.
      if (archived !== undefined) await (archived ? archivePool : restorePool)(tx, actor, { pool })
      if (Object.keys(change).length > 0) await changePool(tx, actor, { pool, ...change })
    })
    return describePool(db, requireScope(scope), pool)
  },
)

/** `POST /api/v1/pools/{slug}/policies`: proposes how the pool is shared out from a month on. */
export const postPolicy: Handler = route(
  { permission: 'pool.edit', path: '/api/v1/pools/{slug}/policies', body: policyBodySchema },
  async ({ db, actor, scope, params, body }) => {
    const pool = params.slug ?? ''
    await proposePolicy(db, actor, { ...body, pool })
    return jsonResponse(await describePool(db, requireScope(scope), pool), 201)
  },
)

/** `PATCH /api/v1/pools/{slug}/policies/{id}`: approves or refuses what was proposed; for people, no key approves. */
export const patchPolicy: Handler = route(
  {
    permission: 'pool.approve',
    path: '/api/v1/pools/{slug}/policies/{id}',
    body: z.strictObject({ decision: decidePolicySchema.shape.decision, note: decidePolicySchema.shape.note }),
  },
  async ({ db, actor, scope, params, body }) => {
    const pool = await describePool(db, requireScope(scope), params.slug ?? '')
    const id = params.id ?? ''
    if (!pool.policies.some((policy) => policy.id === id)) throw new AppError('not_found', 'No such policy of this pool.')
    await decidePolicy(db, actor, { ...body, id })
    return describePool(db, requireScope(scope), pool.slug)
  },
)

const allocationQuerySchema = z.object({ format: formatSchema, month: monthSchema.optional() })
const allocationColumns = ['pool', 'month', 'team', 'cost_center', 'amount_usd', 'direct_cost_usd', 'note'] as const

/**
 * `GET /api/v1/pools/{slug}/allocation?month=2026-05`: who receives how much of the pool in a month (this one, unless said), and
 * what stays central and why. Amounts are exact; for those who see everything they add up to the cost.
 */
export const getPoolAllocation: Handler = route(
  { permission: 'pool.read', path: '/api/v1/pools/{slug}/allocation', query: allocationQuerySchema },
  async ({ db, scope, params, query }) => {
    const slug = params.slug ?? ''
    const month = query.month ?? monthOf(await findReportingDay(db, new Date()))
    const { slug: known } = await describePool(db, requireScope(scope), slug)
    const found = (await readPoolAllocations(db, requireScope(scope), month)).find(({ pool }) => pool === known)
    if (!found) throw new AppError('not_found', `The pool "${slug}" was archived and cost nothing in ${month}.`)
    return query.format === 'json' ? allocationToWire(found) : csvResponse(`${slug}-${month}`, allocationColumns, toCells(found))
  },
)

function allocationToWire(found: PoolMonth) {
  return {
    pool: found.pool,
    name: found.name,
    month: found.month,
    cost_center: found.costCenter,
    cost_usd: found.cost,
    is_at_least: found.isAtLeast,
    policy: found.policy && policyToWire(found.policy),
    received: found.received.map(({ team, amount, directCost }) => ({ team, amount_usd: amount, direct_cost_usd: directCost })),
    kept_usd: found.kept,
    kept_reason: found.keptReason,
  }
}

/** A line for each team, and one without a team for what is kept. */
function toCells({ pool, month, costCenter, received, kept, keptReason, isAtLeast }: PoolMonth) {
  const note = isAtLeast ? 'at least' : null
  const shares = received.map(({ team, amount, directCost }) => ({
    ...{ pool, month, team, cost_center: null, amount_usd: amount, direct_cost_usd: directCost, note },
  }))
  if (kept === null || keptReason === null) return shares
  return [
    ...shares,
    { pool, month, team: null, cost_center: costCenter, amount_usd: kept, direct_cost_usd: null, note: keptReason },
  ]
}

function policyToWire(policy: PolicyRow) {
  return {
    id: policy.id,
    effective_from: policy.effectiveFrom,
    method: policy.method,
    shares: policy.shares,
    proposed_by: policy.proposedBy,
    proposed_at: policy.proposedAt.toISOString(),
    decision: policy.decision,
    decided_by: policy.decidedBy,
    decided_at: policy.decidedAt?.toISOString() ?? null,
    note: policy.note,
  }
}

async function describePool(db: Database, scope: Scope, slug: string) {
  const found = (await describePools(db, scope)).pools.find((pool) => pool.slug === slug)
  if (!found) throw new AppError('not_found', `No pool is registered as "${slug}".`)
  return found
}

async function describePools(db: Database, scope: Scope) {
  const day = await findReportingDay(db, new Date())
  const month = monthOf(day)
  const visibleTeams = await listVisibleTeams(db, scope, addDays(monthPeriod(month).to, -1))
  const [pools, policies] = await Promise.all([listPools(db, day), listPolicies(db, { visibleTeams })])
  return {
    day,
    pools: pools.map(({ slug, name, approverEmail, costCenter, isArchived }) => {
      const own = policies.filter(({ pool }) => pool === slug)
      const inForce = findPolicyInForce(own, month)
      return {
        slug,
        name,
        approver_email: approverEmail,
        cost_center: costCenter,
        archived: isArchived,
        policy: inForce && policyToWire(inForce),
        policies: own.map(policyToWire),
      }
    }),
  }
}

function requireScope(scope: Scope | null): Scope {
  if (scope === null) throw new Error('a route with a permission has a scope')
  return scope
}
