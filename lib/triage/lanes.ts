/** Who is asked first: those who run the platform, finance, or the team that the group itself points to. */
export type Desk = 'platform' | 'finance'

/** What a group of findings is told apart by, in the words of the spend report; `missing`, `reason` … belong to one lane. */
export type GroupDimension =
  | 'source'
  | 'service'
  | 'api_key'
  | 'route'
  | 'reported_team'
  | 'team'
  | 'reported_cost_center'
  | 'environment'
  | 'missing'
  | 'provider'
  | 'model'
  | 'operation'
  | 'tier'
  | 'region'
  | 'reason'
  | 'kind'
  | 'format'
  | 'path'
  | 'message'

export interface LaneDefinition {
  readonly title: string
  /** One sentence: what is in it, and what mends it. */
  readonly description: string
  /** The values that one act of mending applies to. */
  readonly groupBy: readonly GroupDimension[]
  /** Whom it goes to where neither a person was asked nor the group points to a team. */
  readonly desk: Desk
  /** Whether its dollars are those that nobody owns: such lanes add up to what Spend calls unattributed. */
  readonly isUnattributed: boolean
}

/**
 * The lanes, in the order in which one works through them. Every finding is in exactly one; within a lane every dollar is in
 * exactly one group.
 */
export const lanes = {
  no_owner: {
    title: 'No owner',
    description: 'No team was named, and no key, service, project or rule tells whose it is.',
    groupBy: ['source', 'service', 'api_key', 'route'],
    desk: 'platform',
    isUnattributed: true,
  },
  unknown_team: {
    title: 'Unknown team',
    description: 'A team was named that is not registered, or was archived by then.',
    groupBy: ['reported_team', 'source'],
    desk: 'platform',
    isUnattributed: true,
  },
  owner_conflict: {
    title: 'Owner conflict',
    description: 'Key, tag and mappings name different teams; the more trusted one has it until somebody decides.',
    groupBy: ['team', 'reported_team', 'service', 'api_key'],
    desk: 'platform',
    isUnattributed: false,
  },
  no_cost_center: {
    title: 'No cost centre',
    description: 'The owner belongs to no cost centre on those days, so that finance cannot post it.',
    groupBy: ['team'],
    desk: 'finance',
    isUnattributed: false,
  },
  cost_center_mismatch: {
    title: 'Cost-centre mismatch',
    description: 'The caller names another cost centre than the one its team belongs to; the mapping counts.',
    groupBy: ['team', 'reported_cost_center'],
    desk: 'finance',
    isUnattributed: false,
  },
  missing_dimension: {
    title: 'Missing dimensions',
    description: 'A project, service or environment is missing that the contract asks for there.',
    groupBy: ['source', 'service', 'environment', 'missing'],
    desk: 'platform',
    isUnattributed: false,
  },
  missing_tokens: {
    title: 'No tokens',
    description: 'Calls whose tokens were not reported: what they cost is unknown, not zero.',
    groupBy: ['source', 'service', 'provider', 'model'],
    desk: 'platform',
    isUnattributed: false,
  },
  unpriced: {
    title: 'Unpriced',
    description: 'A model, meter or tier that the price book has no rate for.',
    groupBy: ['provider', 'model', 'tier', 'region', 'reason'],
    desk: 'platform',
    isUnattributed: false,
  },
  cost_variance: {
    title: 'Cost variance',
    description: 'The source reports another cost than its tokens come to at our prices, by more than one percent.',
    groupBy: ['source', 'provider', 'model', 'tier'],
    desk: 'platform',
    isUnattributed: false,
  },
  capture_conflict: {
    title: 'Conflicting captures',
    description: 'The same call with other counts, or calls that two sources may both have seen.',
    groupBy: ['source', 'kind'],
    desk: 'platform',
    isUnattributed: false,
  },
  rejected_record: {
    title: 'Rejected records',
    description: 'Records that could not be read. They are kept without their content and can be processed again.',
    groupBy: ['source', 'format', 'path', 'message'],
    desk: 'platform',
    isUnattributed: false,
  },
} as const satisfies Record<string, LaneDefinition>

export type Lane = keyof typeof lanes

export const laneNames = Object.keys(lanes).filter(isLane)

export function isLane(text: string): text is Lane {
  return Object.hasOwn(lanes, text)
}

/** A lane's definition, without the narrowness of its own literal. */
export const laneOf = (lane: Lane): LaneDefinition => lanes[lane]
