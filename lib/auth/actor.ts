import { AppError } from '@/lib/errors'
import { type KeyScope, type Permission, type Role, roleMay, scopesMay } from './permissions'

/** A signed-in person, with the teams and cost centres that bound what a lead or an engineer sees. */
export interface UserActor {
  kind: 'user'
  id: string
  name: string
  email: string
  role: Role
  teamIds: readonly string[]
  costCenterIds: readonly string[]
  sessionId: string
}

/** A program with an API key. `sourceId` is set where the key may send usage. */
export interface KeyActor {
  kind: 'key'
  id: string
  name: string
  scopes: readonly KeyScope[]
  sourceId: number | null
}

/** The installation itself: the operator's command line, a job, the first-run page. */
export interface SystemActor {
  kind: 'system'
  name: 'cli' | 'job' | 'setup' | 'demo'
}

/** Who does something. Every command and every scope begins with one. */
export type Actor = UserActor | KeyActor | SystemActor

/** Whether the actor holds the permission. The operator at the command line holds all of them. */
export function actorMay(actor: Actor, permission: Permission): boolean {
  if (actor.kind === 'user') return roleMay(actor.role, permission)
  if (actor.kind === 'key') return scopesMay(actor.scopes, permission)
  return true
}

/**
 * Refuses an actor without the permission.
 *
 * @throws AppError `forbidden`, which names the permission so that an administrator can be asked for it.
 */
export function assertMay(actor: Actor, permission: Permission): void {
  if (actorMay(actor, permission)) return
  throw new AppError('forbidden', `This needs the permission "${permission}", which ${describeActor(actor)} does not have.`)
}

function describeActor(actor: Actor): string {
  if (actor.kind === 'user') return `the role "${actor.role}"`
  if (actor.kind === 'key') return `a key with the scopes ${actor.scopes.join(', ')}`
  return actor.name
}
