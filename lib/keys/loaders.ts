import { actorMay } from '@/lib/auth/actor'
import { requirePagePermission } from '@/lib/auth/page-actor'
import { getDatabase } from '@/lib/db/client'
import { getOrganization } from '@/lib/organization/queries'
import { listKeys, listSources } from './queries'

/** Whether a key still opens anything. */
export type KeyState = 'active' | 'expired' | 'revoked'

/** What the page of API keys shows to the person who opens it. */
export async function loadKeysPage() {
  const actor = await requirePagePermission('key.read')
  const db = getDatabase()
  const [keys, sources, { reportingZone }] = await Promise.all([listKeys(db), listSources(db), getOrganization()])
  const nowMs = Date.now()
  return {
    keys: keys.map((key) => describeKey(key, nowMs)),
    sources,
    canEdit: actorMay(actor, 'key.edit'),
    zone: reportingZone,
  }
}

/** A key as screens show it: instants as ISO texts, and whether it still opens anything. */
export function describeKey(key: Awaited<ReturnType<typeof listKeys>>[number], nowMs: number) {
  const { createdAt, expiresAt, lastUsedAt, revokedAt, ...rest } = key
  return {
    ...rest,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    state: findState({ expiresAt, revokedAt }, nowMs),
  }
}

function findState({ expiresAt, revokedAt }: { expiresAt: Date | null; revokedAt: Date | null }, nowMs: number): KeyState {
  if (revokedAt) return 'revoked'
  return expiresAt && expiresAt.getTime() <= nowMs ? 'expired' : 'active'
}

/** The page of API keys as plain values. */
export type KeysPageData = Awaited<ReturnType<typeof loadKeysPage>>
/** One key on it; instants are ISO texts. */
export type KeyView = KeysPageData['keys'][number]
