import { z } from 'zod'
import type { Handler } from '@/lib/http/handler'
import { route } from '@/lib/http/route'
import { getModel } from './queries/get-model'
import { listModels } from './queries/list-models'
import { getBookAge, listVersions } from './queries/versions'
import { modelFilterSchema } from './search-params'

/** `GET /api/v1/price/models?search=&provider=&page=&page_size=&version=` */
export const getPriceModels: Handler = route({ permission: 'price.read', query: modelFilterSchema }, ({ db, query }) =>
  listModels(db, { ...query, pageSize: query.page_size }),
)

/** `GET /api/v1/price/models/{provider}/{model}`; a model's name may hold slashes, encoded or not. */
export const getPriceModel: Handler = route(
  { permission: 'price.read', query: z.object({ version: modelFilterSchema.shape.version }) },
  ({ db, query, request }) => {
    const { provider, model } = readModelPath(request)
    return getModel(db, provider, model, query.version)
  },
)

/** `GET /api/v1/price/versions`: the versions, newest first, and the age of the book. */
export const getPriceVersions: Handler = route({ permission: 'price.read' }, async ({ db }) => ({
  age: await getBookAge(db),
  versions: await listVersions(db),
}))

function readModelPath(request: Request): { provider: string; model: string } {
  const rest = new URL(request.url).pathname.split('/price/models/')[1] ?? ''
  const [provider = '', ...model] = rest.split('/').map(decodePart)
  return { provider: provider.toLowerCase(), model: model.join('/').toLowerCase() }
}

/** A part that is no valid encoding names no model, which is then not found. */
function decodePart(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
