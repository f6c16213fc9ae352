import type { roleEnum } from '@/lib/db/schema/auth'

/** The roles of people, in the order in which screens list them. */
export const roles = ['admin', 'finance', 'lead', 'engineer', 'auditor'] as const
export type Role = (typeof roleEnum.enumValues)[number]

/** How a role is named and explained to people. */
export const roleLabels: Record<Role, { label: string; description: string }> = {
  admin: { label: 'Platform admin', description: 'Maps owners, runs triage, keeps prices, sources, people and keys' },
  finance: { label: 'Finance', description: 'Reads all spend, closes the month, approves' },
  lead: { label: 'Lead', description: 'Sees and budgets the named teams and cost centres' },
  engineer: { label: 'Engineer', description: 'Sees the named teams' },
  auditor: { label: 'Auditor', description: 'Reads everything, changes nothing' },
}

/** What an API key may be used for. */
export const keyScopes = ['ingest', 'guard', 'reports:read', 'finance:read', 'finance:write', 'admin'] as const
export type KeyScope = (typeof keyScopes)[number]

interface Grant {
  roles: readonly Role[]
  /** Key scopes that carry the permission for programs. */
  scopes: readonly KeyScope[]
}

const readers: readonly Role[] = ['admin', 'finance', 'lead', 'engineer', 'auditor']
const overseers: readonly Role[] = ['admin', 'finance', 'auditor']

/**
 * Who may do what: the only such table. A permission says whether someone may do a thing at all; which rows they see is
 * their scope (`lib/auth/scope.ts`).
 */
export const permissions = {
  'spend.read': { roles: readers, scopes: ['reports:read', 'admin'] },
  'price.read': { roles: readers, scopes: ['reports:read', 'admin'] },
  'price.edit': { roles: ['admin'], scopes: ['admin'] },
  'registry.read': { roles: readers, scopes: ['reports:read', 'admin'] },
  'registry.edit': { roles: ['admin'], scopes: ['admin'] },
  'triage.read': { roles: readers, scopes: ['reports:read', 'admin'] },
  'triage.edit': { roles: ['admin', 'finance', 'lead', 'engineer'], scopes: ['admin'] },
  'triage.resolve': { roles: ['admin', 'finance'], scopes: ['admin'] },
  'budget.read': { roles: readers, scopes: ['reports:read', 'admin'] },
  'budget.edit': { roles: ['admin', 'finance', 'lead'], scopes: ['admin'] },
  'budget.request': { roles: ['admin', 'finance', 'lead'], scopes: ['admin'] },
  // Raising an amount, deciding a request, and what weakens a budget; a program of the administrators may import budgets.
  'budget.approve': { roles: ['admin', 'finance'], scopes: ['admin'] },
  'finance.read': { roles: ['admin', 'finance', 'lead', 'auditor'], scopes: ['finance:read', 'finance:write', 'admin'] },
  'finance.close': { roles: ['finance'], scopes: ['finance:write'] },
  'finance.approve': { roles: ['finance'], scopes: [] },
  'pool.read': { roles: readers, scopes: ['reports:read', 'admin'] },
  'pool.edit': { roles: ['admin', 'finance'], scopes: ['admin'] },
  // Whether somebody may approve at all; a pool's policies only its approver may, and who holds `finance.approve`.
  'pool.approve': { roles: ['admin', 'finance', 'lead', 'engineer'], scopes: [] },
  'estimate.read': { roles: readers, scopes: ['reports:read', 'admin'] },
  'estimate.edit': { roles: ['admin', 'finance'], scopes: ['admin'] },
  'dispute.read': { roles: readers, scopes: ['reports:read', 'admin'] },
  'dispute.raise': { roles: ['admin', 'finance', 'lead', 'engineer'], scopes: ['admin'] },
  'dispute.decide': { roles: ['admin', 'finance'], scopes: ['admin'] },
  'usage.ingest': { roles: ['admin'], scopes: ['ingest'] },
  'source.read': { roles: overseers, scopes: ['admin'] },
  'source.edit': { roles: ['admin'], scopes: ['admin'] },
  'key.read': { roles: ['admin', 'auditor'], scopes: ['admin'] },
  'key.edit': { roles: ['admin'], scopes: ['admin'] },
  'user.read': { roles: ['admin', 'auditor'], scopes: ['admin'] },
  'user.edit': { roles: ['admin'], scopes: ['admin'] },
  'audit.read': { roles: overseers, scopes: ['admin'] },
  'job.read': { roles: ['admin', 'auditor'], scopes: ['admin'] },
  'job.run': { roles: ['admin'], scopes: ['admin'] },
  'account.read': { roles: readers, scopes: [] },
  'account.edit': { roles: readers, scopes: [] },
} as const satisfies Record<string, Grant>

export type Permission = keyof typeof permissions

/** Whether a role holds a permission. */
export function roleMay(role: Role, permission: Permission): boolean {
  const grant: Grant = permissions[permission]
  return grant.roles.includes(role)
}

/** Whether a key with these scopes holds a permission. */
export function scopesMay(scopes: readonly KeyScope[], permission: Permission): boolean {
  const grant: Grant = permissions[permission]
  return scopes.some((scope) => grant.scopes.includes(scope))
}
