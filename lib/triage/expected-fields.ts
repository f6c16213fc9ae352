import { findCurrentContract } from '@/lib/attribution/contract/queries'
import type { Database } from '@/lib/db/client'
import type { ExpectedFields } from './findings-statement'

/** Which fields the contract in force asks for, by environment. What it asks of names of teams, other lanes say. */
export async function readExpectedFields(db: Database): Promise<ExpectedFields> {
  const { document } = await findCurrentContract(db)
  return Object.fromEntries(
    document.environments.map(({ environment, requires }) => [environment, requires.map(({ field }) => field)]),
  )
}
