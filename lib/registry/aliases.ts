import { type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { AuditFacts } from '@/lib/audit/command'
import type { Database } from '@/lib/db/client'
import { registryAlias } from '@/lib/db/schema/registry'
import { AppError, type FieldError } from '@/lib/errors'
import { callIdMessage, looksLikeCallId } from './call-id'
import { kindTables } from './kind-tables'
import { type AliasKind, aliasKinds, kindFacts } from './kinds'

/** Another name, and the slug or code that is meant by it. */
export interface Alias {
  readonly kind: AliasKind
  /** In lower case, without blanks at its edges. */
  readonly alias: string
  readonly target: string
}

export const aliasKindSchema = z.enum(aliasKinds, `is one of ${aliasKinds.join(', ')}`)

/** A name as usage sends it: free text, because what is sent is not ours to choose. Upper and lower case do not count. */
export const aliasNameSchema = z
  .string('is needed, as text')
  .trim()
  .toLowerCase()
  .min(1, 'is needed')
  .max(200, 'is at most 200 characters')
  .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'is one line of text, without control characters')

export const addAliasSchema = z.object({
  kind: aliasKindSchema,
  alias: aliasNameSchema,
  target: z.string('is needed, as text').trim().min(1, 'is needed').max(200, 'is at most 200 characters'),
})

export const aliasNouns: Readonly<Record<AliasKind, string>> = {
  team: kindFacts.team.noun,
  cost_center: kindFacts.cost_center.noun,
  project: kindFacts.project.noun,
  service: kindFacts.service.noun,
  environment: 'environment',
}

/** What must be known of the registry to judge an alias. */
export interface AliasFacts {
  /** What is registered and in use under the alias itself, by slug or code; null for nothing. */
  readonly registered: string | null
  /** Whether the target is registered, whatever its state; an environment is never. */
  readonly isTargetKnown: boolean
  readonly isTargetArchived: boolean
  /** What the target itself stands for, as an alias; null where it is none. */
  readonly targetStandsFor: string | null
  /** An alias whose target this alias is; null for none. */
  readonly standsForAlias: string | null
}

/** Why an alias is refused; null where nothing speaks against it. */
export function findAliasFault({ kind, alias, target }: Alias, facts: AliasFacts): FieldError | null {
  const noun = aliasNouns[kind]
  const atAlias = (message: string) => ({ path: 'alias', message })
  const atTarget = (message: string) => ({ path: 'target', message })
  if (alias === target.toLowerCase() && kind !== 'cost_center')
    return atAlias('is the target itself: upper and lower case never count')
  if (kind !== 'environment' && kind !== 'cost_center' && looksLikeCallId(alias)) return atAlias(callIdMessage)
  if (facts.registered !== null && facts.registered !== target) {
    return atAlias(`is itself a registered ${noun} in use (${facts.registered}): merge it into "${target}", or archive it first`)
  }
  if (facts.targetStandsFor !== null) return atTarget(`is itself an alias: name "${facts.targetStandsFor}", for which it stands`)
  if (facts.standsForAlias !== null) {
    return atAlias(`is what "${facts.standsForAlias}" stands for: let that stand for "${target}" first`)
  }
  if (kind === 'environment') return null
  if (!facts.isTargetKnown) return atTarget(`no ${noun} is registered as "${target}"`)
  return facts.isTargetArchived ? atTarget(`the ${noun} "${target}" is archived: restore it first, or name another`) : null
}

/**
 * Adds an alias; one that stands for the same already changes nothing.
 *
 * @throws AppError `invalid` with the reason against it, `conflict` where the name stands for something else.
 */
export async function insertAlias(tx: Database, wanted: Alias): Promise<AuditFacts[]> {
  const { kind, alias, target } = wanted
  const [taken] = await tx.execute<{ target: string }>(sql`
    select target from ${registryAlias} where kind = ${kind} and alias = ${alias} for update`)
  if (taken?.target === target) return []
  const fault = findAliasFault(wanted, await readAliasFacts(tx, wanted))
  if (fault) throw new AppError('invalid', `${fault.path}: ${fault.message}.`, { errors: [fault] })
  if (taken) {
    const message = `stands for "${taken.target}" already: remove that alias first`
    throw new AppError('conflict', `alias: ${message}.`, { errors: [{ path: 'alias', message }] })
  }
  const [created] = await tx.insert(registryAlias).values(wanted).returning()
  if (!created) throw new Error('an alias was not stored')
  return [tellAlias(created.id, wanted, 'added')]
}

