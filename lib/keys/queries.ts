import { desc, eq } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { apiKey, source } from '@/lib/db/schema/auth'

/** All API keys, newest first, revoked ones included. Nothing in it lets anyone use a key. */
export function listKeys(db: Database) {
  return db
    .select({
      id: apiKey.id,
      name: apiKey.name,
      prefix: apiKey.prefix,
      scopes: apiKey.scopes,
      source: source.slug,
      sourceRole: source.role,
      createdBy: apiKey.createdBy,
      createdAt: apiKey.createdAt,
      expiresAt: apiKey.expiresAt,
      lastUsedAt: apiKey.lastUsedAt,
      revokedAt: apiKey.revokedAt,
    })
    .from(apiKey)
    .leftJoin(source, eq(source.id, apiKey.sourceId))
    .orderBy(desc(apiKey.createdAt), desc(apiKey.id))
}

/** The slugs of the sources there are, for choosing one. */
export function listSources(db: Database) {
  return db.select({ slug: source.slug, role: source.role, format: source.format }).from(source).orderBy(source.slug)
}
