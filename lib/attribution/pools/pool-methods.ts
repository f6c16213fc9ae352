/** How a pool is shared out, in the order in which screens offer the ways. */
export const poolMethods = ['central', 'fixed', 'direct_spend', 'requests', 'even'] as const
export type PoolMethod = (typeof poolMethods)[number]

/** What people read of each. */
export const poolMethodLabels: Readonly<Record<PoolMethod, { label: string; description: string }>> = {
  central: { label: 'Keep central', description: 'Nothing is shared out: the pool’s cost centre bears it.' },
  fixed: { label: 'Fixed shares', description: 'Each named team bears an agreed share; the shares add up to 100 %.' },
  direct_spend: { label: 'By direct spend', description: 'In proportion to what each team spent by itself in the month.' },
  requests: { label: 'By requests', description: 'In proportion to how many requests each team sent in the month.' },
  even: { label: 'Evenly', description: 'Each team bears the same.' },
}

/** Why some or all of a pool’s cost of a month stays with its own cost centre. */
export type KeptReason = 'no_policy' | 'central' | 'no_teams' | 'no_direct_spend' | 'no_requests' | 'archived_team'

export const keptReasonLabels: Readonly<Record<KeptReason, string>> = {
  no_policy: 'Not shared: no approved policy',
  central: 'Kept central, as the policy says',
  no_teams: 'Not shared: no team of the policy is in use',
  no_direct_spend: 'Not shared: the teams of the policy spent nothing by themselves',
  no_requests: 'Not shared: the teams of the policy sent no requests',
  archived_team: 'The fixed shares of archived teams stay central',
}

/** Pools that most organisations need, offered to be added in one click. */
export const suggestedPools: readonly { readonly slug: string; readonly name: string; readonly description: string }[] = [
  {
    slug: 'platform',
    name: 'Platform',
    description: 'What the platform spends for everybody: gateways, evaluation, shared agents.',
  },
  { slug: 'incident-response', name: 'Incident response', description: 'What is spent while something is on fire.' },
  { slug: 'security-review', name: 'Security review', description: 'Scanning and reviewing everybody’s code and prompts.' },
  {
    slug: 'customer-escalation',
    name: 'Customer escalation',
    description: 'What several teams spend on one customer’s problem.',
  },
] as const
