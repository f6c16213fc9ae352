import {
  combineOwnerAttributes,
  type NamedValue,
  type OwnerAttributes,
  readOwnerAttributes,
  toCanonicalOwner,
} from '../attributes/read-owner-attributes'
import type { SourceHints } from '../normalise'
import type { AdapterContext, CanonicalFields } from './adapter'
import { isSourceRecord, parseRecord, type SourceRecord } from './source-values'

/** What one place of a record says of owners, and how far it is to be trusted. */
export interface OwnerPlace {
  readonly values: SourceRecord | readonly NamedValue[]
  /** `metadata`: set by whoever runs the gateway; `tag`: by the caller; `user`: in the place of an end user's id. */
  readonly basis: NonNullable<SourceHints['tagBasis']>
}

/** Owner fields of an event, and the hints that go with them. */
export interface ReadOwners {
  readonly fields: CanonicalFields
  readonly hints: Pick<SourceHints, 'tagBasis' | 'hasUnparsedUser'>
}

/** Reads who a call belongs to: each field from the first place that states it, the most trusted first. */
export function readOwners(places: readonly OwnerPlace[], { contract }: AdapterContext): ReadOwners {
  const read = places.map(({ values, basis }) => ({ basis, attributes: readOwnerAttributes(values, contract) }))
  const all: OwnerAttributes = combineOwnerAttributes(...read.map(({ attributes }) => attributes))
  const team = read.find(({ attributes }) => attributes.fields.team_id !== undefined)
  const tagBasis = all.fields.team_id?.isFromUserString ? 'user' : (team?.basis ?? 'tag')
  return { fields: toCanonicalOwner(all), hints: { tagBasis, hasUnparsedUser: all.hasUnparsedUser } }
}

/** Metadata that may be an object or its JSON. */
export const metadataOf = (value: unknown): SourceRecord => parseRecord(value) ?? {}

/** Values of tags such as `team:growth` or `team=growth`; others say nothing of owners. */
export function readTags(tags: unknown): NamedValue[] {
  const list = typeof tags === 'string' ? tags.split(',') : Array.isArray(tags) ? tags : []
  return list.flatMap((tag) => {
    if (typeof tag !== 'string') return []
    const at = tag.search(/[:=]/)
    return at <= 0 ? [] : [{ name: tag.slice(0, at).trim(), value: tag.slice(at + 1).trim() }]
  })
}

/** Headers as owner values: by their names, and of several values the first. */
export function readHeaders(headers: unknown): NamedValue[] {
  if (!isSourceRecord(headers)) return []
  return Object.entries(headers).map(([name, value]) => ({ name, value: Array.isArray(value) ? value[0] : value }))
}

/** The value of a header, whatever the case of its name. */
export function headerOf(headers: unknown, ...names: readonly string[]): string | null {
  const all = readHeaders(headers)
  for (const wanted of names) {
    const found = all.find(({ name }) => name.toLowerCase() === wanted)?.value
    if (typeof found === 'string' && found.trim() !== '') return found.trim()
  }
  return null
}
