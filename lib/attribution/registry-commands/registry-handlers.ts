import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { AppError } from '@/lib/errors'
import { csvResponse } from '@/lib/http/csv-response'
import type { Handler } from '@/lib/http/handler'
import { jsonResponse, route } from '@/lib/http/route'
import { addAliasSchema, aliasKindSchema, listAliases } from '@/lib/registry/aliases'
import { fileColumns, fileKinds } from '@/lib/registry/files/columns'
import { fileMaxBytes } from '@/lib/registry/files/read-file'
import { kindTables } from '@/lib/registry/kind-tables'
import { kindFacts } from '@/lib/registry/kinds'
import { seenKinds } from '@/lib/registry/search-params'
import { acceptSeen } from './accept-command'
import { addAlias, removeAlias } from './alias-commands'
import { importFile, previewImport } from './import-command'
import { formatSchema, limitSchema } from './list-query'
import { mergeEntries, mergeSchema } from './merge-command'
import { listSeen } from './seen-queries'

const aliasQuerySchema = z.object({
  format: formatSchema,
  limit: limitSchema,
  cursor: z
    .string('is one text')
    .regex(/^\d{1,9}$/, 'is the next_cursor of the page before')
    .default('0'),
  kind: aliasKindSchema.optional(),
  target: z.string('is one text').optional(),
  q: z.string('is one text').max(200, 'is at most 200 characters').optional(),
})

/** `GET /api/v1/aliases`: other names and what they stand for. */
export const getAliases: Handler = route({ permission: 'registry.read', query: aliasQuerySchema }, async ({ db, query }) => {
  const { format, limit, kind, target, q: search } = query
  const offset = Number(query.cursor)
  const page = format === 'csv' ? {} : { limit: limit + 1, offset }
  const rows = await listAliases(db, { kind, target, search, ...page })
  if (format === 'csv')
    return csvResponse(
      'aliases',
      fileColumns.alias,
      rows.map(({ kind: of, alias, target: meant }) => ({ kind: of, alias, target: meant })),
    )
  return {
    aliases: rows.slice(0, limit).map(({ id, kind: of, alias, target: meant }) => ({ id, kind: of, alias, target: meant })),
    next_cursor: rows.length > limit ? String(offset + limit) : null,
  }
})

/** `POST /api/v1/aliases`: lets a name stand for something registered. Sent twice, the second changes nothing. */
export const postAlias: Handler = route(
  { permission: 'registry.edit', body: addAliasSchema.strict() },
  async ({ db, actor, body }) => {
    const { series } = await addAlias(db, actor, body)
    return jsonResponse({ ...body, series }, 201)
  },
)

/** `DELETE /api/v1/aliases/{id}`: takes an alias away. */
export const deleteAlias: Handler = route(
  { permission: 'registry.edit', path: '/api/v1/aliases/{id}' },
  async ({ db, actor, params }) => {
    const id = z.uuid().safeParse(params.id)
    if (!id.success) throw new AppError('not_found', 'No such alias.')
    await removeAlias(db, actor, { id: id.data })
    return { removed: true }
  },
)

const importSchema = z.strictObject({
  kind: z.enum(fileKinds, `is one of ${fileKinds.join(', ')}`),
  csv: z.string('is needed: the file as text'),
  dry_run: z.boolean('is true or false').default(true),
  fingerprint: z.string('is the one that the dry run answered').optional(),
})

/** JSON takes up to twice the bytes of the text that it quotes. */
const importMaxBytes = fileMaxBytes * 2

/**
 * `POST /api/v1/registry/import`: compares a CSV file with the registry and answers the difference; with `dry_run: false` and
 * the `fingerprint` of that answer, applies it. 409 where the difference is another by then.
 */
export const postImport: Handler = route(
  { permission: 'registry.edit', body: importSchema, maxBytes: importMaxBytes },
  async ({ db, actor, body }) => {
    const { kind, csv, dry_run: isDry, fingerprint } = body
    if (isDry) return toAnswer(await previewImport(db, actor, { kind, csv }), true)
    if (fingerprint === undefined) {
      const message = 'is needed with dry_run false: send the file with dry_run true first, and then its fingerprint'
      throw new AppError('invalid', `fingerprint: ${message}.`, { errors: [{ path: 'fingerprint', message }] })
    }
    return toAnswer(await importFile(db, actor, { kind, csv, fingerprint }), false)
  },
)

function toAnswer({ ignoredColumns, ...diff }: Awaited<ReturnType<typeof previewImport>>, isDry: boolean) {
  return { dry_run: isDry, ...diff, ignored_columns: ignoredColumns }
}

const mergeBodySchema = z.strictObject({
  kind: mergeSchema.shape.kind,
  /** The slug or code of what goes. */
  code: z.string('is needed: the slug or code of what goes').min(1, 'is needed: the slug or code of what goes'),
  into: mergeSchema.shape.into,
  from: mergeSchema.shape.from,
})

/** `POST /api/v1/registry/merge`: merges one team, cost centre, project or service into another from a day on. */
export const postMerge: Handler = route({ permission: 'registry.edit', body: mergeBodySchema }, async ({ db, actor, body }) => {
  const { table, code } = kindTables[body.kind]
  const [found] = await db.execute<{ id: string }>(sql`select id from ${table} where ${code} = ${body.code}`)
  if (!found) {
    const message = `no ${kindFacts[body.kind].noun} is registered as "${body.code}"`
    throw new AppError('invalid', `code: ${message}.`, { errors: [{ path: 'code', message }] })
  }
  const { series } = await mergeEntries(db, actor, { kind: body.kind, id: found.id, into: body.into, from: body.from })
  return { ...body, series }
})

const seenQuerySchema = z.object({
  kind: z.enum(seenKinds, `is one of ${seenKinds.join(', ')}`).default('team'),
  limit: limitSchema,
  cursor: z
    .string('is one text')
    .regex(/^\d{1,9}$/, 'is the next_cursor of the page before')
    .default('0'),
  q: z.string('is one text').max(200, 'is at most 200 characters').optional(),
})

/** `GET /api/v1/registry/seen`: what usage names and nobody registered, what cost most first. */
export const getSeen: Handler = route({ permission: 'registry.read', query: seenQuerySchema }, async ({ db, scope, query }) => {
  const offset = Number(query.cursor)
  if (!scope) throw new Error('a route with a permission has a scope')
  const { rows } = await listSeen(db, scope, query.kind, { search: query.q, limit: query.limit + 1, offset })
  return {
    kind: query.kind,
    seen: rows.slice(0, query.limit).map((row) => ({
      name: row.name,
      acceptable: row.fault === null,
      reason: row.fault,
      series: row.series,
      requests: row.requests,
      cost_usd: row.cost,
      is_at_least: row.isAtLeast,
      first_day: row.firstDay,
      last_day: row.lastDay,
    })),
    next_cursor: rows.length > query.limit ? String(offset + query.limit) : null,
  }
})

/** `POST /api/v1/registry/accept`: registers what usage names already. */
export const postAccept: Handler = route(
  {
    permission: 'registry.edit',
    body: z.strictObject({
      kind: z.enum(seenKinds, `is one of ${seenKinds.join(', ')}`),
      names: z.array(z.string('is text')).min(1, 'name at least one').max(10_000, 'are at most 10,000'),
    }),
  },
  async ({ db, actor, body }) => acceptSeen(db, actor, body),
)
