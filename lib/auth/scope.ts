import { type Actor, assertMay } from './actor'
import type { Permission } from './permissions'

declare const scopeBrand: unique symbol

/**
 * Which rows a reader may see. Only `scopeFor` makes one, and every query of owned data takes one right after the
 * database, so that a read cannot forget it. `everything` sees all; otherwise a row counts where one of the teams or cost
 * centres owns it, and empty lists see nothing.
 */
export type Scope = {
  readonly [scopeBrand]: true
  readonly everything: boolean
  readonly teamIds: readonly string[]
  readonly costCenterIds: readonly string[]
}

/**
 * The scope in which `actor` holds `permission`.
 *
 * @throws AppError `forbidden` where the actor does not hold it at all.
 */
export function scopeFor(actor: Actor, permission: Permission): Scope {
  assertMay(actor, permission)
  const bounded = actor.kind === 'user' && (actor.role === 'lead' || actor.role === 'engineer')
  return {
    everything: !bounded,
    teamIds: bounded ? actor.teamIds : [],
    // An engineer is bounded by teams alone; a cost centre says nothing about what they work on.
    costCenterIds: bounded && actor.role === 'lead' ? actor.costCenterIds : [],
  } as Scope
}
