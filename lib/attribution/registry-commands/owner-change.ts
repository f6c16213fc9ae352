import type { Database } from '@/lib/db/client'
import type { ChangeFrame } from '@/lib/registry/entry-commands'
import { beginRegistryChange } from '@/lib/registry/registry-version'
import { lockAttribution, reattribute } from '../attribute-series'

/**
 * Begins a change of the registry that decides owners. The attribution lock comes first: a new series that holds it waits for
 * no row that a command has locked.
 */
export async function beginOwnerChange(tx: Database): Promise<void> {
  await lockAttribution(tx)
  await beginRegistryChange(tx)
}

/** Attributes all series anew: as much work as there are series, and only what changes is written. */
export async function finishOwnerChange(tx: Database): Promise<number> {
  const { changed } = await reattribute(tx, { all: true })
  return changed
}

/** For what decides owners. */
export const ownerFrame: ChangeFrame = { begin: beginOwnerChange, finish: finishOwnerChange }
