import { sql } from 'drizzle-orm'
import { type AuditFacts, command } from '@/lib/audit/command'
import type { Actor } from '@/lib/auth/actor'
import type { Database } from '@/lib/db/client'
import { toRangeText } from '@/lib/registry/dated-spans'
import { beginRegistryChange } from '@/lib/registry/registry-version'
import { actorLabel } from '../actor-label'
import { loadOwnerFacts, lockAttribution, reattribute } from '../attribute-series'
import { runnerFor } from '../sql-runner'
import { changeRules, type RuleRow } from './change-rules'
import { describeCondition } from './conditions'
import { findChange } from './find-change'
import { listRules } from './queries'
import { createRuleSchema, moveRuleSchema, type RuleChange, ruleIdSchema, updateRuleSchema } from './schema'

/** What a change of the rules did. */
export interface RuleOutcome {
  readonly id: string
  /** How many series have another owner or project than before, on some day, or have the same by another rule. */
  readonly series: number
}

/** Adds a rule or a decision; it decides at once, for all days of its period. */
export const createRule = command({
  name: 'rule.create',
  permission: 'registry.edit',
  input: createRuleSchema,
  run: ({ tx, actor, now }, rule) => applyRuleChange({ tx, actor, now }, { action: 'create', rule }),
})

/** Changes what a rule looks at, what it assigns, its days, its name or its note. */
export const updateRule = command({
  name: 'rule.update',
  permission: 'registry.edit',
  input: updateRuleSchema,
  run: ({ tx, actor, now }, rule) => applyRuleChange({ tx, actor, now }, { action: 'update', rule }),
})

/** Has a rule tried earlier or later than others of its kind. */
export const moveRule = command({
  name: 'rule.move',
  permission: 'registry.edit',
  input: moveRuleSchema,
  run: ({ tx, actor, now }, rule) => applyRuleChange({ tx, actor, now }, { action: 'move', rule }),
})

/** Undoes a rule: from then on it is as if it had never been. Its row stays, and who made it. */
export const retireRule = command({
  name: 'rule.retire',
  permission: 'registry.edit',
  input: ruleIdSchema,
  run: ({ tx, actor, now }, rule) => applyRuleChange({ tx, actor, now }, { action: 'retire', rule }),
})

/** Takes a rule that was undone into use again, in the place that it had. */
export const restoreRule = command({
  name: 'rule.restore',
  permission: 'registry.edit',
  input: ruleIdSchema,
  run: ({ tx, actor, now }, rule) => applyRuleChange({ tx, actor, now }, { action: 'restore', rule }),
})

interface RuleContext {
  readonly tx: Database
  readonly actor: Actor
  readonly now: Date
}

/**
 * A change of the rules within a command, with the audit facts that tell it: stores it and attributes all series anew, under
 * the attribution lock. For commands that come with a permission of their own, such as deciding a dispute. It holds for any
 * day, also long ago; where months are closed, reports tell what is true now apart from what was booked, and here is where a
 * change that reaches into them is found.
 *
 * @throws AppError `invalid`, `conflict` or `not_found`.
 */
export async function applyRuleChange(
  context: RuleContext,
  change: RuleChange,
): Promise<{ result: RuleOutcome; audit: readonly AuditFacts[] }> {
  const { ids, series, audit } = await applyRuleChanges(context, [change])
  return { result: { id: ids[0] ?? '', series }, audit }
}

/**
 * Several changes of the rules, one after the other, with one attribution at the end: as much work as for one.
 *
 * @returns the rules' ids in the order of the changes.
 * @throws AppError as for one.
 */
export async function applyRuleChanges(
  { tx, actor, now }: RuleContext,
  changes: readonly RuleChange[],
): Promise<{ ids: readonly string[]; series: number; audit: readonly AuditFacts[] }> {
  await lockAttribution(tx)
  await beginRegistryChange(tx)
  const facts = await loadOwnerFacts(runnerFor(tx))
  const ids: string[] = []
  const audit: AuditFacts[] = []
  const nameTarget = targetNames(tx)
  let rules: readonly RuleRow[] = await listRules(tx)
  for (const change of changes) {
    const found = await findChange(tx, facts, rules, change)
    const after = changeRules(rules, found)
    const id = change.action === 'create' ? found.newId : change.rule.id
    const told = await auditChange(nameTarget, id, rules, after)
    if (told.length > 0) await storeRule(tx, after, id, { createdBy: actorLabel(actor), now })
    ids.push(id)
    audit.push(...told)
    rules = after
  }
  if (audit.length === 0) return { ids, series: 0, audit }
  await storePositions(tx, rules)
  const { changed } = await reattribute(tx, { all: true })
  return { ids, series: changed, audit }
}

