import type { FindingRef } from '../finding-ref'
import type { Lane } from '../lanes'

/** What can be done about findings beside talking about them. */
export const fixKinds = [
  'owner',
  'project',
  'split',
  'register_team',
  'alias_team',
  'cost_center',
  'price',
  'capture',
  'double',
  'reprocess',
  'accept',
] as const
export type FixKind = (typeof fixKinds)[number]

export const isFixKind = (text: string): text is FixKind => fixKinds.some((kind) => kind === text)

/** The `kind` of the groups whose calls two sources may have seen. */
export const doubleKind = 'possible_double'

const ofLane: Readonly<Partial<Record<Lane, readonly FixKind[]>>> = {
  no_owner: ['owner', 'split'],
  unknown_team: ['alias_team', 'register_team', 'owner'],
  owner_conflict: ['owner', 'split'],
  no_cost_center: ['cost_center'],
  cost_center_mismatch: ['cost_center'],
  missing_dimension: ['project'],
  unpriced: ['price'],
  capture_conflict: ['capture', 'double'],
  rejected_record: ['reprocess'],
}

/** The acts that mend a group, the likeliest first. What only its source can mend can still be accepted. */
export function fixKindsOf({ lane, key }: FindingRef): FixKind[] {
  const applies = (kind: FixKind) => {
    if (kind === 'split') return (key.api_key ?? null) !== null
    // The lane holds records that contradict what is booked, and calls that two sources may both have booked.
    if (kind === 'capture') return key.kind !== doubleKind
    if (kind === 'double') return key.kind === doubleKind
    if (kind === 'project') return (key.missing ?? '').split(', ').includes('project_id')
    // Archived under a name that no call states: the mapping that names it is what wants mending.
    if (lane === 'unknown_team') return (key.reported_team ?? null) !== null
    return true
  }
  return [...(ofLane[lane] ?? []).filter(applies), 'accept']
}
