import { type Alias, addAliasSchema, findAliasFault } from '../aliases'
import { callIdMessage, looksLikeCallId } from '../call-id'
import { type DatedSpan, setSpan } from '../dated-spans'
import { writeHolder } from '../key-holder'
import { kindFacts, mappingFacts } from '../kinds'
import { tellSpans } from '../mapping-text'
import { mapMemberSchema } from '../schema'
import { type Draft, findAlias, findEntry, historyOf, putAlias, putHistory, refuseCell } from './plan'

type Cells = Readonly<Record<string, string>>

/** What a row of a file of aliases would do. */
export function planAliasRow(draft: Draft, cells: Cells) {
  const parsed = addAliasSchema.safeParse({ kind: cells.kind?.toLowerCase(), alias: cells.alias, target: cells.target })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw refuseCell(String(issue?.path[0] ?? 'alias'), issue?.message ?? 'is not accepted')
  }
  const wanted = parsed.data
  const { kind, alias, target } = wanted
  const taken = findAlias(draft, kind, alias)
  if (taken === target) return { name: nameAlias(cells), isNew: false, changes: [] }
  const fault = findAliasFault(wanted, {
    registered: kind === 'environment' ? null : findInUse(draft, kind, alias, target),
    isTargetKnown: kind === 'environment' || findEntry(draft, kind, target) !== null,
    isTargetArchived: kind !== 'environment' && (findEntry(draft, kind, target)?.isArchived ?? false),
    targetStandsFor: unless(target, findAlias(draft, kind, target.toLowerCase())),
    standsForAlias: findStandIn(draft, wanted),
  })
  if (fault) throw refuseCell(fault.path, fault.message)
  if (taken !== null) throw refuseCell('alias', `stands for "${taken}" already: remove that alias first`)
  putAlias(draft, wanted)
  return { name: nameAlias(cells), isNew: true, changes: [{ field: 'target', before: null, after: target }] }
}

export const nameAlias = ({ kind = '', alias = '' }: Cells) => `${kind.toLowerCase()} ${alias.toLowerCase()}`

type EntryKind = keyof Draft['state']['entries'] & keyof Draft['state']['aliases']

function findInUse({ state }: Draft, kind: EntryKind, alias: string, target: string): string | null {
  for (const [code, { isArchived }] of state.entries[kind]) {
    if (!isArchived && code !== target && code.toLowerCase() === alias) return code
  }
  return null
}

/** A code that differs from its alias in case alone stands for nothing but itself. */
const unless = (target: string, found: string | null) => (found === target ? null : found)

function findStandIn({ state, aliases }: Draft, { kind, alias, target }: Alias): string | null {
  const pending = [...aliases.values()].filter((one) => one.kind === kind).map((one) => [one.alias, one.target] as const)
  return [...state.aliases[kind], ...pending].find(([, meant]) => meant.toLowerCase() === alias && meant !== target)?.[0] ?? null
}

/** What a row of a file of dated mappings would do. */
export function planMappingRow(draft: Draft, cells: Cells) {
  const kind = mapMemberSchema.shape.kind.safeParse(cells.kind?.toLowerCase())
  if (!kind.success) throw refuseCell('kind', kind.error.issues[0]?.message ?? 'is not accepted')
  const { member: memberKind, owner: ownerKind, canBeShared } = mappingFacts[kind.data]
  const [member, owner, exclusive] = [cells[memberKind] ?? '', cells[ownerKind] ?? '', (cells.exclusive ?? '').toLowerCase()]
  const parsed = mapMemberSchema.safeParse({
    kind: kind.data,
    member,
    owner: owner === '-' ? null : owner,
    ...(exclusive === '' ? {} : { exclusive: exclusive === 'true' ? true : exclusive === 'false' ? false : exclusive }),
    from: cells.from ? cells.from : null,
    to: cells.to ? cells.to : null,
  })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const path = String(issue?.path[0] ?? '')
    throw refuseCell(path === 'member' ? memberKind : path === 'owner' ? ownerKind : path, issue?.message ?? 'is not accepted')
  }
  if (owner === '') throw refuseCell(ownerKind, 'is needed: its slug or code, or - for none')
  assertRegistered(draft, memberKind, member)
  if (owner !== '-') assertRegistered(draft, ownerKind, owner)
  if (owner !== '-' && findEntry(draft, ownerKind, owner)?.isArchived) {
    throw refuseCell(ownerKind, `the ${kindFacts[ownerKind].noun} "${owner}" is archived: restore it first, or name another`)
  }
  const { from, to } = parsed.data
  const value =
    owner === '-' ? null : canBeShared ? writeHolder({ code: owner, isExclusive: parsed.data.exclusive ?? true }) : owner
  const before = historyOf(draft, kind.data, member)
  const after = setSpan(before, { from, to }, value)
  const change = { field: ownerKind, before: write(before), after: write(after) }
  if (change.before !== change.after) putHistory(draft, kind.data, member, after)
  return { name: member, isNew: false, changes: change.before === change.after ? [] : [change] }
}

/** No two rows of a file of mappings are the same row: a member has as many as it has spans. */
export const nameMapping = (cells: Cells) =>
  ['kind', 'team', 'cost_center', 'business_unit', 'project', 'product_line', 'service', 'provider_key', 'pool', 'from', 'to']
    .map((column) => cells[column] ?? '')
    .filter((cell) => cell !== '')
    .join(' ')

function assertRegistered(draft: Draft, kind: keyof Draft['state']['entries'], code: string): void {
  if (findEntry(draft, kind, code)) return
  if (kind !== 'provider_key' && looksLikeCallId(code)) throw refuseCell(kind, callIdMessage)
  throw refuseCell(kind, `no ${kindFacts[kind].noun} is registered as "${code}": import ${kindFacts[kind].path}.csv first`)
}

function write(spans: readonly DatedSpan<string>[]): string | null {
  const told = tellSpans(spans)
  return told === 'none' ? null : told.join('; ')
}
