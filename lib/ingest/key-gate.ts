import { inArray, sql } from 'drizzle-orm'
import type { KeyActor } from '@/lib/auth/actor'
import { hashKeySecret, isKeySecret } from '@/lib/auth/key-secret'
import { type KeyScope, keyScopes } from '@/lib/auth/permissions'
import type { Database } from '@/lib/db/client'
import { apiKey } from '@/lib/db/schema/auth'
import { shareLooks } from '@/lib/db/share-looks'
import { AppError } from '@/lib/errors'
import { log } from '@/lib/log'

/** A named instance that sends usage. */
export interface IngestSource {
  readonly id: number
  readonly slug: string
  /** The format of its records; `canonical` sources may send any. */
  readonly format: string
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

type KeyRow = {
  readonly key_hash: string
  readonly id: string
  readonly name: string
  readonly scopes: string[]
  readonly source_id: number | null
  readonly is_revoked: boolean
  /** Milliseconds since 1970; null for never. */
  readonly expires_at_ms: number | null
  readonly is_use_noted: boolean
  readonly source_slug: string | null
  readonly source_format: string | null
  readonly source_role: IngestSource['role'] | null
}

const noteUseAfterSeconds = 60

/** Makes the gate of a process, whose concurrent callers share queries. */
export function createKeyGate(db: Database): KeyGate {
  let hashes = new Set<string>()
  const look = shareLooks(() => {
    const asked = hashes
    hashes = new Set()
    return readKeys(db, [...asked])
  })

  return {
    find: async (secret) => {
      if (!isKeySecret(secret)) {
        throw new AppError('unauthenticated', 'This is not an API key: keys are asc_ and 40 letters or digits.')
      }
      const hash = hashKeySecret(secret)
      const found = look()
      hashes.add(hash)
      const key = (await found).get(hash)
      if (!key) throw new AppError('unauthenticated', 'No such API key.')
      if (key.is_revoked) throw new AppError('unauthenticated', `The API key "${key.name}" was revoked.`)
      if (key.expires_at_ms !== null && key.expires_at_ms <= Date.now()) {
        throw new AppError('unauthenticated', `The API key "${key.name}" has expired.`)
      }
      const isScope = (scope: string): scope is KeyScope => keyScopes.some((known) => known === scope)
      const { id, name, source_id: sourceId, source_slug: slug, source_format: format, source_role: role } = key
      return {
        actor: { kind: 'key', id, name, scopes: key.scopes.filter(isScope), sourceId },
        source:
          sourceId === null || slug === null || format === null || role === null ? null : { id: sourceId, slug, format, role },
      }
    },
  }
}

/**
 * Text without parameters: the driver sends it in one go and prepares nothing, and building it by the schema would cost more
 * than sending it. Hashes are hexadecimal digits of our own making.
 */
async function readKeys(db: Database, hashes: readonly string[]): Promise<Map<string, KeyRow>> {
  const rows = await db.execute<KeyRow>(`
    select api_key.key_hash, api_key.id, api_key.name, api_key.scopes, api_key.source_id,
      api_key.revoked_at is not null as is_revoked,
      (extract(epoch from api_key.expires_at) * 1000)::float8 as expires_at_ms,
      coalesce(api_key.last_used_at > now() - interval '${noteUseAfterSeconds} seconds', false) as is_use_noted,
      source.slug as source_slug, source.format as source_format, source.role as source_role
    from api_key left join source on source.id = api_key.source_id
    where api_key.key_hash in (${hashes.map((hash) => `'${hash}'`).join(', ')})`)
  const used = rows.filter(({ is_revoked, is_use_noted }) => !is_revoked && !is_use_noted).map(({ id }) => id)
  if (used.length > 0) {
    // Nobody waits for it, and a use that goes unnoted is noted a moment later.
    db.update(apiKey)
      .set({ lastUsedAt: sql`now()` })
      .where(inArray(apiKey.id, used))
      .catch((error: unknown) => log.warn({ err: error }, 'the use of a key was not noted'))
  }
  return new Map(rows.map((row) => [row.key_hash, row]))
}
