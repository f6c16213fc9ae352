import type { StatusTone } from '@/components/ui/status-badge'
import type { FixKind } from '@/lib/triage/fixes/kinds'
import type { GroupDimension, Lane } from '@/lib/triage/lanes'
import type { Finding } from '@/lib/triage/queries'
import type { Assignee, FindingState } from '@/lib/triage/schema'

/** What people read for the values by which groups are told apart. */
export const dimensionWords: Readonly<Record<GroupDimension, string>> = {
  source: 'Source',
  service: 'Service',
  api_key: 'Key',
  route: 'Route',
  reported_team: 'Reported team',
  team: 'Team',
  reported_cost_center: 'Reported cost centre',
  environment: 'Environment',
  missing: 'Missing',
  provider: 'Provider',
  model: 'Model',
  operation: 'Operation',
  tier: 'Tier',
  region: 'Region',
  reason: 'Reason',
  kind: 'Kind',
  format: 'Format',
  path: 'Field',
  message: 'Fault',
}

const plainWords: Readonly<Record<string, string>> = {
  project_id: 'project',
  unpriced_model: 'the model is in no price book',
  unpriced_meter: 'a meter has no rate',
  no_rate: 'no rate on that day',
  no_rate_for_tier: 'no rate for that tier',
  conflict: 'the same call with other counts',
  possible_double: 'two sources may have seen it',
  possible_double_capture: 'two sources may have seen it',
}

/** A value as it is read: codes of the product in words, everything that callers state as it stands. */
export function valueWords(dimension: string, value: string): string {
  if (dimension === 'missing') {
    return value
      .split(', ')
      .map((field) => plainWords[field] ?? field.replaceAll('_', ' '))
      .join(', ')
  }
  if (dimension === 'reason' || dimension === 'kind') return plainWords[value] ?? value.replaceAll('_', ' ')
  return value
}

export const stateWords: Readonly<Record<FindingState, { label: string; tone: StatusTone }>> = {
  open: { label: 'Open', tone: 'attention' },
  in_progress: { label: 'In progress', tone: 'active' },
  waiting: { label: 'Waiting', tone: 'waiting' },
  resolved: { label: 'Resolved', tone: 'done' },
  accepted: { label: 'Accepted', tone: 'off' },
}

export const fixWords: Readonly<Record<FixKind, { label: string; verb: string; detail: string }>> = {
  owner: {
    label: 'Assign an owner',
    verb: 'Assign owner',
    detail: 'A decision that comes before all rules, for these values: what comes tomorrow with them has the same owner.',
  },
  project: {
    label: 'Put into a project',
    verb: 'Set project',
    detail: 'A decision for these values, where callers name no project.',
  },
  split: {
    label: 'Split the key by service',
    verb: 'Split key',
    detail: 'Each service that uses the key has an owner of its own from now on.',
  },
  alias_team: {
    label: 'Stands for a team',
    verb: 'Add the name',
    detail: 'The name that callers state becomes another name of a registered team, on all days.',
  },
  register_team: {
    label: 'Register the team',
    verb: 'Register team',
    detail: 'The name becomes a team, which owns at once all that names it. A registered team stays: this cannot be undone here.',
  },
  cost_center: {
    label: 'Map to a cost centre',
    verb: 'Map cost centre',
    detail: 'Says which cost centre the team belongs to. Days that have one already keep it where none was missing.',
  },
  price: {
    label: 'Give it a price',
    verb: 'Publish price',
    detail: 'Publishes a version of the price book. Usage without a price is priced at once; what it comes to shows then.',
  },
  capture: {
    label: 'Settle the records',
    verb: 'Settle',
    detail: 'Decides for every contradicting record of the source which of the two counts.',
  },
  double: {
    label: 'Settle the doubles',
    verb: 'Settle',
    detail: 'Decides for every call of the source that another one may have seen whether it counts.',
  },
  reprocess: {
    label: 'Read them again',
    verb: 'Read again',
    detail: 'Reads all refused records of the source by the rules of today. What is accepted is counted for good.',
  },
  accept: {
    label: 'Accept as it is',
    verb: 'Accept',
    detail: 'Leaves it as it is, with a reason, until a day. The dollars stay where they are and are open again after it.',
  },
}

/** What would be in a lane, and when: said where it is empty. */
export const emptyLaneWords: Readonly<Record<Lane, string>> = {
  no_owner: 'Calls land here that name no team, with a key, service and project that nobody is mapped to.',
  unknown_team: 'Calls land here that name a team which is not registered, or was archived by then.',
  owner_conflict: 'Calls land here whose key, tag or mappings name different teams.',
  no_cost_center: 'What teams spend lands here on days on which they belong to no cost centre.',
  cost_center_mismatch: 'Calls land here that report another cost centre than their team belongs to.',
  missing_dimension: 'Calls land here without a project, service or environment that the attribution contract asks for.',
  missing_tokens: 'Calls land here whose tokens were not reported, so that what they cost is unknown.',
  unpriced: 'Calls land here of a model, meter or tier that the price book has no rate for.',
  cost_variance: 'Calls land here whose source reports a cost that differs by more than one percent from what we compute.',
  capture_conflict: 'Calls land here that were reported twice with other counts, or seen by two sources.',
  rejected_record: 'Records land here that could not be read, with the field at fault.',
}

/** Whom a finding is with, in a few words. */
export function assigneeWords(assignee: Assignee): string {
  if (assignee.kind === 'desk') return assignee.desk === 'finance' ? 'Finance' : 'Platform'
  return assignee.name
}

const laneSentences: Readonly<Record<Lane, string>> = {
  no_owner: 'Nothing says whose this usage is',
  unknown_team: 'It names a team that is not in use',
  owner_conflict: 'Key, tag and mappings disagree about whose it is',
  no_cost_center: 'Its owner belongs to no cost centre on those days',
  cost_center_mismatch: 'It reports another cost centre than its team belongs to',
  missing_dimension: 'It lacks what the attribution contract asks for',
  missing_tokens: 'Its tokens were not reported, so that its cost is not known',
  unpriced: 'The price book has no rate for it',
  cost_variance: 'Its source reports another cost than its tokens come to',
  capture_conflict: 'Records of the same calls contradict each other',
  rejected_record: 'Its records could not be read',
}

/** What a finding is, as the beginning of a sentence. */
export const laneSentence = (lane: Lane): string => laneSentences[lane]

/** `3 days`, `1 day`, `today`. */
export const ageWords = (days: number): string => (days <= 0 ? 'today' : days === 1 ? '1 day' : `${days} days`)

/** `1 finding`, `3 findings`. */
export const countFindings = (count: number): string => (count === 1 ? '1 finding' : `${count.toLocaleString('en-US')} findings`)

/** What names a finding to a command. */
export const refOf = ({ lane, key }: Pick<Finding, 'lane' | 'key'>) => ({ lane, key })
