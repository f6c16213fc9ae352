import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { callIdMessage, looksLikeCallId } from './call-id'
import { areSameSpans, type DatedSpan, type DayBounds, setSpan, toRangeText } from './dated-spans'
import { readHolder, writeHolder } from './key-holder'
import { kindTables, mappingTable } from './kind-tables'
import { kindFacts, type MappingKind, mappingFacts, type RegistryKind } from './kinds'

export type { MappingKind } from './kinds'

/** One change of a mapping: where a member belongs during a span of days. */
export interface MappingChange extends DayBounds {
  readonly kind: MappingKind
  /** The slug, code or key of what is mapped. */
  readonly member: string
  /** The slug or code of what it belongs to then; null for nothing. */
  readonly owner: string | null
  /** Of a provider's key: whether the team has it alone. Default true. */
  readonly isExclusive?: boolean
}

/** A member's history before and after a change, by slug or code; a key's holders as `writeHolder` writes them. */
export interface MappingOutcome {
  readonly memberId: string
  readonly before: readonly DatedSpan<string>[]
  readonly after: readonly DatedSpan<string>[]
  readonly changed: boolean
}

/**
 * Sets where a member belongs during a span of days; what it was before and after stays. Locks the member's row, so that two
 * changes of one member follow each other.
 *
 * @throws AppError `invalid`, naming the field of a name that is not registered or is archived.
 */
export async function writeMapping(tx: Database, change: MappingChange): Promise<MappingOutcome> {
  const { member, owner, canBeShared } = mappingFacts[change.kind]
  const memberRow = await findByCode(tx, member, change.member, sql`for no key update`)
  const ownerRow = change.owner === null ? null : await findByCode(tx, owner, change.owner, sql`for share`)
  if (ownerRow?.isArchived) {
    throw refuse(owner, `the ${kindFacts[owner].noun} "${change.owner}" is archived: restore it first, or name another`)
  }
  const before = (await readSpans(tx, change.kind, [memberRow.id])).get(memberRow.id) ?? []
  const isExclusive = !canBeShared || (change.isExclusive ?? true)
  const after = setSpan(before, change, change.owner === null ? null : writeHolder({ code: change.owner, isExclusive }))
  const changed = !areSameSpans(before, after)
  if (changed) await replaceSpans(tx, change.kind, [{ memberId: memberRow.id, spans: after }])
  return { memberId: memberRow.id, before, after, changed }
}

async function findByCode(
  tx: Database,
  kind: RegistryKind,
  code: string,
  lock: SQL,
): Promise<{ id: string; isArchived: boolean }> {
  const { table, code: column } = kindTables[kind]
  const [row] = await tx.execute<{ id: string; isArchived: boolean }>(sql`
    select id, archived_at is not null as "isArchived" from ${table} where ${column} = ${code} ${lock}`)
  if (row) return row
  if (kind !== 'provider_key' && looksLikeCallId(code)) throw refuse(kind, callIdMessage)
  throw refuse(kind, `no ${kindFacts[kind].noun} is registered as "${code}"`)
}

