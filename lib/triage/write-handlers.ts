import { z } from 'zod'
import { AppError } from '@/lib/errors'
import type { Handler } from '@/lib/http/handler'
import { jsonResponse, route } from '@/lib/http/route'
import {
  assignFindings,
  assignInputSchema,
  commentInputSchema,
  commentOnFindings,
  moveFindings,
  moveInputSchema,
} from './commands'
import { acceptSuggestions, acceptSuggestionsSchema } from './fixes/accept-suggestions'
import { fixKinds, isFixKind } from './fixes/kinds'
import { fixPreviewSchema, previewFix } from './fixes/preview'
import { readAndRunFix, runFix } from './fixes/run-fix'
import { acceptFixSchema, type FixOutcome } from './fixes/schema'
import { undoFix } from './fixes/undo'
import { limitInputSchema, removeLimit, setLimit, setTarget, targetInputSchema } from './limits'

// Findings are named in full, hundreds at once.
const maxBytes = 5_000_000

const toWire = ({ fixId, findings, message }: FixOutcome) => ({ fix_id: fixId, findings, message })

/** `POST /api/v1/triage/assign`: asks somebody to look after findings. */
export const postAssign: Handler = route(
  { permission: 'triage.edit', body: assignInputSchema, maxBytes },
  ({ db, actor, body }) => assignFindings(db, actor, body),
)

/** `POST /api/v1/triage/move`: says how far the work on findings is. */
export const postMove: Handler = route({ permission: 'triage.edit', body: moveInputSchema, maxBytes }, ({ db, actor, body }) =>
  moveFindings(db, actor, body),
)

/** `POST /api/v1/triage/comment`: says something about findings. */
export const postComment: Handler = route(
  { permission: 'triage.edit', body: commentInputSchema, maxBytes },
  ({ db, actor, body }) => commentOnFindings(db, actor, body),
)

/** `POST /api/v1/triage/accept`: leaves findings as they are, with a reason and until a day. */
export const postAccept: Handler = route(
  { permission: 'triage.resolve', body: acceptFixSchema, maxBytes },
  async ({ db, actor, body }) => toWire(await runFix(db, actor, 'accept', body)),
)

/** `POST /api/v1/triage/fixes/{kind}`: mends findings, all of them or none. */
export const postFix: Handler = route(
  { permission: 'triage.resolve', path: '/api/v1/triage/fixes/{kind}', body: z.looseObject({}), maxBytes },
  async ({ db, actor, params, body }) => {
    const kind = params.kind ?? ''
    if (!isFixKind(kind)) throw new AppError('not_found', `There is no fix "${kind}": use ${fixKinds.join(', ')}.`)
    return jsonResponse(toWire(await readAndRunFix(db, actor, kind, body)), 201)
  },
)

/** `POST /api/v1/triage/fixes/preview`: what a fix would move, without doing it. */
export const postFixPreview: Handler = route(
  { permission: 'triage.resolve', body: fixPreviewSchema, maxBytes },
  async ({ db, scope, body }) => {
    if (!scope) throw new Error('a route with a permission has a scope')
    const { months, costUsd, isAtLeast, ...preview } = await previewFix(db, scope, body)
    return {
      ...{ ...preview, cost_usd: costUsd, is_at_least: isAtLeast },
      months: months.map(({ costUsd: cost, isAtLeast: atLeast, ...month }) => ({
        ...month,
        cost_usd: cost,
        is_at_least: atLeast,
      })),
    }
  },
)

/** `POST /api/v1/triage/fixes/{id}/undo`: takes a fix back. */
export const postUndo: Handler = route(
  { permission: 'triage.resolve', path: '/api/v1/triage/fixes/{id}/undo' },
  async ({ db, actor, params }) => toWire(await undoFix(db, actor, { id: params.id ?? '' })),
)

/** `POST /api/v1/triage/suggestions`: does what is suggested for findings, unless it is of low confidence. */
export const postSuggestions: Handler = route(
  { permission: 'triage.resolve', body: acceptSuggestionsSchema, maxBytes },
  async ({ db, actor, body }) => {
    const { fixes: done, without } = await acceptSuggestions(db, actor, body)
    return { fixes: done.map(toWire), without }
  },
)

/** `POST /api/v1/triage/limits`: says how much may lie in a lane. */
export const postLimit: Handler = route({ permission: 'triage.resolve', body: limitInputSchema }, async ({ db, actor, body }) =>
  jsonResponse(await setLimit(db, actor, body), 201),
)

/** `DELETE /api/v1/triage/limits/{id}`: takes a limit away. */
export const deleteLimit: Handler = route(
  { permission: 'triage.resolve', path: '/api/v1/triage/limits/{id}' },
  async ({ db, actor, params }) => {
    if (!z.uuid().safeParse(params.id).success) throw new AppError('not_found', 'No such limit.')
    await removeLimit(db, actor, { id: params.id ?? '' })
    return { removed: true }
  },
)

/** `POST /api/v1/triage/target`: says what share of spend is to be attributed from a month on. */
export const postTarget: Handler = route(
  { permission: 'triage.resolve', body: targetInputSchema },
  async ({ db, actor, body }) => {
    await setTarget(db, actor, body)
    return body
  },
)
