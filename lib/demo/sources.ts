import type { Actor } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { createKey, rotateKey } from '@/lib/keys/commands'
import { listKeys } from '@/lib/keys/queries'

const gateway = 'litellm-us'
const weekHours = 7 * 24

/** The gateway that was only just connected has a key that was replaced; the old one goes on for a week. */
export async function loadSourceKeys(db: Database, actor: Actor): Promise<void> {
  if ((await listKeys(db)).some(({ source }) => source === gateway)) return
  await db.transaction(async (tx) => {
    const { id } = await createKey(tx, actor, { name: 'LiteLLM gateway, US', scopes: ['ingest'], source: gateway })
    await rotateKey(tx, actor, { id, overlapHours: weekHours })
  })
}
