import { eq, inArray, sql } from 'drizzle-orm'
import type { KeyActor } from '@/lib/auth/actor'
import { hashKeySecret, isKeySecret } from '@/lib/auth/key-secret'
import { type KeyScope, keyScopes } from '@/lib/auth/permissions'
import type { Database } from '@/lib/db/client'
import { apiKey, source } from '@/lib/db/schema/auth'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'

/** A named instance that sends usage. */
export interface IngestSource {
  readonly id: number
  readonly slug: string
  /** `evidence` is compared with, never counted. */
  readonly role: 'ledger' | 'evidence'
}

/** The program behind a key, and the source that it sends for. */
export interface KeyHolder {
  readonly actor: KeyActor
  readonly source: IngestSource | null
}

/** Tells who holds a key, by what the database says after the question was asked: a revoked key ends at once. */
export interface KeyGate {
  /** @throws AppError `unauthenticated` for a key that is garbled, unknown, revoked or expired. */
  find(secret: string): Promise<KeyHolder>
}

interface KeyRow {
  readonly key: typeof apiKey.$inferSelect
  readonly source: IngestSource | null
}

const noteUseAfterMs = 60_000

/**
 * Makes the gate of a process. Requests that come while a query is under way share the next one, so that thousands of them a
 * second cost a few hundred queries, and none is answered by what was true before it came.
 */
export function createKeyGate(db: Database): KeyGate {
  let next: { hashes: Set<string>; rows: Promise<Map<string, KeyRow>> } | null = null
  let underWay: Promise<unknown> = Promise.resolve()

  const join = (hash: string): Promise<Map<string, KeyRow>> => {
    if (next === null) {
      const hashes = new Set<string>()
      const run = async () => {
        // From here on others must ask anew.
        next = null
        return readKeys(db, [...hashes])
      }
      const rows = underWay.then(run, run)
      next = { hashes, rows }
      underWay = rows
    }
    next.hashes.add(hash)
    return next.rows
  }

  return {
    find: async (secret) => {
      if (!isKeySecret(secret)) {
        throw new AppError('unauthenticated', 'This is not an API key: keys are asc_ and 40 letters or digits.')
      }
      const hash = hashKeySecret(secret)
      const row = (await join(hash)).get(hash)
      if (!row) throw new AppError('unauthenticated', 'No such API key.')
      const { key } = row
      if (key.revokedAt) throw new AppError('unauthenticated', `The API key "${key.name}" was revoked.`)
      if (key.expiresAt && key.expiresAt.getTime() <= Date.now()) {
        throw new AppError('unauthenticated', `The API key "${key.name}" has expired.`)
      }
      const isScope = (scope: string): scope is KeyScope => keyScopes.some((known) => known === scope)
      const actor: KeyActor = {
        kind: 'key',
        id: key.id,
        name: key.name,
        scopes: key.scopes.filter(isScope),
        sourceId: key.sourceId,
      }
      return { actor, source: row.source }
    },
  }
}

async function readKeys(db: Database, hashes: readonly string[]): Promise<Map<string, KeyRow>> {
  const rows = await db
    .select({ key: apiKey, source: { id: source.id, slug: source.slug, role: source.role } })
    .from(apiKey)
    .leftJoin(source, eq(source.id, apiKey.sourceId))
    .where(inArray(apiKey.keyHash, [...hashes]))
  const isUseNoted = ({ key }: KeyRow) => key.lastUsedAt !== null && Date.now() - key.lastUsedAt.getTime() < noteUseAfterMs
  const used = rows.filter((row) => row.key.revokedAt === null && !isUseNoted(row)).map(({ key }) => key.id)
  if (used.length > 0) {
    // Nobody waits for it, and a use that goes unnoted is noted a moment later.
    db.update(apiKey)
      .set({ lastUsedAt: sql`now()` })
      .where(inArray(apiKey.id, used))
      .catch((error: unknown) => log.warn({ err: error }, 'the use of a key was not noted'))
  }
  return new Map(rows.map((row) => [row.key.keyHash, row]))
}
