import type { z } from 'zod'
import type { Actor } from '@/lib/auth/actor'
import type { Permission } from '@/lib/auth/permissions'
import { findRequestActor } from '@/lib/auth/request-actor'
import { type Scope, scopeFor } from '@/lib/auth/scope'
import { type Database, getDatabase } from '@/lib/db/client'
import { AppError, problemResponse } from '@/lib/errors'
import { toFieldErrors } from '@/lib/field-errors'
import { log, withRequestId } from '@/lib/log'
import type { Handler } from './handler'
import { readJson } from './read-body'

const defaultMaxBytes = 1_000_000

interface RouteSpec<Query extends z.ZodType, Body extends z.ZodType> {
  /** What the actor must hold; null where being known is enough. */
  permission: Permission | null
  /** Where the path has parts that vary: the path, with `{name}` for exactly one segment. */
  path?: string
  query?: Query
  body?: Body
  maxBytes?: number
}

interface RouteArguments<Query, Body> {
  db: Database
  actor: Actor
  /** Null only where the route asks for no permission. */
  scope: Scope | null
  /** The segments that `path` names, decoded. */
  params: Readonly<Record<string, string>>
  query: Query
  body: Body
  request: Request
}

/**
 * An authenticated JSON endpoint: who asks, may they, parse query and body, call, answer. What the handler returns is sent
 * as JSON (a `Response` as it is); what it throws becomes a problem document.
 */
export function route<Query extends z.ZodType, Body extends z.ZodType>(
  spec: RouteSpec<Query, Body>,
  handle: (input: RouteArguments<z.output<Query>, z.output<Body>>) => Promise<unknown>,
): Handler {
  return (request, { requestId }) =>
    withRequestId(requestId, async () => {
      try {
        const db = getDatabase()
        const actor = await findRequestActor(db, request)
        if (!actor) throw new AppError('unauthenticated', 'Send an API key as Authorization: Bearer asc_…, or sign in.')
        const scope = spec.permission && scopeFor(actor, spec.permission)
        const params = readParams(spec.path, request)
        const query = parse(spec.query, readQuery(request))
        const body = parse(spec.body, spec.body && (await readJson(request, spec.maxBytes ?? defaultMaxBytes)))
        const answer = await handle({ db, actor, scope, params, query, body, request })
        return answer instanceof Response ? answer : jsonResponse(answer)
      } catch (error) {
        return answerError(error, requestId)
      }
    })
}

/** A JSON answer that no cache keeps: it depends on who asked. */
export function jsonResponse(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'private, no-store' },
  })
}

/** Whatever was thrown as a problem document; a database that is away as 503, and what is our fault in the log. */
export function answerError(error: unknown, requestId: string): Response {
  const failure = isDatabaseAway(error)
    ? new AppError('unavailable', 'The database cannot be reached. Nothing was stored.', { retryAfterSeconds: 5, cause: error })
    : error
  if (!(failure instanceof AppError) || failure.status >= 500) log.error({ err: error }, 'request failed')
  const challenge: Record<string, string> =
    failure instanceof AppError && failure.code === 'unauthenticated' ? { 'www-authenticate': 'Bearer realm="ascribe"' } : {}
  return problemResponse(failure, requestId, challenge)
}

const awayCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  '57P01',
  '57P03',
])

/** Whether an error means that Postgres is away or restarting, at whatever depth the driver wrapped it. */
function isDatabaseAway(error: unknown): boolean {
  for (let current = error; current instanceof Error; current = current.cause) {
    if ('code' in current && awayCodes.has(String(current.code))) return true
    if (current instanceof AggregateError && current.errors.some(isDatabaseAway)) return true
  }
  return false
}

/** Query parameters as an object; a repeated one as an array. */
function readQuery(request: Request): Record<string, string | string[]> {
  const parameters = new URL(request.url).searchParams
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const values = parameters.getAll(name)
      return [name, values.length === 1 ? (values[0] ?? '') : values]
    }),
  )
}

/** The parts of the path that vary, by the names that the route's path gives them. */
function readParams(path: string | undefined, request: Request): Record<string, string> {
  const segments = new URL(request.url).pathname.split('/')
  const names = path?.split('/') ?? []
  return Object.fromEntries(
    names.flatMap((name, index) => (/^\{.+\}$/.test(name) ? [[name.slice(1, -1), decodeSegment(segments[index] ?? '')]] : [])),
  )
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch (error) {
    throw new AppError('not_found', 'The path holds a % that begins no escape.', { cause: error })
  }
}

/** Where a route declares no shape, its handler's argument has the type `unknown` and the value undefined. */
function parse<Shape extends z.ZodType>(shape: Shape | undefined, value: unknown): z.output<Shape> {
  if (!shape) return undefined as z.output<Shape>
  const parsed = shape.safeParse(value)
  if (!parsed.success) throw new AppError('invalid', 'Some fields need another value.', { errors: toFieldErrors(parsed.error) })
  return parsed.data
}
