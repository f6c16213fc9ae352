import type { Actor } from '@/lib/auth/actor'
import { type Scope, scopeFor } from '@/lib/auth/scope'
import type { FrozenReader } from '@/lib/db/schema/exports'

/** What an actor sees now, to be kept beside a file that is written later. */
export function freezeReader(actor: Actor): FrozenReader {
  const scope = scopeFor(actor, 'finance.read')
  const role = scope.everything || actor.kind !== 'user' ? null : actor.role
  return { role, teamIds: scope.teamIds, costCenterIds: scope.costCenterIds }
}

/** The scope that was frozen: a file holds what its creator saw when they asked, whatever became of them since. */
export function thawScope({ role, teamIds, costCenterIds }: FrozenReader): Scope {
  if (role === null) return scopeFor({ kind: 'system', name: 'job' }, 'finance.read')
  const someone = { kind: 'user', id: '', name: '', email: '', sessionId: '' } as const
  return scopeFor({ ...someone, role, teamIds, costCenterIds }, 'finance.read')
}

/** Whether somebody may see now all that a file holds: who lost a team since, no longer does. */
export function covers(scope: Scope, reader: FrozenReader): boolean {
  if (scope.everything) return true
  if (reader.role === null) return false
  const has = (ids: readonly string[], needed: readonly string[]) => needed.every((id) => ids.includes(id))
  return has(scope.teamIds, reader.teamIds) && has(scope.costCenterIds, reader.costCenterIds)
}

/** Who somebody is, whatever they are called. */
export function identify(actor: Actor): { kind: Actor['kind']; id: string } {
  return { kind: actor.kind, id: actor.kind === 'system' ? actor.name : actor.id }
}
