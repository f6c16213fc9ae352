import { eq, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { apiKey } from '@/lib/db/schema/auth'
import { AppError } from '@/lib/errors'
import type { Actor, KeyActor } from './actor'
import { hashKeySecret, isKeySecret } from './key-secret'
import { type KeyScope, keyScopes } from './permissions'
import { readSessionCookie, sessionCookieName } from './session-cookie'
import { findSessionActor } from './sessions'

/**
 * Who makes a request: the API key in `Authorization: Bearer …` or `x-api-key`, else the session cookie. A key that is
 * sent decides alone, so that a mistyped key in a signed-in browser is not mistaken for the person.
 *
 * @returns null where the request carries neither.
 * @throws AppError `unauthenticated` for a key that is garbled, unknown, revoked or expired; `forbidden` for a write by
 *   cookie from another site.
 */
export async function findRequestActor(db: Database, request: Request): Promise<Actor | null> {
  const secret = readKey(request.headers)
  if (secret !== null) return findKeyActor(db, secret)
  const sessionId = await readSessionCookie(readCookie(request.headers.get('cookie'), sessionCookieName()))
  if (!sessionId) return null
  refuseCrossSiteWrite(request)
  return findSessionActor(db, sessionId)
}

function readKey(headers: Headers): string | null {
  const authorization = headers.get('authorization') ?? ''
  if (/^Bearer(\s|$)/i.test(authorization)) return authorization.slice('Bearer'.length).trim()
  return headers.get('x-api-key')
}

function readCookie(header: string | null, name: string): string | undefined {
  for (const pair of header?.split(';') ?? []) {
    const at = pair.indexOf('=')
    // Not decoded: a session's value is of characters that need no escaping, and a stray % would be an error.
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim()
  }
  return undefined
}

/** The program behind a key. Its last use is noted at most once a minute, so that a busy key is not one hot row. */
export async function findKeyActor(db: Database, secret: string): Promise<KeyActor> {
  if (!isKeySecret(secret))
    throw new AppError('unauthenticated', 'This is not an API key: keys are asc_ and 40 letters or digits.')
  const [key] = await db
    .select()
    .from(apiKey)
    .where(eq(apiKey.keyHash, hashKeySecret(secret)))
  if (!key) throw new AppError('unauthenticated', 'No such API key.')
  if (key.revokedAt) throw new AppError('unauthenticated', `The API key "${key.name}" was revoked.`)
  if (key.expiresAt && key.expiresAt.getTime() <= Date.now()) {
    throw new AppError('unauthenticated', `The API key "${key.name}" has expired.`)
  }
  if (!key.lastUsedAt || Date.now() - key.lastUsedAt.getTime() > 60_000) {
    await db.update(apiKey).set({ lastUsedAt: sql`now()` }).where(eq(apiKey.id, key.id))
  }
  const isScope = (scope: string): scope is KeyScope => keyScopes.some((known) => known === scope)
  return { kind: 'key', id: key.id, name: key.name, scopes: key.scopes.filter(isScope), sourceId: key.sourceId }
}

/** A cookie goes along with whatever a foreign page submits; browsers say where a request comes from. */
function refuseCrossSiteWrite(request: Request): void {
  if (['GET', 'HEAD', 'OPTIONS'].includes(request.method)) return
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  const sameHost = origin !== null && URL.canParse(origin) && new URL(origin).host === request.headers.get('host')
  if (site === 'same-origin' || (site === null && sameHost)) return
  throw new AppError('forbidden', 'A signed-in browser may only write from our own pages; programs send an API key.')
}
