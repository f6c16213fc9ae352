import { inArray } from 'drizzle-orm'
import type { Actor } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { apiKey } from '@/lib/db/schema/auth'
import { createKey } from '@/lib/keys/commands'
import { type DemoSource, demoSources } from './workload'

const lifetimeMs = 60 * 60_000

/**
 * Runs `work` with an ingest key for each source of the demo. They are scaffolding: made for the load, removed after it, so that
 * the list of keys shows the organisation's own. The audit log keeps that they were there.
 */
export async function withLoaderKeys<T>(
  db: Database,
  actor: Actor,
  work: (secretOf: (source: DemoSource) => string) => Promise<T>,
): Promise<T> {
  const expiresAt = new Date(Date.now() + lifetimeMs)
  const ids: string[] = []
  const secrets = new Map<DemoSource, string>()
  try {
    for (const source of demoSources) {
      const { id, secret } = await createKey(db, actor, { name: `Demo loader, ${source}`, scopes: ['ingest'], source, expiresAt })
      ids.push(id)
      secrets.set(source, secret)
    }
    return await work((source) => {
      const secret = secrets.get(source)
      if (secret === undefined) throw new Error(`there is no key for the source ${source}`)
      return secret
    })
  } finally {
    if (ids.length > 0) await db.delete(apiKey).where(inArray(apiKey.id, ids))
  }
}
