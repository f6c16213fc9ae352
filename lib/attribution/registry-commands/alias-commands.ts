import { eq } from 'drizzle-orm'
import { command } from '@/lib/audit/command'
import { registryAlias } from '@/lib/db/schema/registry'
import { AppError } from '@/lib/errors'
import { addAliasSchema, aliasKindSchema, insertAlias, tellAlias } from '@/lib/registry/aliases'
import { idSchema } from '@/lib/registry/schema'
import { beginOwnerChange, finishOwnerChange } from './owner-change'

/** Lets another name stand for something registered, on all days; what was sent stays in the series. */
export const addAlias = command({
  name: 'alias.add',
  permission: 'registry.edit',
  input: addAliasSchema,
  async run({ tx }, input) {
    await beginOwnerChange(tx)
    const audit = await insertAlias(tx, input)
    const series = audit.length === 0 ? 0 : await finishOwnerChange(tx)
    return { result: { series }, audit }
  },
})

/** Takes an alias away: what sends the name is unknown again. */
export const removeAlias = command({
  name: 'alias.remove',
  permission: 'registry.edit',
  input: idSchema,
  async run({ tx }, { id }) {
    await beginOwnerChange(tx)
    const [removed] = await tx.delete(registryAlias).where(eq(registryAlias.id, id)).returning()
    if (!removed) throw new AppError('not_found', 'No such alias.')
    await finishOwnerChange(tx)
    return { result: undefined, audit: [tellAlias(id, { ...removed, kind: aliasKindSchema.parse(removed.kind) }, 'removed')] }
  },
})
