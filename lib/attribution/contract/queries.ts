import { desc, eq } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { attributionContract } from '@/lib/db/schema/attribution'
import { defaultContractDocument } from './default-document'
import { type ContractDocument, contractDocumentSchema } from './schema'

/** A version of the contract. Version 1 is what holds where nothing was agreed: it was published by nobody and has no row. */
export interface ContractVersion {
  readonly version: number
  readonly document: ContractDocument
  readonly publishedBy: string | null
  readonly publishedAt: Date | null
  readonly note: string | null
}

const shippedContract: ContractVersion = {
  version: 1,
  document: defaultContractDocument,
  publishedBy: null,
  publishedAt: null,
  note: null,
}

/** The contract in force. */
export async function findCurrentContract(db: Database): Promise<ContractVersion> {
  const [row] = await db.select().from(attributionContract).orderBy(desc(attributionContract.version)).limit(1)
  return row ? readVersion(row) : shippedContract
}

/** One version; null where there is none of that number. */
export async function findContract(db: Database, version: number): Promise<ContractVersion | null> {
  if (version === 1) return shippedContract
  const [row] = await db.select().from(attributionContract).where(eq(attributionContract.version, version))
  return row ? readVersion(row) : null
}

/** Every version, the newest first. */
export async function listContracts(db: Database): Promise<ContractVersion[]> {
  const rows = await db.select().from(attributionContract).orderBy(desc(attributionContract.version))
  return [...rows.map(readVersion), shippedContract]
}

function readVersion({ document, ...row }: typeof attributionContract.$inferSelect): ContractVersion {
  const parsed = contractDocumentSchema.safeParse(document)
  if (!parsed.success) throw new Error(`version ${row.version} of the contract cannot be read`, { cause: parsed.error })
  return { ...row, document: parsed.data }
}
