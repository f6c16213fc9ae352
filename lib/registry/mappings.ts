import { type SQL, sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { businessUnit, costCenter, costCenterBusinessUnit, team, teamCostCenter } from '@/lib/db/schema/registry'
import { AppError } from '@/lib/errors'
import { areSameSpans, type DatedSpan, type DayBounds, setSpan, toRangeText } from './dated-spans'

/** Which of the two dated mappings. */
export type MappingKind = 'team_cost_center' | 'cost_center_business_unit'

interface MappingTables {
  readonly table: typeof teamCostCenter | typeof costCenterBusinessUnit
  /** What is mapped. */
  readonly member: { table: SQL; noun: string; path: string; code: SQL; column: SQL }
  /** What it belongs to. */
  readonly owner: { table: SQL; noun: string; path: string; code: SQL; column: SQL }
}

const tables: Record<MappingKind, MappingTables> = {
  team_cost_center: {
    table: teamCostCenter,
    member: { table: sql`${team}`, noun: 'team', path: 'team', code: sql`slug`, column: sql`team_id` },
    owner: { table: sql`${costCenter}`, noun: 'cost centre', path: 'cost_center', code: sql`code`, column: sql`cost_center_id` },
  },
  cost_center_business_unit: {
    table: costCenterBusinessUnit,
    member: { table: sql`${costCenter}`, noun: 'cost centre', path: 'cost_center', code: sql`code`, column: sql`cost_center_id` },
    owner: {
      table: sql`${businessUnit}`,
      noun: 'business unit',
      path: 'business_unit',
      code: sql`slug`,
      column: sql`business_unit_id`,
    },
  },
}

/** One change of a mapping: where a member belongs during a span of days. */
export interface MappingChange extends DayBounds {
  readonly kind: MappingKind
  /** The slug or code of what is mapped. */
  readonly member: string
  /** The slug or code of what it belongs to then; null for nothing. */
  readonly owner: string | null
}

/** A member's history before and after a change, by slug or code. */
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
  const { table, member, owner } = tables[change.kind]
  const memberRow = await findByCode(tx, member, change.member, sql`for no key update`)
  const ownerRow = change.owner === null ? null : await findByCode(tx, owner, change.owner, sql`for share`)
  if (ownerRow?.isArchived) {
    throw refuse(owner.path, `the ${owner.noun} "${change.owner}" is archived: restore it first, or name another`)
  }
  const before = await readSpans(tx, change.kind, memberRow.id)
  const after = setSpan(before, change, ownerRow?.id ?? null)
  const changed = !areSameSpans(before, after)
  if (changed) {
    await tx.execute(sql`delete from ${table} where ${member.column} = ${memberRow.id}`)
    for (const span of after) {
      await tx.execute(sql`
        insert into ${table} (${member.column}, ${owner.column}, period)
        values (${memberRow.id}, ${span.value}, ${toRangeText(span)}::daterange)`)
    }
  }
  const names = await readCodes(
    tx,
    owner,
    [...before, ...after].map(({ value }) => value),
  )
  const named = (spans: readonly DatedSpan<string>[]) =>
    spans.map((span) => ({ ...span, value: names.get(span.value) ?? span.value }))
  return { memberId: memberRow.id, before: named(before), after: named(after), changed }
}

type Side = MappingTables['owner']

async function findByCode(tx: Database, side: Side, code: string, lock: SQL): Promise<{ id: string; isArchived: boolean }> {
  const [row] = await tx.execute<{ id: string; isArchived: boolean }>(sql`
    select id, archived_at is not null as "isArchived" from ${side.table} where ${side.code} = ${code} ${lock}`)
  if (!row) throw refuse(side.path, `no ${side.noun} is registered as "${code}"`)
  return row
}

async function readSpans(tx: Database, kind: MappingKind, memberId: string): Promise<DatedSpan<string>[]> {
  const { table, member, owner } = tables[kind]
  return tx.execute<{ from: string | null; to: string | null; value: string }>(sql`
    select lower(period)::text as "from", upper(period)::text as "to", ${owner.column} as value
    from ${table} where ${member.column} = ${memberId} order by period`)
}

async function readCodes(tx: Database, side: Side, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await tx.execute<{ id: string; code: string }>(sql`
    select id, ${side.code} as code from ${side.table}
    where id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb))`)
  return new Map(rows.map(({ id, code }) => [id, code]))
}

function refuse(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}.`, { errors: [{ path, message }] })
}

/** One span of a mapping as lists and files have it. */
export interface MappingRow {
  readonly kind: MappingKind
  readonly member: string
  readonly owner: string
  readonly from: string | null
  readonly to: string | null
}

/** Every span of the mappings of a kind, by member and in order of time. */
export async function listMappings(db: Database, kind: MappingKind): Promise<MappingRow[]> {
  const { table, member, owner } = tables[kind]
  const rows = await db.execute<{ member: string; owner: string; from: string | null; to: string | null }>(sql`
    select m.${member.code} as member, o.${owner.code} as owner, lower(period)::text as "from", upper(period)::text as "to"
    from ${table} mapping
    join ${member.table} m on m.id = mapping.${member.column}
    join ${owner.table} o on o.id = mapping.${owner.column}
    order by m.${member.code}, period`)
  return rows.map((row) => ({ kind, ...row }))
}
