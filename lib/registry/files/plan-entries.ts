import type { z } from 'zod'
import { type DatedSpan, setSpan, valueOn } from '../dated-spans'
import { readHolder, writeHolder } from '../key-holder'
import { canHaveAlias, kindFacts, type ListedKind, mappingFacts, type RegistryKind } from '../kinds'
import { tellSpans } from '../mapping-text'
import { dateSchema } from '../schema'
import {
  costCenterCodeSchema,
  glAccountSchema,
  nameFromSlug,
  nameSchema,
  ownerEmailSchema,
  ownerSlugSchema,
  providerKeySchema,
  slugSchema,
} from '../slug'
import { type ParentColumns, parentColumns } from './columns'
import {
  type Draft,
  type EntryFields,
  type FieldChange,
  findAlias,
  findEntry,
  historyOf,
  putEntry,
  putHistory,
  refuseCell,
} from './plan'

type Cells = Readonly<Record<string, string>>

const codeSchemas: Readonly<Record<ListedKind, z.ZodType<string>>> = {
  team: ownerSlugSchema,
  cost_center: costCenterCodeSchema,
  business_unit: slugSchema,
  project: ownerSlugSchema,
  product_line: slugSchema,
  service: ownerSlugSchema,
  provider_key: providerKeySchema,
}

/** What empties a cell; an empty cell leaves as it is what the registry has. */
const noneMark = '-'

/** What the row of a file of one of the kinds would do. */
export function planEntryRow(kind: ListedKind, draft: Draft, cells: Cells) {
  const { codeField } = kindFacts[kind]
  const code = cells[codeField] ?? ''
  const stored = draft.state.entries[kind].get(code)
  if (!stored) {
    read(codeSchemas[kind], codeField, code)
    const target = canHaveAlias(kind) ? findAlias(draft, kind, code.toLowerCase()) : null
    if (target !== null && target !== code) throw refuseCell(codeField, `is an alias of "${target}": remove the alias first`)
  }
  refuseArchived(kind, cells, stored)
  const fields = readFields(kind, code, cells, stored === undefined)
  const costCenter = kind === 'team' ? readNewCostCenter(draft, cells) : null
  const parents = parentColumns[kind].map((parent) => planParent(draft, code, parent, cells, costCenter?.code ?? null))
  // All cells are good: only now may the row leave anything behind.
  if (costCenter) putEntry(draft, costCenter)
  const before: EntryFields | null = stored
    ? { name: stored.name, ...(kind === 'cost_center' ? { glAccount: stored.glAccount, ownerEmail: stored.ownerEmail } : {}) }
    : null
  const changes = tellFields(before, fields)
  if (changes.length > 0 || !stored) putEntry(draft, { kind, code, id: stored?.id ?? null, before, after: fields })
  for (const parent of parents) {
    if (!parent) continue
    putHistory(draft, parent.columns.mapping, code, parent.after)
    changes.push({ field: parent.columns.owner, before: writeSpans(parent.before), after: writeSpans(parent.after) })
  }
  if (costCenter) changes.push({ field: 'new cost centre', before: null, after: `${costCenter.code} ${costCenter.after.name}` })
  return { name: code, isNew: !stored, changes }
}

function read<Value>(schema: z.ZodType<Value>, column: string, text: string): Value {
  const parsed = schema.safeParse(text)
  if (parsed.success) return parsed.data
  throw refuseCell(column, parsed.error.issues[0]?.message ?? 'is not accepted')
}

/** A file says what is in use; what it says of the rest must agree with the registry. */
function refuseArchived(
  kind: RegistryKind,
  cells: Cells,
  stored: { isArchived: boolean; archivedFrom: string | null } | undefined,
) {
  const column = kind === 'team' ? 'archived_from' : 'archived'
  const text = (cells[column] ?? '').toLowerCase()
  if (text === '') return
  const said = kind === 'team' ? text : text === 'true' || text === 'yes' || text === '1' ? 'true' : 'false'
  const is = kind === 'team' ? (stored?.archivedFrom ?? '') : String(stored?.isArchived ?? false)
  if (said !== is)
    throw refuseCell(column, 'is not changed by a file: archive and restore on the screen, or leave the cell empty')
}

