import { describeReason } from '@/components/overview/gap-reasons'
import type { PreviewOwner } from '@/lib/attribution/rules/client'

/** Who owns something, in a few words: `support-ops`, `platform (shared)`, `Nobody: nothing names a team`. */
export function describeOwner({ kind, key, project }: PreviewOwner): string {
  const owner = kind === 'none' ? `Nobody: ${lowerFirst(describeReason(key))}` : kind === 'pool' ? `${key} (shared)` : key
  return project === null ? owner : `${owner}, project ${project}`
}

const lowerFirst = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)
