import type { Handler } from '@/lib/http/handler'
import { route } from '@/lib/http/route'
import { exploreFile } from './explore-file'
import { getExplore } from './queries'
import { exploreParamsSchema } from './schema'

/** `GET /api/v1/engineering/explore`: every measure by up to two dimensions, one of them by time; as CSV all groups or all steps. */
export const getExploreReport: Handler = route(
  { permission: 'spend.read', query: exploreParamsSchema },
  async ({ db, scope, query }) => {
    if (scope === null) throw new Error('a route with a permission has a scope')
    return query.format === 'json' ? getExplore(db, scope, query) : exploreFile(db, scope, query)
  },
)
