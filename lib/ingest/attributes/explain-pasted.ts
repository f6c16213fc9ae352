import { type OwnerField, ownerFields } from '@/lib/attribution/contract/contract-fields'
import type { IngestContract } from '@/lib/attribution/contract/ingest-contract'
import { isSlug } from '@/lib/registry/slug'
import { parseUserString } from './parse-user-string'
import { type NamedValue, type OwnerAttributes, readOwnerAttributes } from './read-owner-attributes'

/** One dimension that a pasted text becomes. */
export interface ExplainedValue {
  /** A field of the canonical event, or the name of a label. */
  readonly name: OwnerField | string
  readonly isLabel: boolean
  readonly value: string
  /** The name that it was found under. */
  readonly from: string
  readonly isFromUserString: boolean
  /** `dropped`: not stored, because ids of people are not kept. `bad_slug`: counted, with that finding. */
  readonly remark: 'dropped' | 'bad_slug' | null
}

/** What a pasted text is taken for, and what it becomes. */
export interface ExplainedText {
  readonly kind: 'user' | 'attributes'
  readonly values: readonly ExplainedValue[]
  readonly hasUnparsedUser: boolean
}

const longestText = 20_000

/**
 * Explains what ingest makes of a text: a JSON object or lines of `name=value` are attributes, one line of anything else is a user
 * string. Null where it is blank. Never throws.
 */
export function explainPasted(text: string, contract: IngestContract): ExplainedText | null {
  const pasted = text.slice(0, longestText).trim()
  if (pasted === '') return null
  const named = readJson(pasted) ?? readLines(pasted)
  const attributes = named ? readOwnerAttributes(named, contract) : readUser(pasted, contract)
  return {
    kind: named ? 'attributes' : 'user',
    values: [
      ...ownerFields.flatMap((field) => {
        const found = attributes.fields[field]
        return found ? [{ ...pick(found), name: field, isLabel: false, remark: findRemark(field, found.value, contract) }] : []
      }),
      ...Object.entries(attributes.labels).map(([name, found]) => ({ ...pick(found), name, isLabel: true, remark: null })),
    ],
    hasUnparsedUser: attributes.hasUnparsedUser,
  }
}

const pick = ({ value, from, isFromUserString }: ExplainedValue | NonNullable<OwnerAttributes['fields'][OwnerField]>) => ({
  value,
  from,
  isFromUserString,
})

function findRemark(field: OwnerField, value: string, contract: IngestContract): ExplainedValue['remark'] {
  if (field === 'user_id') return contract.keepsUserId ? null : 'dropped'
  if (field === 'tenant_id') return contract.keepsTenantId ? null : 'dropped'
  const isSlugField = contract.slugFields.some((one) => one === field)
  return isSlugField && (!isSlug(value) || value.length > contract.slugMaxLength) ? 'bad_slug' : null
}

function readUser(text: string, contract: IngestContract): OwnerAttributes {
  const said = parseUserString(text, contract)
  const part = (value: string) => ({ value, from: 'user', isFromUserString: value !== text })
  const fields: Partial<Record<OwnerField, ReturnType<typeof part>>> = {}
  for (const field of ownerFields) {
    const value = field === 'user_id' ? said.userId : field === 'tenant_id' ? said.tenantId : said.fields[field]
    if (value) fields[field] = part(value)
  }
  const labels = Object.fromEntries(Object.entries(said.labels).map(([name, value]) => [name, part(value)]))
  return { fields, labels, hasUnparsedUser: said.isUnparsed }
}

/** The values of a JSON object under their names, nested ones joined by dots; null where the text is none. */
function readJson(text: string): NamedValue[] | null {
  if (!text.startsWith('{')) return null
  try {
    const parsed: unknown = JSON.parse(text)
    return flatten(parsed, '', 0)
  } catch {
    // Half a document, as while it is typed: whatever it is, no attributes.
    return null
  }
}

const deepest = 5

function flatten(value: unknown, path: string, depth: number): NamedValue[] {
  if (typeof value !== 'object' || value === null) return [{ name: path, value }]
  if (Array.isArray(value) || depth > deepest) return []
  return Object.entries(value).flatMap(([name, item]) => flatten(item, path === '' ? name : `${path}.${name}`, depth + 1))
}

/** Several lines of `name=value` or `name: value`; null where one of them is neither. */
function readLines(text: string): NamedValue[] | null {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  if (lines.length < 2) return null
  const named = lines.map((line) => {
    const [, name, value] = /^([^=:\s]+)\s*[=:]\s*(.*)$/.exec(line) ?? []
    return name === undefined || value === undefined ? null : { name, value }
  })
  return named.every((one) => one !== null) ? named : null
}