/** Stores the one rule that a change is about. */
async function storeRule(
  tx: Database,
  rules: readonly RuleRow[],
  id: string,
  { createdBy, now }: { createdBy: string; now: Date },
): Promise<void> {
  const rule = rules.find((one) => one.id === id)
  if (!rule) throw new Error('the rule that was changed is gone')
  const idOf = (kind: RuleRow['target']['kind']) => (rule.target.kind === kind ? rule.target.id : null)
  const at = now.toISOString()
  await tx.execute(sql`
    insert into attribution_rule (id, name, kind, position, conditions, period, team_id, pool_id, project_id, note, created_by, created_at,
      updated_at, retired_at)
    values (${id}, ${rule.name}, ${rule.kind}, 0, ${JSON.stringify(rule.conditions)}::text::jsonb, ${toRangeText(rule)}::daterange,
      ${idOf('team')}, ${idOf('pool')}, ${idOf('project')}, ${rule.note}, ${createdBy}, ${at}, ${at}, ${rule.isRetired ? at : null}::timestamptz)
    on conflict (id) do update set name = excluded.name, conditions = excluded.conditions, period = excluded.period,
      team_id = excluded.team_id, pool_id = excluded.pool_id, project_id = excluded.project_id, note = excluded.note,
      updated_at = excluded.updated_at, retired_at = excluded.retired_at`)
}

/** Stores the places of all rules. */
async function storePositions(tx: Database, rules: readonly RuleRow[]): Promise<void> {
  await tx.execute(sql`
    update attribution_rule rule set position = placed.position
    from jsonb_to_recordset(${JSON.stringify(rules.map((one, index) => ({ id: one.id, position: index + 1 })))}::text::jsonb)
      as placed (id uuid, position int)
    where rule.id = placed.id and rule.position <> placed.position`)
}

type NameTarget = (target: RuleRow['target']) => Promise<string>

/** What rules assign, by name; of many that assign the same, it is looked up once. */
function targetNames(tx: Database): NameTarget {
  const names = new Map<string, Promise<string>>()
  const find = async ({ kind, id }: RuleRow['target']) => {
    const table = sql.identifier(kind === 'pool' ? 'shared_pool' : kind)
    const [target] = await tx.execute<{ slug: string }>(sql`select slug from ${table} where id = ${id}`)
    return target?.slug ?? id
  }
  return (target) => {
    const name = names.get(target.id) ?? find(target)
    names.set(target.id, name)
    return name
  }
}

async function auditChange(
  nameTarget: NameTarget,
  id: string,
  before: readonly RuleRow[],
  after: readonly RuleRow[],
): Promise<AuditFacts[]> {
  const [was, is] = await Promise.all([before, after].map((rules) => tellRule(nameTarget, id, rules)))
  if (JSON.stringify(was) === JSON.stringify(is)) return []
  return [{ subject: { kind: 'rule', id, name: String(is?.name ?? '') }, before: was ?? null, after: is ?? null }]
}

/** A rule in the words of the audit log; null where it is not there. */
async function tellRule(nameTarget: NameTarget, id: string, rules: readonly RuleRow[]): Promise<Record<string, unknown> | null> {
  // Counted, not listed: there may be thousands of rules, and hundreds that change at once.
  const ofKind = { rule: 0, decision: 0 }
  let rule: RuleRow | undefined
  for (const one of rules) {
    if (one.id === id) {
      rule = one
      break
    }
    if (!one.isRetired) ofKind[one.kind] += 1
  }
  if (!rule) return null
  return {
    name: rule.name,
    kind: rule.kind,
    conditions: rule.conditions.map(describeCondition),
    assigns: `${rule.target.kind} ${await nameTarget(rule.target)}`,
    from: rule.from,
    to: rule.to,
    note: rule.note,
    position: ofKind[rule.kind] + 1,
    undone: rule.isRetired,
  }
}
