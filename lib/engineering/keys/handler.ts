import { csvResponse } from '@/lib/http/csv-response'
import type { Handler } from '@/lib/http/handler'
import { route } from '@/lib/http/route'
import { getKeyUse } from './key-use'
import { getKeys } from './queries'
import { type KeysReport, type KeyUse, keysParamsSchema, keyUseParamsSchema } from './schema'

/** `GET /api/v1/engineering/keys?from=…&to=…`: what each key is used for and what is new, as JSON or as a file. */
export const getKeysReport: Handler = route(
  { permission: 'spend.read', query: keysParamsSchema },
  async ({ db, scope, query }) => {
    if (scope === null) throw new Error('a route with a permission has a scope')
    const report = await getKeys(db, scope, query)
    return query.format === 'json' ? report : toCsv(report)
  },
)

/** `GET /api/v1/engineering/keys/use?key=…&from=…&to=…`: one key by service and hour. */
export const getKeyUseReport: Handler = route(
  { permission: 'spend.read', query: keyUseParamsSchema },
  async ({ db, scope, query }) => {
    if (scope === null) throw new Error('a route with a permission has a scope')
    return getKeyUse(db, scope, query)
  },
)

const columns = [
  ...(['key', 'cost_usd', 'is_at_least', 'requests', 'teams', 'services', 'environments', 'models', 'is_new'] as const),
  ...(['new_environments', 'new_models'] as const),
] as const

const listValues = (values: readonly (string | null)[]) => values.map((value) => value ?? '~none').join(' ')
const newOf = (uses: readonly KeyUse[]) => listValues(uses.filter(({ is_new }) => is_new).map(({ value }) => value))

function toCsv({ from, to, keys, rest }: KeysReport): Response {
  const lines = keys.map((row) => ({
    ...{ key: row.key, cost_usd: row.cost_usd, is_at_least: String(row.is_at_least), requests: row.requests },
    ...{ teams: listValues(row.teams), services: listValues(row.services), is_new: String(row.is_new) },
    environments: listValues(row.environments.map(({ value }) => value)),
    models: listValues(row.models.map(({ value }) => value)),
    ...{ new_environments: newOf(row.environments), new_models: newOf(row.models) },
  }))
  const blank = {
    teams: null,
    services: null,
    environments: null,
    models: null,
    is_new: null,
    new_environments: null,
    new_models: null,
  }
  const more = rest && { key: `${rest.count} more`, ...blank, ...rest, is_at_least: String(rest.is_at_least) }
  return csvResponse(`keys-${from}-${to}`, columns, more ? [...lines, more] : lines)
}
