import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import { type AuditFacts, command } from '@/lib/audit/command'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { CalendarDate } from '@/lib/time/calendar'
import { assertNoAlias } from './aliases'
import { kindTables } from './kind-tables'
import { canHaveAlias, kindFacts, type MappingKind, mappingFacts, mappingsInto, type RegistryKind } from './kinds'
import { applyMapping, endMappings } from './mapping-commands'
import { beginRegistryChange, findReportingDay } from './registry-version'
import { idSchema, renameSchema } from './schema'

/** What a change of the registry begins and ends with: nothing more than its version, or the attribution that it decides. */
export interface ChangeFrame {
  begin: (tx: Database) => Promise<void>
  /** @returns how many series have another owner now. */
  finish: (tx: Database) => Promise<number>
}

/** For what decides no owner. */
export const plainFrame: ChangeFrame = { begin: beginRegistryChange, finish: async () => 0 }

/** What is new, as its command read it: the code, the name, and what it belongs to from the beginning. */
export interface NewEntry {
  readonly code: string
  readonly name: string
  readonly parents: readonly { kind: MappingKind; owner: string | null; isExclusive?: boolean }[]
}

/** Registers one of the kinds that are no more than a code and a name. */
export async function insertEntry(
  tx: Database,
  kind: RegistryKind,
  { code, name, parents }: NewEntry,
): Promise<{ result: { id: string; code: string }; audit: AuditFacts[] }> {
  const { table, code: column } = kindTables[kind]
  const { noun, codeField } = kindFacts[kind]
  if (canHaveAlias(kind)) await assertNoAlias(tx, kind, [code], codeField)
  const [created] = await tx.execute<{ id: string }>(sql`
    insert into ${table} (${column}, name) values (${code}, ${name}) on conflict (${column}) do nothing returning id`)
  if (!created) {
    const message = `this ${codeField} is taken by another ${noun}`
    throw new AppError('conflict', `${codeField}: ${message}.`, { errors: [{ path: codeField, message }] })
  }
  const subject = { kind, id: created.id, name: code }
  const audit: AuditFacts[] = [{ subject, before: null, after: { [codeField]: code, name } }]
  for (const { kind: mapping, owner, isExclusive } of parents) {
    if (owner === null) continue
    const change = { kind: mapping, member: code, owner, isExclusive, from: null, to: null }
    audit.push(...(await applyMapping(tx, change)).audit)
  }
  return { result: { id: created.id, code }, audit }
}

/** The four things that are done to a kind which is no more than a code and a name. */
export function defineEntryCommands<Input extends z.ZodType>(
  kind: RegistryKind,
  { create, read, frame }: { create: Input; read: (input: z.output<Input>) => NewEntry; frame: ChangeFrame },
) {
  return {
    /** Registers one under a name that cannot be changed later. */
    create: command({
      name: `${kind}.create`,
      permission: 'registry.edit',
      input: create,
      async run({ tx }, input) {
        await frame.begin(tx)
        const outcome = await insertEntry(tx, kind, read(input))
        await frame.finish(tx)
        return outcome
      },
    }),
    /** Changes the display name; what was booked under the code stays. */
    rename: command({
      name: `${kind}.rename`,
      permission: 'registry.edit',
      input: renameSchema,
      async run({ tx }, { id, name }) {
        await beginRegistryChange(tx)
        const before = await lockEntry(tx, kind, id)
        if (before.name === name) return { result: undefined, audit: [] }
        await tx.execute(sql`update ${kindTables[kind].table} set name = ${name} where id = ${id}`)
        const subject = { kind, id, name: before.code }
        return { result: undefined, audit: [{ subject, before: { name: before.name }, after: { name } }] }
      },
    }),
    /**
     * Takes it out of use: from today on it belongs to nothing, and the days before stay as they are. Refused while something
     * belongs to it, today or later.
     */
    archive: command({
      name: `${kind}.archive`,
      permission: 'registry.edit',
      input: idSchema,
      async run({ tx, now }, { id }) {
        await frame.begin(tx)
        const before = await lockEntry(tx, kind, id)
        if (before.isArchived) return { result: undefined, audit: [] }
        const today = await findReportingDay(tx, now)
        await assertNoMembers(tx, kind, before, today)
        const audit = [await setArchived(tx, kind, before, now), ...(await endMappings(tx, kind, before, today))]
        await frame.finish(tx)
        return { result: undefined, audit }
      },
    }),
    /** Takes it into use again. It belongs to nothing until it is mapped anew. */
    restore: command({
      name: `${kind}.restore`,
      permission: 'registry.edit',
      input: idSchema,
      async run({ tx }, { id }) {
        await frame.begin(tx)
        const before = await lockEntry(tx, kind, id)
        if (!before.isArchived) return { result: undefined, audit: [] }
        if (canHaveAlias(kind)) await assertNoAlias(tx, kind, [before.code], 'archived')
        const audit = await setArchived(tx, kind, before, null)
        await frame.finish(tx)
        return { result: undefined, audit: [audit] }
      },
    }),
  }
}

