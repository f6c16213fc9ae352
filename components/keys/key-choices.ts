import type { KeyScope } from '@/lib/auth/permissions'

/** What each scope lets a program do, in one sentence. */
export const scopeDescriptions: Record<KeyScope, string> = {
  ingest: 'Sends usage of one source, and reads nothing.',
  guard: 'Asks before a call whether its budget allows it.',
  'reports:read': 'Reads spend, budgets, owners, prices and triage of the whole organisation.',
  'finance:read': 'Reads closed months and allocations.',
  'finance:write': 'Closes months and reads what finance reads.',
  admin: 'Manages people, keys, sources, owners and prices, and reads what they read: for automation that you trust fully.',
}

/** How long a key may live, in days; null for no end. */
export const lifetimes = [
  { value: 'never', label: 'Never', days: null },
  { value: '30', label: '30 days', days: 30 },
  { value: '90', label: '90 days', days: 90 },
  { value: '365', label: '365 days', days: 365 },
] as const

const dayMs = 86_400_000

/** When a key made at `nowMs` ends. */
export function findExpiry(lifetime: string, nowMs: number): Date | null {
  const days = lifetimes.find(({ value }) => value === lifetime)?.days ?? null
  return days === null ? null : new Date(nowMs + days * dayMs)
}

export type SourceRole = 'ledger' | 'evidence'

/** How each role of a source is named and explained. */
export const sourceRoles: Record<SourceRole, { label: string; description: string }> = {
  ledger: { label: 'Ledger', description: 'Its calls are counted as spend.' },
  evidence: { label: 'Evidence', description: 'Its calls are compared with the ledger and never counted.' },
}
