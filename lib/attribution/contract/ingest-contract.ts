import type { ExpectedField, OwnerField, SlugField } from './contract-fields'
import { defaultContractDocument } from './default-document'
import type { ContractDocument } from './schema'

/** How texts such as `team:growth|feature:onboarding` in the place of an end user's id are read. */
export interface UserStringRules {
  readonly isParsed: boolean
  /** Each character parts one pair from the next. */
  readonly pairSeparators: string
  /** Each character parts a key from its value. */
  readonly keySeparators: string
  readonly keyAliases: Readonly<Record<OwnerField, readonly string[]>>
}

/**
 * The contract as ingest uses it: which fields each environment needs, how attributes are called, which labels and people are
 * kept. Plain data, so that it can be sent to a worker thread.
 */
export interface IngestContract {
  /** Raised with every change; published with the schema. */
  readonly version: number
  /** Names of the declared labels by their column, the first being `label_1`; null where a column takes nothing at present. */
  readonly labels: readonly (string | null)[]
  /** The same with the labels that are retired, whose old values can still be read. */
  readonly labelsEver: readonly (string | null)[]
  readonly keepsUserId: boolean
  readonly keepsTenantId: boolean
  /** How far back an event may lie. */
  readonly monthsBack: number
  /** The fields whose absence is a finding, by environment; `*` for every other one and for events that name none. */
  readonly expectedFields: Readonly<Record<string, readonly ExpectedField[]>>
  /** The fields whose values are slugs, and how long such a slug may be. */
  readonly slugFields: readonly SlugField[]
  readonly slugMaxLength: number
  /** What callers call a field, the better name first. */
  readonly attributeAliases: Readonly<Record<OwnerField, readonly string[]>>
  /** What may stand before such a name, such as `metadata.`. */
  readonly attributePrefixes: readonly string[]
  readonly userString: UserStringRules
}

/** The contract as ingest uses it. */
export function toIngestContract(version: number, document: ContractDocument): IngestContract {
  const labels: (string | null)[] = []
  const labelsEver: (string | null)[] = []
  for (const { column, name, isRetired } of document.labels) {
    while (labelsEver.length < column) {
      labels.push(null)
      labelsEver.push(null)
    }
    labelsEver[column - 1] = name
    labels[column - 1] = isRetired ? null : name
  }
  return {
    version,
    labels,
    labelsEver,
    keepsUserId: document.keepsUserId,
    keepsTenantId: document.keepsTenantId,
    monthsBack: document.monthsBack,
    expectedFields: Object.fromEntries(
      document.environments.map(({ environment, requires }) => [environment, requires.map(({ field }) => field)]),
    ),
    slugFields: document.slugs.fields,
    slugMaxLength: document.slugs.maxLength,
    attributeAliases: document.attributes.aliases,
    attributePrefixes: document.attributes.prefixes,
    userString: document.userString,
  }
}

/** What holds where nothing else was agreed: version 1. */
export const defaultContract: IngestContract = toIngestContract(1, defaultContractDocument)

/** The fields that an environment needs. */
export function expectedFieldsOf(contract: IngestContract, environment: string | null): readonly ExpectedField[] {
  const own =
    environment !== null && Object.hasOwn(contract.expectedFields, environment) ? contract.expectedFields[environment] : undefined
  return own ?? contract.expectedFields['*'] ?? []
}