/** An alias that came or went, for the audit. */
export function tellAlias(id: string, { kind, alias, target }: Alias, what: 'added' | 'removed'): AuditFacts {
  const facts = { kind, alias, target }
  const subject = { kind: 'alias', id, name: alias }
  return { subject, before: what === 'added' ? null : facts, after: what === 'added' ? facts : null }
}

async function readAliasFacts(tx: Database, { kind, alias, target }: Alias): Promise<AliasFacts> {
  const [facts] = await tx.execute<AliasFacts & Record<string, unknown>>(sql`
    select ${kind === 'environment' ? nothingRegistered : registeredAs(kind, alias, target)},
      (select target from ${registryAlias} where kind = ${kind} and alias = lower(${target}) and target <> ${target}) as "targetStandsFor",
      (select alias from ${registryAlias} where kind = ${kind} and lower(target) = ${alias} and target <> ${target} limit 1) as "standsForAlias"`)
  if (!facts) throw new Error('a select without from answers one row')
  return facts
}

const nothingRegistered = sql`null::text as registered, true as "isTargetKnown", false as "isTargetArchived"`

function registeredAs(kind: Exclude<AliasKind, 'environment'>, alias: string, target: string): SQL {
  const { table, code } = kindTables[kind]
  // A team is in use until the day from which it is archived; that this day is days ahead does not matter to a mere name.
  const inUse = sql`archived_at is null`
  return sql`
    (select ${code} from ${table} where lower(${code}) = ${alias} and ${code} <> ${target} and ${inUse} limit 1) as registered,
    exists (select from ${table} where ${code} = ${target}) as "isTargetKnown",
    exists (select from ${table} where ${code} = ${target} and not (${inUse})) as "isTargetArchived"`
}

/**
 * Refuses a new slug or code that is an alias already: what sends it would change hands without a word.
 *
 * @throws AppError `conflict`, naming what it stands for.
 */
export async function assertNoAlias(tx: Database, kind: AliasKind, codes: readonly string[], path: string): Promise<void> {
  const [taken] = await tx.execute<{ alias: string; target: string }>(sql`
    select alias, target from ${registryAlias} where kind = ${kind}
      and alias in (select lower(value) from jsonb_array_elements_text(${JSON.stringify(codes)}::text::jsonb)) 
      and alias <> lower(target) limit 1`)
  if (!taken) return
  const message = `"${taken.alias}" is an alias of "${taken.target}": remove the alias first`
  throw new AppError('conflict', `${path}: ${message}.`, { errors: [{ path, message }] })
}

/** Lets everything that stood for one name stand for another: what a merge leaves behind. */
export async function redirectAliases(tx: Database, kind: AliasKind, from: string, to: string): Promise<void> {
  await tx.execute(sql`delete from ${registryAlias} where kind = ${kind} and target = ${from} and alias = lower(${to})`)
  await tx.execute(sql`update ${registryAlias} set target = ${to} where kind = ${kind} and target = ${from}`)
}

export interface AliasRow extends Record<string, unknown>, Alias {
  readonly id: string
  /** Days as instants in ISO form. */
  readonly createdAt: string
}

interface AliasQuery {
  readonly kind?: AliasKind
  readonly target?: string
  readonly search?: string
  readonly limit?: number
  readonly offset?: number
}

/** Aliases by kind and name, some of them. */
export async function listAliases(db: Database, query: AliasQuery = {}): Promise<AliasRow[]> {
  const { limit = null, offset = 0 } = query
  return db.execute<AliasRow>(sql`
    select id, kind, alias, target, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "createdAt"
    from ${registryAlias} where ${whereAlias(query)} order by kind, alias limit ${limit} offset ${offset}`)
}

export async function countAliases(db: Database, query: AliasQuery = {}): Promise<number> {
  const [row] = await db.execute<{ count: number }>(
    sql`select count(*)::int as count from ${registryAlias} where ${whereAlias(query)}`,
  )
  return row?.count ?? 0
}

function whereAlias({ kind, target, search = '' }: AliasQuery): SQL {
  const wanted = search.trim().toLowerCase()
  return sql`${kind === undefined ? sql`true` : sql`kind = ${kind}`}
    and ${target === undefined ? sql`true` : sql`target = ${target}`}
    and ${wanted === '' ? sql`true` : sql`(position(${wanted} in alias) > 0 or position(${wanted} in lower(target)) > 0)`}`
}
