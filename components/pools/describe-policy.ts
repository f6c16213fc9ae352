import type { PolicyView } from '@/lib/attribution/pools/loaders'
import { poolMethodLabels } from '@/lib/attribution/pools/pool-methods'

/** A policy in a few words: its method, and how many teams it names. */
export function describePolicy({ method, shares }: Pick<PolicyView, 'method' | 'shares'>): string {
  const { label } = poolMethodLabels[method]
  if (method === 'central') return label
  if (shares.length === 0) return method === 'fixed' ? label : `${label}, all teams`
  return `${label}, ${shares.length} ${shares.length === 1 ? 'team' : 'teams'}`
}
