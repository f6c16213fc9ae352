import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { command } from '@/lib/audit/command'
import { createKeySecret, hashKeySecret, keyPrefix } from '@/lib/auth/key-secret'
import type { Database } from '@/lib/db/client'
import { apiKey, source } from '@/lib/db/schema/auth'
import { AppError } from '@/lib/errors'
import { createKeySchema, rotateKeySchema } from './schema'

const hourMs = 3_600_000

/** What a source is where nothing else is said: canonical events from an SDK, below gateways and response bodies in rank. */
const defaultSource = { format: 'canonical', role: 'ledger', rank: 20 } as const

/** Makes an API key. Its secret is in the result and nowhere else, ever after. */
export const createKey = command({
  name: 'key.create',
  permission: 'key.edit',
  input: createKeySchema,
  async run({ tx, actor }, input) {
    const sourceId = input.source === undefined ? null : await ensureSource(tx, input.source, input.role)
    const secret = createKeySecret()
    const [created] = await tx
      .insert(apiKey)
      .values({
        name: input.name,
        prefix: keyPrefix(secret),
        keyHash: hashKeySecret(secret),
        scopes: [...new Set(input.scopes)],
        sourceId,
        createdBy: actor.name,
        expiresAt: input.expiresAt,
      })
      .returning({ id: apiKey.id })
    if (!created) throw new Error('a key was not stored')
    return {
      result: { id: created.id, secret },
      audit: [
        {
          subject: { kind: 'key', id: created.id, name: input.name },
          before: null,
          after: { prefix: keyPrefix(secret), scopes: input.scopes, source: input.source ?? null, expiresAt: input.expiresAt },
        },
      ],
    }
  },
})

/** Ends a key at once and for good. Revoking it twice changes nothing. */
export const revokeKey = command({
  name: 'key.revoke',
  permission: 'key.edit',
  input: z.object({ id: z.uuid('is the id that the list of keys shows') }),
  async run({ tx, now }, { id }) {
    const [key] = await tx.select().from(apiKey).where(eq(apiKey.id, id)).for('update')
    if (!key) throw new AppError('not_found', 'No such API key.')
    if (key.revokedAt) return { result: undefined, audit: [] }
    await tx.update(apiKey).set({ revokedAt: now }).where(eq(apiKey.id, id))
    const subject = { kind: 'key', id, name: key.name }
    return { result: undefined, audit: [{ subject, before: { revoked: false }, after: { revoked: true } }] }
  },
})

/**
 * Makes a key that may do what another one may, and lets that one end when the overlap is over, or before where it ends before. A
 * key with an end gets a successor that lives as long as it did.
 */
export const rotateKey = command({
  name: 'key.rotate',
  permission: 'key.edit',
  input: rotateKeySchema,
  async run({ tx, actor, now }, { id, overlapHours }) {
    const [old] = await tx.select().from(apiKey).where(eq(apiKey.id, id)).for('update')
    if (!old) throw new AppError('not_found', 'No such API key.')
    if (old.revokedAt || (old.expiresAt && old.expiresAt <= now)) {
      throw new AppError('conflict', `The key "${old.name}" has ended already: make a new one.`)
    }
    const secret = createKeySecret()
    const { name, scopes, sourceId } = old
    const expiresAt = old.expiresAt && new Date(now.getTime() + old.expiresAt.getTime() - old.createdAt.getTime())
    const [made] = await tx
      .insert(apiKey)
      .values({
        name,
        scopes,
        sourceId,
        expiresAt,
        prefix: keyPrefix(secret),
        keyHash: hashKeySecret(secret),
        createdBy: actor.name,
      })
      .returning({ id: apiKey.id })
    if (!made) throw new Error('a key was not stored')
    const overlapEnd = new Date(now.getTime() + overlapHours * hourMs)
    const oldExpiresAt = old.expiresAt && old.expiresAt < overlapEnd ? old.expiresAt : overlapEnd
    await tx.update(apiKey).set({ expiresAt: oldExpiresAt }).where(eq(apiKey.id, id))
    return {
      result: { id: made.id, secret, name, oldExpiresAt },
      audit: [
        {
          subject: { kind: 'key', id: made.id, name },
          before: null,
          after: { prefix: keyPrefix(secret), scopes, replaces: old.prefix, expiresAt },
        },
        { subject: { kind: 'key', id, name }, before: { expiresAt: old.expiresAt }, after: { expiresAt: oldExpiresAt } },
      ],
    }
  },
})

/** The source of that slug, made where there is none. A stated role must agree with the source that is there. */
async function ensureSource(tx: Database, slug: string, role: 'ledger' | 'evidence' | undefined): Promise<number> {
  const values = { ...defaultSource, slug, role: role ?? defaultSource.role }
  await tx.insert(source).values(values).onConflictDoNothing({ target: source.slug })
  const [found] = await tx.select({ id: source.id, role: source.role }).from(source).where(eq(source.slug, slug))
  if (!found) throw new Error('a source was not stored')
  if (role !== undefined && found.role !== role) {
    const error = { path: 'role', message: `the source "${slug}" exists already with the role ${found.role}` }
    throw new AppError('conflict', `role: ${error.message}.`, { errors: [error] })
  }
  return found.id
}
