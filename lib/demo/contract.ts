import { publishContract } from '@/lib/attribution/contract/commands'
import { defaultContractDocument } from '@/lib/attribution/contract/default-document'
import { findCurrentContract } from '@/lib/attribution/contract/queries'
import type { ContractDocument } from '@/lib/attribution/contract/schema'
import type { Actor } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'

/** What the demo organisation agreed with those who send: production names more than the rest, and two labels are kept. */
export const demoContract: ContractDocument = {
  ...defaultContractDocument,
  environments: [
    {
      environment: 'production',
      requires: [
        { field: 'team_id', suppliedBy: 'gateway' },
        { field: 'project_id', suppliedBy: 'application' },
        { field: 'service', suppliedBy: 'sdk' },
        { field: 'environment', suppliedBy: 'platform' },
      ],
    },
    ...defaultContractDocument.environments,
  ],
  labels: [
    { column: 1, name: 'customer_tier', isRetired: false },
    { column: 2, name: 'workload', isRetired: false },
  ],
}

/** Publishes the demo's contract, unless somebody has published one. Before usage comes in, which would lose its labels. */
export async function loadContract(db: Database, demo: Actor): Promise<void> {
  const { version } = await findCurrentContract(db)
  if (version > 1) return
  const note = 'Keep the tier of the customer and the kind of workload, and say who names production’s owners'
  await publishContract(db, demo, { document: demoContract, basedOn: version, note })
}
