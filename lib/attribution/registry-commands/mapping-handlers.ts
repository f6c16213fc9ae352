import { z } from 'zod'
import { csvResponse } from '@/lib/http/csv-response'
import type { Handler } from '@/lib/http/handler'
import { jsonResponse, route } from '@/lib/http/route'
import { fileColumns } from '@/lib/registry/files/columns'
import { readHolder } from '@/lib/registry/key-holder'
import { mappingFacts, mappingKinds } from '@/lib/registry/kinds'
import { listMappings, type MappingRow } from '@/lib/registry/mappings'
import { dateSchema } from '@/lib/registry/schema'
import { formatSchema, limitSchema } from './list-query'
import { mapMember } from './map-command'

const kindSchema = z.enum(mappingKinds, `is one of ${mappingKinds.join(', ')}`)

const querySchema = z.object({
  format: formatSchema,
  limit: limitSchema,
  cursor: z
    .string('is one text')
    .regex(/^\d{1,9}$/, 'is the next_cursor of the page before')
    .default('0'),
  kind: kindSchema.optional(),
  /** The slug, code or key of what is mapped. */
  member: z.string('is one text').optional(),
  /** The slug or code of what it belongs to. */
  owner: z.string('is one text').optional(),
})

/**
 * `GET /api/v1/mappings`: the spans of the dated mappings, of all kinds or one, of one member or owner. Days are those of the
 * reporting zone, `to` is no longer in the span, and an open end is null (in the CSV an empty cell).
 */
export const getMappings: Handler = route({ permission: 'registry.read', query: querySchema }, async ({ db, query }) => {
  const { member, owner, format, limit } = query
  const offset = Number(query.cursor)
  const rows: MappingRow[] = []
  const upTo = format === 'csv' ? Number.MAX_SAFE_INTEGER : offset + limit + 1
  for (const kind of query.kind ? [query.kind] : mappingKinds) {
    if (rows.length < upTo)
      rows.push(...(await listMappings(db, kind, { member, owner, limit: format === 'csv' ? undefined : upTo - rows.length })))
  }
  if (format === 'csv') return csvResponse('mappings', fileColumns.mapping, rows.map(toFile))
  return {
    mappings: rows.slice(offset, offset + limit).map(toWire),
    next_cursor: rows.length > offset + limit ? String(offset + limit) : null,
  }
})

const code = z
  .string('is text: its slug, code or key')
  .min(1, 'is needed')
  .max(200, 'is at most 200 characters')
  .nullable()
  .optional()

/** The body says it all: without `from` the beginning could be meant, or today. */
const bodySchema = z
  .object({
    kind: kindSchema,
    team: code,
    cost_center: code,
    business_unit: code,
    project: code,
    product_line: code,
    service: code,
    provider_key: code,
    pool: code,
    exclusive: z.boolean('is true or false').optional(),
    from: dateSchema.nullable(),
    to: dateSchema.nullable().default(null),
  })
  .transform(({ kind, exclusive, from, to, ...sides }, context) => {
    const { member: memberField, owner: ownerField } = mappingFacts[kind]
    const [member, owner] = [sides[memberField], sides[ownerField]]
    if (typeof member !== 'string')
      context.addIssue({ code: 'custom', path: [memberField], message: 'is needed: its slug, code or key' })
    if (owner === undefined) {
      context.addIssue({ code: 'custom', path: [ownerField], message: 'is needed: its slug or code, or null for none' })
    }
    return { kind, member: member ?? '', owner: owner ?? null, exclusive, from, to }
  })

/**
 * `POST /api/v1/mappings`: sets where something belongs from one day to another, `null` for nowhere; other days stay as they
 * were. Answers the member's whole history. Sent twice, the second changes nothing.
 */
export const postMapping: Handler = route({ permission: 'registry.edit', body: bodySchema }, async ({ db, actor, body }) => {
  const { kind, member } = body
  const { after, changed } = await mapMember(db, actor, body)
  const mappings = after.map(({ value, ...bounds }) => {
    const { code, isExclusive } = readHolder(value)
    return toWire({ kind, member, owner: code, exclusive: mappingFacts[kind].canBeShared ? isExclusive : null, ...bounds })
  })
  return jsonResponse({ changed, mappings }, changed ? 201 : 200)
})

function toWire({ kind, member, owner, exclusive, from, to }: MappingRow) {
  const sides = { [mappingFacts[kind].member]: member, [mappingFacts[kind].owner]: owner }
  return { kind, ...sides, ...(exclusive === null ? {} : { exclusive }), from, to }
}

function toFile(row: MappingRow): Record<string, string | null> {
  const { exclusive, ...wire } = toWire(row)
  const cells: Record<string, string | null> = { ...wire, exclusive: exclusive === undefined ? null : String(exclusive) }
  return Object.fromEntries(fileColumns.mapping.map((column) => [column, cells[column] ?? null]))
}
