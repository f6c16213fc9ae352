import { z } from 'zod'
import { csvResponse } from '@/lib/http/csv-response'
import type { Handler } from '@/lib/http/handler'
import { jsonResponse, route } from '@/lib/http/route'
import { listQuerySchema } from './list-format'
import { mapCostCenter, mapTeam } from './mapping-commands'
import { listMappings, type MappingKind, type MappingOutcome, type MappingRow } from './mappings'
import { mapCostCenterSchema, mapTeamSchema } from './schema'

const kinds = ['team_cost_center', 'cost_center_business_unit'] as const satisfies readonly MappingKind[]
const kindSchema = z.enum(kinds, `is one of ${kinds.join(', ')}`)
const columns = ['kind', 'team', 'cost_center', 'business_unit', 'from', 'to'] as const

/**
 * `GET /api/v1/mappings`: every span of the dated mappings, both kinds or one. Days are those of the reporting zone, `to` is no
 * longer in the span, and an open end is null (in the CSV an empty cell).
 */
export const getMappings: Handler = route(
  { permission: 'registry.read', query: listQuerySchema.extend({ kind: kindSchema.optional() }) },
  async ({ db, query }) => {
    const lists = await Promise.all((query.kind ? [query.kind] : kinds).map((kind) => listMappings(db, kind)))
    const mappings = lists.flat()
    return query.format === 'csv'
      ? csvResponse(
          'mappings',
          columns,
          mappings.map((row) => ({ team: null, business_unit: null, ...toWire(row) })),
        )
      : { mappings: mappings.map(toWire) }
  },
)

/** Both bodies say it all: without `from` the beginning could be meant, or today. */
const bodySchema = z.discriminatedUnion(
  'kind',
  [
    z.object({ kind: z.literal('team_cost_center'), ...mapTeamSchema.shape }),
    z.object({ kind: z.literal('cost_center_business_unit'), ...mapCostCenterSchema.shape }),
  ],
  { error: `is one of ${kinds.join(', ')}` },
)

/**
 * `POST /api/v1/mappings`: sets where a team or a cost centre belongs from one day to another, `null` for nowhere; other days
 * stay as they were. Answers the member's whole history. Sent twice, the second changes nothing.
 */
export const postMapping: Handler = route({ permission: 'registry.edit', body: bodySchema }, async ({ db, actor, body }) => {
  if (body.kind === 'team_cost_center') {
    const { kind, ...input } = body
    return answer(kind, input.team, await mapTeam(db, actor, input))
  }
  const { kind, ...input } = body
  return answer(kind, input.cost_center, await mapCostCenter(db, actor, input))
})

function answer(kind: MappingKind, member: string, { after, changed }: MappingOutcome): Response {
  const mappings = after.map(({ value, from, to }) => toWire({ kind, member, owner: value, from, to }))
  return jsonResponse({ changed, mappings }, changed ? 201 : 200)
}

function toWire({ kind, member, owner, from, to }: MappingRow) {
  return kind === 'team_cost_center'
    ? { kind, team: member, cost_center: owner, from, to }
    : { kind, cost_center: member, business_unit: owner, from, to }
}
