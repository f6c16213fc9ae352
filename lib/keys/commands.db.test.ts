import { eq } from 'drizzle-orm'
import { describe, expect, it, test } from 'vitest'
import { hashKeySecret, isKeySecret, keyPrefix } from '@/lib/auth/key-secret'
import { auditEntry } from '@/lib/db/schema/audit'
import { apiKey, source } from '@/lib/db/schema/auth'
import { adminActor, makeKey, operator, uniqueSlug } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { createKey, revokeKey } from './commands'
import { listKeys, listSources } from './queries'

const { db, sql } = await createTestDatabase()

const sourceOf = async (slug: string) => (await listSources(db)).find((row) => row.slug === slug)
const entriesOf = (id: string) => db.select().from(auditEntry).where(eq(auditEntry.subjectId, id))

describe('a new API key', () => {
  it('is told once; what is kept is its hash and the prefix that people know it by', async () => {
    const actor = await adminActor(db, { name: 'Ada' })
    const { id, secret } = await createKey(db, actor, { name: 'warehouse', scopes: ['reports:read', 'reports:read'] })
    expect(isKeySecret(secret)).toBe(true)
    const [row] = await db.select().from(apiKey).where(eq(apiKey.id, id))
    expect(row).toMatchObject({
      name: 'warehouse',
      prefix: keyPrefix(secret),
      keyHash: hashKeySecret(secret),
      scopes: ['reports:read'],
      sourceId: null,
      createdBy: 'Ada',
    })
    expect(await entriesOf(id)).toMatchObject([{ command: 'key.create', after: { prefix: keyPrefix(secret), source: null } }])
  })

  it('has its secret nowhere in the database', async () => {
    const { secret } = await makeKey(db, { scopes: ['ingest'] })
    const tables = await sql<{ name: string }[]>`
      select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'public'`
    for (const { name } of tables) {
      const [row] = await sql.unsafe(`select count(*)::int as found from ${name} as t where t::text like '%' || $1 || '%'`, [
        secret,
      ])
      expect([name, row?.found]).toEqual([name, 0])
    }
  })

  it('of ingest makes its source where there is none, as a ledger', async () => {
    const slug = uniqueSlug('gateway')
    await makeKey(db, { scopes: ['ingest'], source: slug })
    expect(await sourceOf(slug)).toMatchObject({ role: 'ledger', format: 'canonical' })
  })

  it('joins the source that is there, also when two are made at once', async () => {
    const slug = uniqueSlug('gateway')
    await Promise.all([1, 2, 3].map(() => makeKey(db, { scopes: ['ingest'], source: slug })))
    expect(await db.select().from(source).where(eq(source.slug, slug))).toHaveLength(1)
    expect((await listKeys(db)).filter((key) => key.source === slug)).toHaveLength(3)
  })

  it('may state the role that its source has, and no other one', async () => {
    const slug = uniqueSlug('export')
    const key = { name: 'bills', scopes: ['ingest' as const], source: slug }
    await createKey(db, operator, { ...key, role: 'evidence' })
    await createKey(db, operator, { ...key, role: 'evidence' })
    await createKey(db, operator, key)
    await expect(createKey(db, operator, { ...key, name: 'other', role: 'ledger' })).rejects.toMatchObject({
      code: 'conflict',
      errors: [{ path: 'role', message: `the source "${slug}" exists already with the role evidence` }],
    })
    expect((await listKeys(db)).filter((row) => row.source === slug).map(({ name }) => name)).toEqual(['bills', 'bills', 'bills'])
  })

  test.each([
    ['source', { scopes: ['ingest' as const] }, 'an ingest key sends for one source'],
    ['source', { scopes: ['reports:read' as const], source: 'litellm' }, 'only an ingest key belongs to a source'],
    ['source', { scopes: ['ingest' as const], source: 'Lite LLM' }, 'lower-case'],
    ['scopes', { scopes: [] }, 'name at least one'],
    ['expiresAt', { expiresAt: new Date(Date.now() - 1000) }, 'lies in the past'],
    ['name', { name: '' }, 'is needed'],
  ])('is refused with the field %s at fault: %o', async (path, fault, message) => {
    const input = { name: 'refused', scopes: ['reports:read' as const], ...fault }
    await expect(createKey(db, operator, input)).rejects.toMatchObject({
      code: 'invalid',
      errors: [{ path, message: expect.stringContaining(message) }],
    })
    expect((await listKeys(db)).filter(({ name }) => name === 'refused')).toEqual([])
  })

  it('is refused with a scope that does not exist, naming those that do', async () => {
    const scopes = ['everything'] as unknown as ['admin']
    await expect(createKey(db, operator, { name: 'x', scopes })).rejects.toMatchObject({
      errors: [{ path: 'scopes[0]', message: expect.stringContaining('reports:read') }],
    })
  })
})

describe('revoking a key', () => {
  it('ends it for good; doing it twice keeps the first end and is recorded once', async () => {
    const { id } = await makeKey(db)
    const endOf = async () => (await listKeys(db)).find((key) => key.id === id)?.revokedAt
    await revokeKey(db, operator, { id })
    const first = await endOf()
    await revokeKey(db, operator, { id })
    expect(first).toBeInstanceOf(Date)
    expect(await endOf()).toEqual(first)
    expect((await entriesOf(id)).map(({ command }) => command)).toEqual(['key.create', 'key.revoke'])
  })

  it('says so where there is none, or what was given is no id', async () => {
    await expect(revokeKey(db, operator, { id: crypto.randomUUID() })).rejects.toMatchObject({ code: 'not_found' })
    await expect(revokeKey(db, operator, { id: 'warehouse' })).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('the list of keys', () => {
  it('has the newest first and nothing that lets anyone use a key', async () => {
    const [older, newer] = [await makeKey(db), await makeKey(db)]
    const listed = await listKeys(db)
    expect(listed.slice(0, 2).map(({ id }) => id)).toEqual([newer.id, older.id])
    expect(JSON.stringify(listed)).not.toContain(hashKeySecret(newer.secret))
  })
})
