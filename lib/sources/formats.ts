import { adapterFormats, findAdapter } from '@/lib/ingest/adapters/find-adapter'

/** What a source may send: canonical events, or a format of its own. */
export const sourceFormats: readonly string[] = ['canonical', ...adapterFormats]

/** Canonical events come from an SDK as a rule: below gateways and response bodies. */
const canonicalRank = 20

/** Where a source of a format stands unless somebody says otherwise. */
export const defaultRank = (format: string): number => findAdapter(format)?.rank ?? canonicalRank
