import type { Database } from '@/lib/db/client'
import type { LabelColumn } from './contract-fields'
import { findCurrentContract } from './queries'

/** A label that the contract declares. */
export interface DeclaredLabel {
  readonly name: string
  /** The column of `usage_series` that holds its values. */
  readonly column: `label_${LabelColumn}`
  /** It takes nothing any more; what was sent before can still be reported. */
  readonly isRetired: boolean
}

/** The declared labels in the order of their columns, with those that are retired. */
export async function readDeclaredLabels(db: Database): Promise<DeclaredLabel[]> {
  const { document } = await findCurrentContract(db)
  return [...document.labels]
    .sort((one, other) => one.column - other.column)
    .map(({ name, column, isRetired }) => ({ name, column: `label_${column}`, isRetired }))
}
