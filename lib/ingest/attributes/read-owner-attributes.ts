import { type OwnerField, ownerFields } from '@/lib/attribution/contract/contract-fields'
import type { IngestContract } from '@/lib/attribution/contract/ingest-contract'
import { findTextFault } from '../clean-text'
import { attributeNamesOf } from './name-targets'
import { parseUserString } from './parse-user-string'

/** A value under the name that its sender gave it, such as an attribute of a span. */
export interface NamedValue {
  readonly name: string
  readonly value: unknown
}

/** A value that was found. */
export interface OwnerAttribute {
  readonly value: string
  /** The name that it stood under, as sent. */
  readonly from: string
  /** Whether it is a part of a text such as `team:growth|feature:onboarding` that stood in the place of an end user's id. */
  readonly isFromUserString: boolean
}

/** What a list of named values says about owners. */
export interface OwnerAttributes {
  /** By the names of the canonical event. Those of people are there even where the contract drops them: `normalise` does. */
  readonly fields: Readonly<Partial<Record<OwnerField, OwnerAttribute>>>
  /** Of declared labels only. */
  readonly labels: Readonly<Record<string, OwnerAttribute>>
  /** Whether a user string held parts that nobody knows: the finding `unparsed_user`. */
  readonly hasUnparsedUser: boolean
}

/**
 * Finds team, cost centre, project, service, feature, environment, user, tenant and declared labels among named values, by the
 * contract's alias lists. Names are compared without case and separators. Of several spellings the one that stands first in the
 * alias list wins, and of equal ones that which came first: they are alternatives, never addends. Texts, numbers and booleans are
 * read; blank ones count as absent, and so do those that could not be kept (too long, broken characters).
 *
 * Every value under a name of `user_id` is read as a user string too: its parts fill what no attribute states, and what is no such
 * string is the id of an end user. Never throws.
 */
export function readOwnerAttributes(
  values: readonly NamedValue[] | Readonly<Record<string, unknown>>,
  contract: IngestContract,
): OwnerAttributes {
  const find = attributeNamesOf(contract)
  const fields: Partial<Record<OwnerField, Ranked>> = {}
  const labels: Record<string, Ranked> = {}
  const people: Ranked[] = []
  for (const { name, value } of listValues(values)) {
    const target = find(name)
    const text = target === null ? null : readText(value)
    if (target === null || text === null) continue
    const found: Ranked = { value: text, from: name, isFromUserString: false, rank: target.rank }
    if (target.field === 'user_id') people.push(found)
    else if (target.field !== null) fields[target.field] = better(fields[target.field], found)
    else if (target.label !== null) labels[target.label] = better(labels[target.label], found)
  }
  let hasUnparsedUser = false
  // Sorting keeps the order of equals.
  for (const { value, from } of people.sort((one, other) => one.rank - other.rank)) {
    const said = parseUserString(value, contract)
    hasUnparsedUser ||= said.isUnparsed
    const part = (text: string): Ranked => ({ value: text, from, isFromUserString: true, rank: 0 })
    for (const field of ownerFields) {
      const text = field === 'user_id' || field === 'tenant_id' ? null : said.fields[field]
      if (text) fields[field] ??= part(text)
    }
    if (said.userId !== null) fields.user_id ??= { ...part(said.userId), isFromUserString: said.userId !== value.trim() }
    if (said.tenantId !== null) fields.tenant_id ??= part(said.tenantId)
    for (const [label, text] of Object.entries(said.labels)) labels[label] ??= part(text)
  }
  return { fields, labels, hasUnparsedUser }
}

/**
 * Puts levels of trust together, the best first: each field is taken from the first level that states it. So trusted metadata of a
 * gateway goes before tags of the caller, and attributes of a span before those of its resource.
 */
export function combineOwnerAttributes(...levels: readonly OwnerAttributes[]): OwnerAttributes {
  const [first, ...rest] = levels
  if (first === undefined) return { fields: {}, labels: {}, hasUnparsedUser: false }
  return rest.reduce(
    (better, worse) => ({
      fields: { ...worse.fields, ...better.fields },
      labels: { ...worse.labels, ...better.labels },
      hasUnparsedUser: better.hasUnparsedUser || worse.hasUnparsedUser,
    }),
    first,
  )
}

/**
 * The same as fields of a canonical record, to be spread into it: absent ones are left out, `labels` is there where a label is.
 * Give `normalise` the hints `tagBasis` (`user` where `fields.team_id.isFromUserString`, else where the attributes stood) and
 * `hasUnparsedUser` beside it.
 */
export function toCanonicalOwner(attributes: OwnerAttributes): Record<string, unknown> {
  const record: Record<string, unknown> = {}
  for (const field of ownerFields) {
    const found = attributes.fields[field]
    if (found) record[field] = found.value
  }
  const labels = Object.entries(attributes.labels).map(([name, { value }]) => [name, value] as const)
  if (labels.length > 0) record.labels = Object.fromEntries(labels)
  return record
}

interface Ranked extends OwnerAttribute {
  readonly rank: number
}

const better = (known: Ranked | undefined, found: Ranked): Ranked => (known && known.rank <= found.rank ? known : found)

/** As many as anybody looks at: what a record holds beyond that says nothing of owners. */
const maxValues = 2_000

function listValues(values: readonly NamedValue[] | Readonly<Record<string, unknown>>): readonly NamedValue[] {
  if (isList(values)) return values.length > maxValues ? values.slice(0, maxValues) : values
  return Object.entries(values)
    .slice(0, maxValues)
    .map(([name, value]) => ({ name, value }))
}

const isList = (values: readonly NamedValue[] | Readonly<Record<string, unknown>>): values is readonly NamedValue[] =>
  Array.isArray(values)

function readText(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'boolean' && typeof value !== 'bigint') {
    return typeof value === 'number' && Number.isFinite(value) ? String(value) : null
  }
  const text = String(value).trim()
  return text === '' || findTextFault(text) !== null ? null : text
}
