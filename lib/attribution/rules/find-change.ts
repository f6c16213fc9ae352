import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import type { OwnerFacts, RuleFact } from '@/lib/registry/owner-facts'
import type { FoundChange, RuleRow } from './change-rules'
import type { RuleChange } from './schema'

/**
 * Finds what a change names, in the registry and among the declared labels.
 *
 * @throws AppError `invalid`, naming the field of what is not there or no longer in use.
 */
export async function findChange(
  tx: Database,
  facts: OwnerFacts,
  rows: readonly RuleRow[],
  change: RuleChange,
): Promise<FoundChange> {
  const newId = crypto.randomUUID()
  if (change.action === 'restore') await assertPoolInUse(tx, rows, change.rule.id)
  if (change.action !== 'create' && change.action !== 'update') return { change, target: null, newId }
  for (const [index, { dimension }] of (change.rule.conditions ?? []).entries()) {
    if (!dimension.startsWith('label:') || facts.labels.has(dimension.slice('label:'.length))) continue
    const known =
      facts.labels.size === 0 ? 'none are declared' : `use ${[...facts.labels.keys()].map((name) => `label:${name}`).join(', ')}`
    throw refuse(`conditions[${index}].dimension`, `“${dimension}” is no declared label: ${known}`)
  }
  const target = await findTarget(tx, change.rule)
  if (change.action === 'update' && target === null) await assertPoolInUse(tx, rows, change.rule.id)
  return { change, target, newId }
}

/** A pool is archived only when no rule gives it spend, today or later: none that did before may begin to. */
async function assertPoolInUse(tx: Database, rows: readonly RuleRow[], ruleId: string): Promise<void> {
  const target = rows.find(({ id }) => id === ruleId)?.target
  if (target?.kind !== 'pool') return
  const [pool] = await tx.execute<{ slug: string }>(
    sql`select slug from shared_pool where id = ${target.id} and archived_at is not null`,
  )
  if (pool) throw refuse('pool', `the pool "${pool.slug}" is archived: restore it first, or name another`)
}

interface NamedTarget {
  readonly team?: string | null | undefined
  readonly pool?: string | null | undefined
  readonly project?: string | null | undefined
}

async function findTarget(tx: Database, named: NamedTarget): Promise<RuleFact['target'] | null> {
  for (const kind of ['team', 'pool', 'project'] as const) {
    const slug = named[kind]
    if (slug === null || slug === undefined) continue
    const table = sql.identifier(kind === 'pool' ? 'shared_pool' : kind)
    const [row] = await tx.execute<{ id: string; isArchived: boolean }>(
      sql`select id, archived_at is not null as "isArchived" from ${table} where slug = ${slug}`,
    )
    if (!row) throw refuse(kind, `no ${kind} is registered as "${slug}"`)
    if (row.isArchived) throw refuse(kind, `the ${kind} "${slug}" is archived: restore it first, or name another`)
    return { kind, id: row.id }
  }
  return null
}

function refuse(path: string, message: string): AppError {
  return new AppError('invalid', `${path}: ${message}.`, { errors: [{ path, message }] })
}
