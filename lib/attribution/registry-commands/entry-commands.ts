import { defineEntryCommands } from '@/lib/registry/entry-commands'
import { createProjectSchema, createProviderKeySchema, createServiceSchema } from '@/lib/registry/schema'
import { ownerFrame } from './owner-change'

/** Projects: what people work on, of a team and of a product line. */
export const projectCommands = defineEntryCommands('project', {
  create: createProjectSchema,
  read: ({ slug, name, team, product_line }) => ({
    code: slug,
    name,
    parents: [
      { kind: 'project_team', owner: team },
      { kind: 'project_product_line', owner: product_line },
    ],
  }),
  frame: ownerFrame,
})

/** Services: the programs that call models, each run by a team. */
export const serviceCommands = defineEntryCommands('service', {
  create: createServiceSchema,
  read: ({ slug, name, team }) => ({ code: slug, name, parents: [{ kind: 'service_team', owner: team }] }),
  frame: ownerFrame,
})

/** Keys of providers and gateways, as usage names them. */
export const providerKeyCommands = defineEntryCommands('provider_key', {
  create: createProviderKeySchema,
  read: ({ key, name, team, exclusive }) => ({
    code: key,
    name,
    parents: [{ kind: 'provider_key_team', owner: team, isExclusive: exclusive }],
  }),
  frame: ownerFrame,
})
