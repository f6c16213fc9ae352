/** What an installation agrees with those who send: which fields each environment needs, which labels and people are kept. */
export interface IngestContract {
  /** Raised with every change; published with the schema. */
  readonly version: number
  /** Names of the declared labels, at most six; the place of a name is the number of its column. */
  readonly labels: readonly string[]
  readonly keepsUserId: boolean
  readonly keepsTenantId: boolean
  /** How far back an event may lie. */
  readonly monthsBack: number
  /** The fields whose absence is a finding, by environment; `*` for every other one and for events that name none. */
  readonly expectedFields: Readonly<Record<string, readonly ExpectedField[]>>
}

/** Fields that an environment may need. An event without one is counted, with a finding. */
export const expectableFields = ['team_id', 'project_id', 'service', 'environment'] as const
export type ExpectedField = (typeof expectableFields)[number]

const ownerFields: readonly ExpectedField[] = ['team_id', 'service', 'environment']

/**
 * What holds where nothing else was agreed: everywhere a team, a service and the environment; in production the project too.
 * Work in progress need not have a project.
 */
export const defaultContract: IngestContract = {
  version: 1,
  labels: [],
  keepsUserId: false,
  keepsTenantId: false,
  monthsBack: 36,
  expectedFields: {
    '*': expectableFields,
    dev: ownerFields,
    development: ownerFields,
    test: ownerFields,
    staging: ownerFields,
    sandbox: ['team_id', 'environment'],
    local: ['team_id', 'environment'],
  },
}

/** The fields that an environment needs. */
export function expectedFieldsOf(contract: IngestContract, environment: string | null): readonly ExpectedField[] {
  const own =
    environment !== null && Object.hasOwn(contract.expectedFields, environment) ? contract.expectedFields[environment] : undefined
  return own ?? contract.expectedFields['*'] ?? []
}
