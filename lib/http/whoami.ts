import { type Actor, actorMay } from '@/lib/auth/actor'
import { type Permission, permissions } from '@/lib/auth/permissions'
import type { Handler } from './handler'
import { route } from './route'

/** `GET /api/v1/whoami`: who the credentials belong to and what they may do, to try a key before relying on it. */
export const getWhoami: Handler = route({ permission: null }, async ({ actor }) => describe(actor))

function describe(actor: Actor) {
  const allowed = Object.keys(permissions).filter((permission) => actorMay(actor, permission as Permission))
  if (actor.kind === 'user') return { kind: 'user', name: actor.name, email: actor.email, role: actor.role, permissions: allowed }
  if (actor.kind === 'key') return { kind: 'key', name: actor.name, scopes: actor.scopes, permissions: allowed }
  throw new Error('a request is never made by the system')
}
