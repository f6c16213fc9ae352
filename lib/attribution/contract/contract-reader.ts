import type { Database } from '@/lib/db/client'
import { type IngestContract, toIngestContract } from './ingest-contract'
import { findCurrentContract } from './queries'

/** As much of the registry's cache as is needed here. */
interface RegistryLook {
  current: () => Promise<{ readonly version: number }>
}

/**
 * Makes the reader of a process: it keeps the contract in memory until the registry's version changes, which every publication
 * raises. Who asks for the owners in the same turn shares that look, so that a request asks the database once for both.
 */
export function createContractReader(db: Database, registry: RegistryLook): () => Promise<IngestContract> {
  let last: IngestContract | null = null
  let kept: { registryVersion: number; contract: Promise<IngestContract> } | null = null
  return async () => {
    const { version: registryVersion } = await registry.current()
    if (kept?.registryVersion === registryVersion) return kept.contract
    const contract = findCurrentContract(db).then((found) => {
      // The same object as before wherever it is the same version: what is worked out for a contract is kept by object.
      return found.version === last?.version ? last : toIngestContract(found.version, found.document)
    })
    const reading = { registryVersion, contract }
    kept = reading
    try {
      last = await contract
      return last
    } catch (error) {
      // A reading that failed is tried again by the next caller.
      if (kept === reading) kept = null
      throw error
    }
  }
}
