import { z } from 'zod'
import type { Actor } from '@/lib/auth/actor'
import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { Handler } from '@/lib/http/handler'
import { jsonResponse, route } from '@/lib/http/route'
import { findReportingDay } from '@/lib/registry/registry-version'
import { actorLabel } from '../actor-label'
import { decideDispute, raiseDispute, withdrawDispute } from './commands'
import { type DisputeRow, listDisputes } from './queries'
import { decideDisputeSchema, disputeStates, raiseDisputeSchema } from './schema'

const listSchema = z.object({ state: z.enum(disputeStates, `is one of ${disputeStates.join(', ')}`).optional() })

/** `GET /api/v1/disputes?state=open`: the disputes about the teams that the reader sees, and their own. */
export const getDisputes: Handler = route(
  { permission: 'dispute.read', query: listSchema },
  async ({ db, actor, scope, query }) => {
    const today = await findReportingDay(db, new Date())
    const reader = { scope: requireScope(scope), reader: actorLabel(actor) }
    return { disputes: (await listDisputes(db, reader, { today, state: query.state })).map(toWire) }
  },
)

/** `POST /api/v1/disputes`: disputes some series of a team, and proposes whose they are instead. */
export const postDispute: Handler = route(
  { permission: 'dispute.raise', body: raiseDisputeSchema },
  async ({ db, actor, scope, body }) => {
    const { id } = await raiseDispute(db, actor, body)
    return jsonResponse(await findDispute(db, actor, requireScope(scope), id), 201)
  },
)

/** `GET /api/v1/disputes/{id}` */
export const getDispute: Handler = route(
  { permission: 'dispute.read', path: '/api/v1/disputes/{id}' },
  ({ db, actor, scope, params }) => findDispute(db, actor, requireScope(scope), params.id ?? ''),
)

const changeSchema = z.strictObject({
  state: z.enum(['accepted', 'refused', 'withdrawn'], 'is accepted, refused or withdrawn'),
  note: decideDisputeSchema.shape.note,
})

/** `PATCH /api/v1/disputes/{id}`: accepts or refuses a dispute, or takes one's own back; an accepted one moves its series at once. */
export const patchDispute: Handler = route(
  { permission: 'dispute.raise', path: '/api/v1/disputes/{id}', body: changeSchema },
  async ({ db, actor, scope, params, body: { state, note } }) => {
    const { id } = await findDispute(db, actor, requireScope(scope), params.id ?? '')
    if (state === 'withdrawn') await withdrawDispute(db, actor, { id })
    else await decideDispute(db, actor, { id, decision: state, note })
    return findDispute(db, actor, requireScope(scope), id)
  },
)

async function findDispute(db: Database, actor: Actor, scope: Scope, id: string) {
  const isId = z.uuid().safeParse(id).success
  const today = await findReportingDay(db, new Date())
  const [found] = isId ? await listDisputes(db, { scope, reader: actorLabel(actor) }, { id, today }) : []
  if (!found) throw new AppError('not_found', 'No such dispute.')
  return toWire(found)
}

function toWire(row: DisputeRow) {
  return {
    id: row.id,
    team: row.team,
    proposed_team: row.proposedKind === 'team' ? row.proposed : null,
    proposed_pool: row.proposedKind === 'pool' ? row.proposed : null,
    conditions: row.conditions,
    from: row.from,
    to: row.to,
    reason: row.reason,
    raised_by: row.raisedBy,
    raised_at: row.raisedAt,
    state: row.state,
    decided_by: row.decidedBy,
    decided_at: row.decidedAt,
    decision_note: row.decisionNote,
    rule_id: row.ruleId,
  }
}

function requireScope(scope: Scope | null): Scope {
  if (scope === null) throw new Error('a route with a permission has a scope')
  return scope
}
