import { defaultContract } from '@/lib/attribution/contract/ingest-contract'
import type { Database } from '@/lib/db/client'
import type { ExpectedFields } from './findings-statement'

/** Which fields the contract in force asks for, by environment. */
export async function readExpectedFields(_db: Database): Promise<ExpectedFields> {
  return defaultContract.expectedFields
}
