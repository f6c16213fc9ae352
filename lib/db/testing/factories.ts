import { randomUUID } from 'node:crypto'
import { createTeam } from '@/lib/attribution/team-commands'
import type { KeyActor, SystemActor, UserActor } from '@/lib/auth/actor'
import type { KeyScope, Role } from '@/lib/auth/permissions'
import { findKeyActor } from '@/lib/auth/request-actor'
import { findSessionActor, openSession } from '@/lib/auth/sessions'
import type { Database } from '@/lib/db/client'
import { createKey } from '@/lib/keys/commands'
import { createCostCenter } from '@/lib/registry/commands'
import { createUser } from '@/lib/users/commands'

/** Who makes the things below: the operator's command line. */
export const operator: SystemActor = { kind: 'system', name: 'cli' }

/** The password of everyone whom `makeUser` makes without another one. */
export const testPassword = 'correct horse battery'

/** A slug that no other call gets. */
export const uniqueSlug = (noun: string) => `${noun}-${randomUUID().slice(0, 8)}`

/** Registers a team. */
export function makeTeam(db: Database, { slug = uniqueSlug('team'), name = 'A team' } = {}) {
  return createTeam(db, operator, { slug, name })
}

/** Registers a cost centre. */
export function makeCostCenter(db: Database, { code = uniqueSlug('cc'), name = 'A cost centre' } = {}) {
  return createCostCenter(db, operator, { code, name })
}

interface UserOptions {
  role?: Role
  email?: string
  name?: string
  password?: string
  /** Slugs. A lead or an engineer without any gets a team made for them. */
  teams?: string[]
  /** Codes. */
  costCenters?: string[]
}

/** Adds a person who can sign in, by default an administrator. */
export async function makeUser(db: Database, options: UserOptions = {}) {
  const { role = 'admin', costCenters = [], password = testPassword } = options
  const { email = `${uniqueSlug(role)}@example.com`, name = `A ${role}` } = options
  const isUnassigned = (role === 'lead' || role === 'engineer') && !options.teams && costCenters.length === 0
  const teams = options.teams ?? (isUnassigned ? [(await makeTeam(db)).slug] : [])
  const { id } = await createUser(db, operator, { email, name, password, role, teams, costCenters })
  return { id, email, password, role, teams, costCenters }
}

/** Opens a session of a person, as signing in would. */
export function makeSession(db: Database, userId: string): Promise<string> {
  return openSession(db, { userId, address: '192.0.2.7', userAgent: 'vitest' })
}

/** A signed-in person. */
export async function userActor(db: Database, options: UserOptions = {}): Promise<UserActor> {
  const { id } = await makeUser(db, options)
  const actor = await findSessionActor(db, await makeSession(db, id))
  if (!actor) throw new Error('a session just opened was not found')
  return actor
}

export const adminActor = (db: Database, options: UserOptions = {}) => userActor(db, { ...options, role: 'admin' })
export const leadActor = (db: Database, options: UserOptions = {}) => userActor(db, { ...options, role: 'lead' })
export const engineerActor = (db: Database, options: UserOptions = {}) => userActor(db, { ...options, role: 'engineer' })
export const auditorActor = (db: Database, options: UserOptions = {}) => userActor(db, { ...options, role: 'auditor' })

interface KeyOptions {
  name?: string
  scopes?: KeyScope[]
  /** Slug of the source; an ingest key without one gets one made for it. */
  source?: string
  expiresAt?: Date | null
}

/** Makes an API key, by default one that reads reports. */
export function makeKey(
  db: Database,
  { name = uniqueSlug('key'), scopes = ['reports:read'], source, expiresAt = null }: KeyOptions = {},
) {
  const slug = source ?? (scopes.includes('ingest') ? uniqueSlug('source') : undefined)
  return createKey(db, operator, { name, scopes, source: slug, expiresAt })
}

/** A program with a key. */
export async function keyActor(db: Database, options: KeyOptions = {}): Promise<KeyActor> {
  return findKeyActor(db, (await makeKey(db, options)).secret)
}