function readFields(kind: RegistryKind, code: string, cells: Cells, isNew: boolean): EntryFields {
  const name = cells.name ?? ''
  const said =
    kind !== 'cost_center'
      ? {}
      : { ...readText('glAccount', 'gl_account', glAccountSchema), ...readText('ownerEmail', 'owner_email', ownerEmailSchema) }
  if (name !== '') return { name: read(nameSchema, 'name', name), ...said }
  if (!isNew) return said
  if (kind === 'cost_center') throw refuseCell('name', 'is needed: what the cost centre is called')
  return { name: kind === 'provider_key' ? code.slice(0, 120) : nameFromSlug(code), ...said }

  function readText(field: 'glAccount' | 'ownerEmail', column: string, schema: z.ZodType<string>) {
    const text = cells[column] ?? ''
    if (text === '') return {}
    return { [field]: text === noneMark ? null : read(schema, column, text) }
  }
}

const fieldColumns = { name: 'name', glAccount: 'gl_account', ownerEmail: 'owner_email' } as const

function tellFields(before: EntryFields | null, after: EntryFields): FieldChange[] {
  return (['name', 'glAccount', 'ownerEmail'] as const).flatMap((field) => {
    const [was, is] = [before?.[field] ?? null, after[field]]
    return is === undefined || is === was ? [] : [{ field: fieldColumns[field], before: was, after: is }]
  })
}

/** A cost centre that a row of teams names in full, so that one file is enough; null where it is there already. */
function readNewCostCenter(draft: Draft, cells: Cells) {
  const [code, name] = [cells.cost_center ?? '', cells.cost_center_name ?? '']
  if (code === '' || code === noneMark || name === '' || findEntry(draft, 'cost_center', code)) return null
  return {
    kind: 'cost_center' as const,
    code: read(costCenterCodeSchema, 'cost_center', code),
    id: null,
    before: null,
    after: { name: read(nameSchema, 'cost_center_name', name), glAccount: null, ownerEmail: null },
  }
}

/** Where a row says that something belongs; null where it says nothing new. */
function planParent(draft: Draft, member: string, columns: ParentColumns, cells: Cells, created: string | null) {
  const { owner: kind, canBeShared } = mappingFacts[columns.mapping]
  const { noun } = kindFacts[kind]
  const [owner, from] = [cells[columns.owner] ?? '', cells[columns.from] ?? '']
  if (owner === '') {
    if (from !== '')
      throw refuseCell(columns.from, `names a day but the row names no ${noun}: fill in ${columns.owner}, or leave both empty`)
    return null
  }
  const day = from === '' ? null : read(dateSchema, columns.from, from)
  const before = historyOf(draft, columns.mapping, member)
  const held = day === null ? valueOn(before, draft.state.today) : valueOn(before, day)
  if (owner !== noneMark && owner !== created) assertOwner(draft, columns, owner)
  const value =
    owner === noneMark ? null : canBeShared ? writeHolder({ code: owner, isExclusive: readExclusive(cells, held, owner) }) : owner
  if (value === held && (day !== null || before.length > 0 || value === null)) return null
  if (day === null && before.length > 0) {
    throw refuseCell(columns.from, `is needed: say from which day it moves (until now: ${writeSpans(before)})`)
  }
  return { columns, before, after: setSpan(before, { from: day, to: null }, value) }
}

function assertOwner(draft: Draft, { mapping, owner: column }: ParentColumns, code: string): void {
  const { owner: kind } = mappingFacts[mapping]
  const { noun, path } = kindFacts[kind]
  const found = findEntry(draft, kind, code)
  if (found?.isArchived) throw refuseCell(column, `the ${noun} "${code}" is archived: restore it first, or name another`)
  if (found) return
  const alias = canHaveAlias(kind) ? findAlias(draft, kind, code.toLowerCase()) : null
  const near = alias ?? [...draft.state.entries[kind].keys()].find((known) => known.toLowerCase() === code.toLowerCase())
  const fix =
    near !== undefined && near !== null
      ? `write "${near}"`
      : mapping === 'team_cost_center'
        ? `import ${path}.csv first, or name it in a column cost_center_name`
        : `import ${path}.csv first`
  throw refuseCell(column, `no ${noun} is registered as "${code}": ${fix}`)
}

function readExclusive(cells: Cells, held: string | null, owner: string): boolean {
  const text = (cells.exclusive ?? '').toLowerCase()
  if (['true', 'yes', '1', 'exclusive'].includes(text)) return true
  if (['false', 'no', '0', 'shared'].includes(text)) return false
  const holder = held === null ? null : readHolder(held)
  if (text === '' && holder?.code === owner) return holder.isExclusive
  throw refuseCell('exclusive', 'is needed: true where the team has the key alone, false where others use it too')
}

function writeSpans(spans: readonly DatedSpan<string>[]): string | null {
  const told = tellSpans(spans)
  return told === 'none' ? null : told.join('; ')
}
