import type { RuleCondition } from '@/lib/db/schema/attribution'
import { AppError } from '@/lib/errors'
import { type DayBounds, hasDays } from '@/lib/registry/dated-spans'
import type { RuleFact } from '@/lib/registry/owner-facts'
import type { RuleChange } from './schema'

/** A rule as it is stored, also one that is undone. */
export interface RuleRow extends DayBounds {
  readonly id: string
  readonly name: string
  readonly kind: 'rule' | 'decision'
  readonly conditions: readonly RuleCondition[]
  readonly target: RuleFact['target']
  readonly note: string | null
  readonly isRetired: boolean
}

/** A change with what it names found in the registry. */
export interface FoundChange {
  readonly change: RuleChange
  /** Of `create` and `update`: what it assigns; null where an update leaves that. */
  readonly target: RuleFact['target'] | null
  /** The id that a new rule gets. */
  readonly newId: string
}

/**
 * All rules after a change, in order: decisions, then rules, each kind in the order in which it is tried. Those that are undone
 * keep their places, so that one that is taken into use again is where it was. Pure, so that a preview and the change itself
 * cannot differ.
 *
 * @param rows all rules, in order.
 * @throws AppError `not_found`, or `invalid` naming the field.
 */
export function changeRules(rows: readonly RuleRow[], { change, target, newId }: FoundChange): RuleRow[] {
  if (change.action === 'create') {
    const { position, team: _team, pool: _pool, project: _project, ...rule } = change.rule
    if (!target) throw new Error('a new rule assigns nothing')
    const created = { ...rule, id: newId, target, isRetired: false }
    // The latest decision is the best informed; a rule is an exception to none that was there before.
    return insertAt(rows, created, position ?? (rule.kind === 'decision' ? 1 : Number.MAX_SAFE_INTEGER))
  }
  const { id } = change.rule
  const found = rows.find((row) => row.id === id)
  if (!found) throw new AppError('not_found', 'No such rule.')
  const replace = (row: RuleRow) => rows.map((one) => (one.id === id ? row : one))
  if (change.action === 'retire') return replace({ ...found, isRetired: true })
  if (change.action === 'restore') return replace({ ...found, isRetired: false })
  if (found.isRetired) throw new AppError('conflict', `The rule “${found.name}” is undone: take it into use again first.`)
  if (change.action === 'move') {
    return insertAt(
      rows.filter((row) => row.id !== id),
      found,
      change.rule.position,
    )
  }
  const { id: _id, team: _team, pool: _pool, project: _project, ...given } = change.rule
  const stated = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  const changed: RuleRow = { ...found, ...stated, target: target ?? found.target }
  if (!hasDays(changed)) {
    const message = 'is a day after "from": the day itself is no longer in the period'
    throw new AppError('invalid', `to: ${message}.`, { errors: [{ path: 'to', message }] })
  }
  return replace(changed)
}

/** Puts a rule where, counted among those in use of its kind, it is the one of that position. */
function insertAt(rows: readonly RuleRow[], rule: RuleRow, position: number): RuleRow[] {
  const ofKind = rows.filter(({ kind }) => kind === rule.kind)
  const before = ofKind.filter(({ isRetired }) => !isRetired)[position - 1]
  const index = before ? ofKind.indexOf(before) : ofKind.length
  const placed = [...ofKind.slice(0, index), rule, ...ofKind.slice(index)]
  const others = rows.filter(({ kind }) => kind !== rule.kind)
  return rule.kind === 'decision' ? [...placed, ...others] : [...others, ...placed]
}

/** Those in use, as attribution reads them. */
export function toRuleFacts(rows: readonly RuleRow[]): RuleFact[] {
  return rows
    .filter(({ isRetired }) => !isRetired)
    .map(({ id, name, kind, conditions, from, to, target }) => ({ id, name, kind, conditions, from, to, target }))
}
