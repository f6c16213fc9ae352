import { addAlias } from '@/lib/attribution/registry-commands/alias-commands'
import { projectCommands, providerKeyCommands, serviceCommands } from '@/lib/attribution/registry-commands/entry-commands'
import type { Actor } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { productLineCommands } from '@/lib/registry/commands'
import { countEntries } from '@/lib/registry/entries'
import { demoAliases, demoProductLines, demoProjects, demoProviderKeys, demoServices } from './organization'

/**
 * Registers what leads from a call to a team where the call names none, and other names for what is registered. Once only: who
 * plays with the demo may archive and merge.
 */
export async function loadProjectsAndKeys(db: Database, demo: Actor): Promise<void> {
  if ((await countEntries(db, 'product_line')) > 0) return
  await db.transaction(async (tx) => {
    for (const line of demoProductLines) await productLineCommands.create(tx, demo, line)
    for (const project of demoProjects) await projectCommands.create(tx, demo, project)
    for (const service of demoServices) await serviceCommands.create(tx, demo, service)
    for (const key of demoProviderKeys) await providerKeyCommands.create(tx, demo, key)
    for (const alias of demoAliases) await addAlias(tx, demo, alias)
  })
}