function refuse(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}.`, { errors: [{ path, message }] })
}

/** The histories of members by their ids, in order of time; of all members where none are named. */
export async function readSpans(
  db: Database,
  kind: MappingKind,
  memberIds?: readonly string[],
): Promise<Map<string, DatedSpan<string>[]>> {
  const { table, memberColumn, ownerColumn, owner, exclusive } = mappingTable(kind)
  const rows = await db.execute<SpanRow>(sql`
    select ${memberColumn} as "memberId", o.${owner.code} as code, ${exclusive} as exclusive,
      lower(period)::text as "from", upper(period)::text as "to"
    from ${table} mapping join ${owner.table} o on o.id = mapping.${ownerColumn}
    ${memberIds === undefined ? sql`` : sql`where ${memberColumn} in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(memberIds)}::text::jsonb))`}
    order by period`)
  const histories = new Map<string, DatedSpan<string>[]>()
  for (const { memberId, code, exclusive, from, to } of rows) {
    const span = { from, to, value: writeHolder({ code, isExclusive: exclusive ?? true }) }
    const history = histories.get(memberId)
    if (history) history.push(span)
    else histories.set(memberId, [span])
  }
  return histories
}

interface SpanRow extends Record<string, unknown> {
  memberId: string
  code: string
  exclusive: boolean | null
  from: string | null
  to: string | null
}

/** Writes the histories of members anew, in two statements however many there are; owners are named by slug or code. */
export async function replaceSpans(
  tx: Database,
  kind: MappingKind,
  histories: readonly { memberId: string; spans: readonly DatedSpan<string>[] }[],
): Promise<void> {
  if (histories.length === 0) return
  const { table, memberColumn, ownerColumn, owner } = mappingTable(kind)
  const { canBeShared } = mappingFacts[kind]
  const ids = JSON.stringify(histories.map(({ memberId }) => memberId))
  await tx.execute(sql`
    delete from ${table} where ${memberColumn} in (select value::uuid from jsonb_array_elements_text(${ids}::text::jsonb))`)
  const rows = histories.flatMap(({ memberId, spans }) =>
    spans.map((span) => {
      const { code, isExclusive } = readHolder(span.value)
      return { member_id: memberId, code, is_exclusive: isExclusive, period: toRangeText(span) }
    }),
  )
  if (rows.length === 0) return
  await tx.execute(sql`
    insert into ${table} (${memberColumn}, ${ownerColumn}, period ${canBeShared ? sql`, is_exclusive` : sql``})
    select spans.member_id, o.id, spans.period ${canBeShared ? sql`, spans.is_exclusive` : sql``}
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as spans (member_id uuid, code text, is_exclusive boolean, period daterange)
    join ${owner.table} o on o.${owner.code} = spans.code`)
}

/** What a merge or an end of something does to its members: who belonged to it from a day on, and to whom from then. */
export interface MovedMember {
  readonly id: string
  readonly code: string
  readonly before: readonly DatedSpan<string>[]
  readonly after: readonly DatedSpan<string>[]
}

/**
 * Hands what belongs to one owner on a day or later to another from that day on, each member with the days that it belonged;
 * null leaves them with nobody.
 */
export async function moveMembers(
  tx: Database,
  kind: MappingKind,
  { from, to, day }: { from: { id: string; code: string }; to: string | null; day: string },
): Promise<MovedMember[]> {
  const { table, memberColumn, ownerColumn, member } = mappingTable(kind)
  const members = await tx.execute<{ id: string; code: string }>(sql`
    select m.id, m.${member.code} as code from ${member.table} m
    where id in (select ${memberColumn} from ${table} where ${ownerColumn} = ${from.id} and period && daterange(${day}::date, null))
    order by code for no key update`)
  const histories = await readSpans(
    tx,
    kind,
    members.map(({ id }) => id),
  )
  const moved = members.map(({ id, code }) => {
    const before = histories.get(id) ?? []
    return { id, code, before, after: handOver(before, from.code, to, day) }
  })
  await replaceSpans(
    tx,
    kind,
    moved.map(({ id, after }) => ({ memberId: id, spans: after })),
  )
  return moved
}

function handOver(spans: readonly DatedSpan<string>[], from: string, to: string | null, day: string): DatedSpan<string>[] {
  return spans.reduce<DatedSpan<string>[]>(
    (history, span) => {
      const holder = readHolder(span.value)
      if (holder.code !== from || (span.to !== null && span.to <= day)) return history
      const begin = span.from !== null && span.from > day ? span.from : day
      return setSpan(history, { from: begin, to: span.to }, to === null ? null : writeHolder({ ...holder, code: to }))
    },
    [...spans],
  )
}

/** One span of a mapping as lists and files have it. */
export interface MappingRow {
  readonly kind: MappingKind
  readonly member: string
  readonly owner: string
  /** Of a provider's key; null for other mappings. */
  readonly exclusive: boolean | null
  readonly from: string | null
  readonly to: string | null
}

/** Which spans are listed: those of a kind, of one member or owner, some of them. */
export interface MappingFilter {
  readonly member?: string
  readonly owner?: string
  readonly limit?: number
  readonly offset?: number
}

/** The spans of the mappings of a kind, by member and in order of time. */
export async function listMappings(db: Database, kind: MappingKind, filter: MappingFilter = {}): Promise<MappingRow[]> {
  const { table, memberColumn, ownerColumn, member, owner, exclusive } = mappingTable(kind)
  const rows = await db.execute<Omit<MappingRow, 'kind'> & Record<string, unknown>>(sql`
    select m.${member.code} as member, o.${owner.code} as owner, ${exclusive} as exclusive,
      lower(period)::text as "from", upper(period)::text as "to"
    from ${table} mapping
    join ${member.table} m on m.id = mapping.${memberColumn}
    join ${owner.table} o on o.id = mapping.${ownerColumn}
    where ${filter.member === undefined ? sql`true` : sql`m.${member.code} = ${filter.member}`}
      and ${filter.owner === undefined ? sql`true` : sql`o.${owner.code} = ${filter.owner}`}
    order by m.${member.code}, period
    limit ${filter.limit ?? null} offset ${filter.offset ?? 0}`)
  return rows.map((row) => ({ kind, ...row }))
}
