import type { Scope } from '@/lib/auth/scope'
import type { Database } from '@/lib/db/client'
import { type Finding, listFindings } from './queries'
import { findingsQuerySchema } from './schema'
import { type Suggestion, suggestFixes } from './suggestions'

/** A finding that is worth mending first, and what might mend it. */
export interface TopFix {
  readonly finding: Finding
  readonly suggestion: Suggestion | null
}

/** The open findings with most dollars, each with its likeliest suggestion. */
export async function readTopFixes(
  db: Database,
  scope: Scope,
  { now, limit = 10 }: { now: Date; limit?: number },
): Promise<TopFix[]> {
  const query = findingsQuerySchema.parse({ limit })
  const { findings } = await listFindings(db, scope, query, { now })
  const suggestions = await suggestFixes(db, scope, findings, { now })
  return findings.map((finding) => ({ finding, suggestion: suggestions.get(finding.id)?.[0] ?? null }))
}
