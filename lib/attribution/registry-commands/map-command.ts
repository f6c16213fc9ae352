import { command } from '@/lib/audit/command'
import { mappingFacts } from '@/lib/registry/kinds'
import { applyMapping } from '@/lib/registry/mapping-commands'
import { beginRegistryChange } from '@/lib/registry/registry-version'
import { mapMemberSchema } from '@/lib/registry/schema'
import { beginOwnerChange, finishOwnerChange } from './owner-change'

/**
 * Says where anything of the registry belongs from one day to another; its other days stay. What belongs to a team decides who
 * owns spend, so that all series are attributed anew.
 */
export const mapMember = command({
  name: 'mapping.set',
  permission: 'registry.edit',
  input: mapMemberSchema,
  async run({ tx }, { exclusive, ...change }) {
    const decidesOwners = mappingFacts[change.kind].owner === 'team'
    await (decidesOwners ? beginOwnerChange : beginRegistryChange)(tx)
    const outcome = await applyMapping(tx, { ...change, isExclusive: exclusive })
    if (decidesOwners && outcome.result.changed) await finishOwnerChange(tx)
    return outcome
  },
})
