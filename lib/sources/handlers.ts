import { z } from 'zod'
import { type Actor, actorMay } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { csvResponse } from '@/lib/http/csv-response'
import type { Handler } from '@/lib/http/handler'
import { jsonResponse, route } from '@/lib/http/route'
import { createKey, rotateKey } from '@/lib/keys/commands'
import { listKeys } from '@/lib/keys/queries'
import { nameSchema } from '@/lib/registry/slug'
import { createSource, editSource } from './commands'
import { listSourceViews } from './list-sources'
import { readSource, type SourceDetails } from './read-source'
import { reprocessSource } from './reprocess'
import { createSourceSchema, editSourceSchema, reprocessSchema } from './schema'
import { sourceColumns, toCsvRow, writeSource } from './wire'

const formatQuery = z.object({ format: z.enum(['json', 'csv'], 'is json or csv').default('json') })

/** @throws AppError `not_found`. */
async function requireSource(db: Database, actor: Actor, slug: string | undefined): Promise<SourceDetails> {
  const found = await readSource(db, slug ?? '', { now: new Date(), seesKeys: actorMay(actor, 'key.read') })
  if (found === null) throw new AppError('not_found', `There is no source "${slug}".`)
  return found
}

/** `GET /api/v1/sources`: every source with its figures; `?format=csv` as a file. */
export const getSources: Handler = route({ permission: 'source.read', query: formatQuery }, async ({ db, actor, query }) => {
  const now = new Date()
  const sources = await listSourceViews(db, { now, seesKeys: actorMay(actor, 'key.read') })
  if (query.format === 'csv') return csvResponse('sources', sourceColumns, sources.map(toCsvRow))
  return { as_of: now.toISOString(), sources: sources.map(writeSource) }
})

/** `POST /api/v1/sources`: makes a source. */
export const postSource: Handler = route({ permission: 'source.edit', body: createSourceSchema }, async ({ db, actor, body }) => {
  const { slug } = await createSource(db, actor, body)
  return jsonResponse(writeSource((await requireSource(db, actor, slug)).source), 201)
})

/** `GET /api/v1/sources/{slug}`: the source with its problems, its unknown fields and what was found in its calls. */
export const getSource: Handler = route(
  { permission: 'source.read', path: '/api/v1/sources/{slug}' },
  async ({ db, actor, params }) => {
    const { source, hours, rejections, captures, unknownFields } = await requireSource(db, actor, params.slug)
    return {
      ...writeSource(source),
      findings_24h: source.findings,
      hours: hours.map(({ hour, calls }) => ({ hour, events: calls })),
      rejected_records: rejections.map(({ id, format, errors, times, firstReceivedAt, lastReceivedAt, record, leftOut }) => ({
        ...{ id, format, errors, times },
        first_received_at: firstReceivedAt,
        last_received_at: lastReceivedAt,
        record: record === null ? null : JSON.parse(record),
        left_out: leftOut,
      })),
      captures: captures.map(({ kind, eventKey, requestId, receivedAt }) => ({
        kind,
        event_key: eventKey,
        request_id: requestId,
        received_at: receivedAt,
      })),
      unknown_fields: unknownFields.map(({ name, bodies, firstSeenAt, lastSeenAt }) => ({
        ...{ name, bodies },
        first_seen_at: firstSeenAt,
        last_seen_at: lastSeenAt,
      })),
      keys: actorMay(actor, 'key.read') ? await writeKeys(db, source.slug) : [],
    }
  },
)

async function writeKeys(db: Database, slug: string) {
  const keys = await listKeys(db)
  return keys
    .filter((key) => key.source === slug)
    .map(({ id, name, prefix, createdAt, expiresAt, lastUsedAt, revokedAt }) => ({
      ...{ id, name, prefix },
      created_at: createdAt,
      expires_at: expiresAt,
      last_used_at: lastUsedAt,
      revoked_at: revokedAt,
    }))
}

const patchSchema = editSourceSchema
  .omit({ slug: true })
  .refine((change) => Object.values(change).some((value) => value !== undefined), 'names format, role or rank')

/** `PATCH /api/v1/sources/{slug}`: changes format, role or rank. */
export const patchSource: Handler = route(
  { permission: 'source.edit', path: '/api/v1/sources/{slug}', body: patchSchema },
  async ({ db, actor, params, body }) => {
    const { slug } = (await requireSource(db, actor, params.slug)).source
    await editSource(db, actor, { slug, ...body })
    return writeSource((await requireSource(db, actor, slug)).source)
  },
)

/** `POST /api/v1/sources/{slug}/reprocess`: reads refused records again, all or the one that is named. */
export const postReprocess: Handler = route(
  { permission: 'source.edit', path: '/api/v1/sources/{slug}/reprocess', body: reprocessSchema.omit({ slug: true }) },
  async ({ db, actor, params, body }) => {
    const { slug } = (await requireSource(db, actor, params.slug)).source
    return reprocessSource(db, actor, { slug, ...body })
  },
)

const keySchema = z.strictObject({
  name: nameSchema,
  expires_at: z.coerce.date('is an instant such as 2026-12-31T00:00:00Z').nullable().default(null),
})

/** `POST /api/v1/sources/{slug}/keys`: makes a key by which the source sends. The answer is the only place that has its secret. */
export const postSourceKey: Handler = route(
  { permission: 'key.edit', path: '/api/v1/sources/{slug}/keys', body: keySchema },
  async ({ db, actor, params, body }) => {
    const { slug } = (await requireSource(db, actor, params.slug)).source
    const expiresAt = body.expires_at
    const { id, secret } = await createKey(db, actor, { name: body.name, scopes: ['ingest'], source: slug, expiresAt })
    return jsonResponse({ id, secret, name: body.name, expires_at: expiresAt }, 201)
  },
)

const rotateSchema = z.strictObject({ overlap_hours: z.int('is a whole number of hours').min(0).max(720).default(24) })

/** `POST /api/v1/sources/{slug}/keys/{id}/rotate`: makes the successor of a key, which ends after the overlap. */
export const postKeyRotation: Handler = route(
  { permission: 'key.edit', path: '/api/v1/sources/{slug}/keys/{id}/rotate', body: rotateSchema },
  async ({ db, actor, params, body }) => {
    const { slug } = (await requireSource(db, actor, params.slug)).source
    const isOwn = (await listKeys(db)).some((key) => key.id === params.id && key.source === slug)
    if (!isOwn) throw new AppError('not_found', `There is no such key of the source "${slug}".`)
    const made = await rotateKey(db, actor, { id: params.id ?? '', overlapHours: body.overlap_hours })
    return jsonResponse({ id: made.id, secret: made.secret, name: made.name, old_expires_at: made.oldExpiresAt }, 201)
  },
)
