import type { Actor } from '@/lib/auth/actor'

/**
 * Who did something, as rows keep it: a person's e-mail address, which stays when a name changes and is what an approver is
 * named by; a program's or the installation's name.
 */
export function actorLabel(actor: Actor): string {
  if (actor.kind === 'user') return actor.email.toLowerCase()
  return actor.kind === 'key' ? `API key ${actor.name}` : actor.name
}
