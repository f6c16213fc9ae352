import type { ContractDocument } from '@/lib/attribution/contract/schema'

/** Changes parts of the document that is being edited. */
export type EditContract = (change: Partial<ContractDocument>) => void