export interface LockedEntry extends Record<string, unknown> {
  id: string
  code: string
  name: string
  isArchived: boolean
}

/** One entry by its id, kept as it is until the commit. */
export async function lockEntry(tx: Database, kind: RegistryKind, id: string): Promise<LockedEntry> {
  const { table, code } = kindTables[kind]
  const [found] = await tx.execute<LockedEntry>(sql`
    select id, ${code} as code, name, archived_at is not null as "isArchived"
    from ${table} where id = ${id}::uuid for no key update`)
  if (!found) throw new AppError('not_found', `No such ${kindFacts[kind].noun}.`)
  return found
}

/** Takes an entry other than a team out of use at an instant, or into use again. */
export async function setArchived(tx: Database, kind: RegistryKind, entry: LockedEntry, at: Date | null): Promise<AuditFacts> {
  await tx.execute(
    sql`update ${kindTables[kind].table} set archived_at = ${at === null ? null : at.toISOString()}::timestamptz where id = ${entry.id}::uuid`,
  )
  const subject = { kind, id: entry.id, name: entry.code }
  return { subject, before: { archived: at === null }, after: { archived: at !== null } }
}

const namedMembers = 5

/**
 * Refuses to take something out of use while anything belongs to it on a day or later: what that spends would be booked there.
 *
 * @throws AppError `conflict`, naming the first of them.
 */
export async function assertNoMembers(tx: Database, kind: RegistryKind, { id, code }: LockedEntry, day: CalendarDate) {
  for (const mapping of mappingsInto(kind)) {
    const members = await listMembers(tx, mapping, id, day)
    if (members.length === 0) continue
    const { plural } = kindFacts[mappingFacts[mapping].member]
    const more = members.length > namedMembers ? ` and ${members.length - namedMembers} more` : ''
    const names = members.slice(0, namedMembers).join(', ')
    const message = `${plural} belong to it today or later (${names}${more}): move them to another ${kindFacts[kind].noun} first`
    throw new AppError('conflict', `${code} cannot be archived: ${message}.`, { errors: [{ path: 'archived', message }] })
  }
}

async function listMembers(tx: Database, mapping: MappingKind, ownerId: string, day: CalendarDate): Promise<string[]> {
  const { member, owner } = mappingFacts[mapping]
  const isTeam = member === 'team'
  const rows = await tx.execute<{ code: string }>(sql`
    select distinct m.${kindTables[member].code} as code
    from ${sql.identifier(mapping)} mapping
    join ${kindTables[member].table} m on m.id = mapping.${sql.identifier(`${member}_id`)}
    where mapping.${sql.identifier(`${owner}_id`)} = ${ownerId}::uuid and mapping.period && daterange(${day}::date, null)
      and ${
        isTeam
          ? sql`(m.archived_from is null or mapping.period && daterange(${day}::date, greatest(m.archived_from, ${day}::date)))`
          : sql`m.archived_at is null`
      }
    order by code`)
  return rows.map(({ code }) => code)
}
