import { eq, sql } from 'drizzle-orm'
import { describe, expect, it, test } from 'vitest'
import { z } from 'zod'
import { createTeam } from '@/lib/attribution/team-commands'
import { createKeySecret } from '@/lib/auth/key-secret'
import { auditEntry } from '@/lib/db/schema/audit'
import { team } from '@/lib/db/schema/registry'
import { adminActor, auditorActor, keyActor, makeTeam, operator, uniqueSlug } from '@/lib/db/testing/factories'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { AppError } from '@/lib/errors'
import { withRequestId } from '@/lib/log'
import { renameTeam } from '@/lib/registry/commands'
import { command } from './command'

const { db, sql: plain } = await createTestDatabase()

const entriesOf = (subjectName: string) => db.select().from(auditEntry).where(eq(auditEntry.subjectName, subjectName))
const teamsOf = (slug: string) => db.select().from(team).where(eq(team.slug, slug))

/** Registers a team and then fails, or says that it did two things. */
const registerTeam = (after: 'fail' | 'twice') =>
  command({
    name: 'test.register',
    permission: 'registry.edit',
    input: z.object({ slug: z.string().min(3, 'is too short') }),
    async run({ tx }, { slug }) {
      await tx.insert(team).values({ slug, name: slug })
      if (after === 'fail') throw new Error('half-way')
      const subject = { kind: 'team', id: slug, name: slug }
      return {
        result: slug,
        audit: [
          { subject, before: null, after: { step: 1 } },
          { subject, before: { step: 1 }, after: { step: 2 } },
        ],
      }
    },
  })

describe('a command', () => {
  it('records who did what to what, and under which request', async () => {
    const actor = await adminActor(db, { name: 'Ada' })
    const slug = uniqueSlug('team')
    const { id } = await withRequestId('request-1', () => createTeam(db, actor, { slug, name: 'Support' }))
    await renameTeam(db, actor, { id, name: 'Help' })
    const [created, renamed] = await entriesOf(slug)
    expect(created).toMatchObject({
      actorKind: 'user',
      actorId: actor.id,
      actorName: 'Ada',
      command: 'team.create',
      subjectKind: 'team',
      subjectId: id,
      before: null,
      after: { slug, name: 'Support' },
      requestId: 'request-1',
    })
    expect(renamed).toMatchObject({
      command: 'team.rename',
      before: { name: 'Support' },
      after: { name: 'Help' },
      requestId: null,
    })
  })

  it('names keys and the operator as what they are', async () => {
    const key = await keyActor(db, { name: 'provisioner', scopes: ['admin'] })
    const [bySlug, byOperator] = [uniqueSlug('team'), uniqueSlug('team')]
    await createTeam(db, key, { slug: bySlug, name: 'By key' })
    await createTeam(db, operator, { slug: byOperator, name: 'By operator' })
    expect(await entriesOf(bySlug)).toMatchObject([{ actorKind: 'key', actorId: key.id, actorName: 'provisioner' }])
    expect(await entriesOf(byOperator)).toMatchObject([{ actorKind: 'system', actorId: 'cli', actorName: 'cli' }])
  })

  it('commits the deed and its record together, at the same instant', async () => {
    const created = await makeTeam(db)
    const [entry] = await entriesOf(created.slug)
    expect(entry?.at).toEqual(created.createdAt)
  })

  it('may record several things', async () => {
    const slug = uniqueSlug('team')
    expect(await registerTeam('twice')(db, operator, { slug })).toBe(slug)
    expect((await entriesOf(slug)).map(({ after }) => after)).toEqual([{ step: 1 }, { step: 2 }])
  })

  it('records nothing where nothing changed', async () => {
    const created = await makeTeam(db, { name: 'Same' })
    await renameTeam(db, operator, { id: created.id, name: 'Same' })
    expect(await entriesOf(created.slug)).toHaveLength(1)
  })

  it('leaves nothing behind where it fails', async () => {
    const slug = uniqueSlug('team')
    await expect(registerTeam('fail')(db, operator, { slug })).rejects.toThrow('half-way')
    expect(await teamsOf(slug)).toEqual([])
    expect(await entriesOf(slug)).toEqual([])
  })

  it('leaves nothing behind where its record cannot be written', async () => {
    const slug = uniqueSlug('team')
    const unrecordable = command({
      name: 'test.unrecordable',
      permission: 'registry.edit',
      input: z.object({}),
      async run({ tx }) {
        await tx.insert(team).values({ slug, name: slug })
        return { result: undefined, audit: [{ subject: { kind: 'team', id: '\u0000', name: slug }, before: null, after: null }] }
      },
    })
    await expect(unrecordable(db, operator, {})).rejects.toThrow()
    expect(await teamsOf(slug)).toEqual([])
  })

  it('joins a transaction that is open, and goes with it', async () => {
    const slug = uniqueSlug('team')
    const outer = db.transaction(async (tx) => {
      await createTeam(tx, operator, { slug, name: 'Within' })
      expect(await tx.select().from(team).where(eq(team.slug, slug))).toHaveLength(1)
      throw new Error('outer')
    })
    await expect(outer).rejects.toThrow('outer')
    expect(await teamsOf(slug)).toEqual([])
    expect(await entriesOf(slug)).toEqual([])
  })

  it('may fail within an open transaction without ending it', async () => {
    const taken = await makeTeam(db)
    const slug = uniqueSlug('team')
    await db.transaction(async (tx) => {
      await expect(createTeam(tx, operator, { slug: taken.slug, name: 'Again' })).rejects.toMatchObject({ code: 'conflict' })
      await createTeam(tx, operator, { slug, name: 'Other' })
    })
    expect(await teamsOf(slug)).toHaveLength(1)
  })

  it('refuses who may not, before it looks at the input', async () => {
    const slug = uniqueSlug('team')
    for (const actor of [await auditorActor(db), await keyActor(db)]) {
      await expect(createTeam(db, actor, { slug, name: '' })).rejects.toMatchObject({ code: 'forbidden' })
    }
    expect(await teamsOf(slug)).toEqual([])
  })

  it('names each field that needs another value', async () => {
    const error = await createTeam(db, operator, { slug: 'Not A Slug', name: ' ' }).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'invalid',
      errors: [
        { path: 'slug', message: expect.stringContaining('lower-case') },
        { path: 'name', message: 'is needed' },
      ],
    })
  })

  it('names the field whose value is taken, also where two ask at once', async () => {
    const slug = uniqueSlug('team')
    const outcomes = await Promise.allSettled([1, 2, 3].map((n) => createTeam(db, operator, { slug, name: `Team ${n}` })))
    const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []))
    expect(refusals).toHaveLength(2)
    for (const refusal of refusals) {
      expect(refusal).toBeInstanceOf(AppError)
      expect(refusal).toMatchObject({
        code: 'conflict',
        message: 'slug: this slug is taken by another team.',
        errors: [{ path: 'slug', message: 'this slug is taken by another team' }],
      })
    }
    expect(await entriesOf(slug)).toHaveLength(1)
  })

  it('masks secrets in what it records, and turns BigInt and dates into text', async () => {
    const slug = uniqueSlug('team')
    const secret = createKeySecret()
    const leaky = command({
      name: 'test.leaky',
      permission: 'registry.edit',
      input: z.object({}),
      run: async () => ({
        result: undefined,
        audit: [
          {
            subject: { kind: 'test', id: 'x', name: slug },
            before: { password: 'hunter2', at: new Date('2026-11-20T00:00:00Z') },
            after: { note: `rotated ${secret}`, amount: 10n ** 20n, nested: [{ token: 'hunter2' }] },
          },
        ],
      }),
    })
    await leaky(db, operator, {})
    expect(await entriesOf(slug)).toMatchObject([
      {
        before: { password: '[redacted]', at: '2026-11-20T00:00:00.000Z' },
        after: { note: 'rotated [redacted]', amount: '100000000000000000000', nested: [{ token: '[redacted]' }] },
      },
    ])
  })
})

describe('an audit row', () => {
  test.each([
    ['changed', 'update audit_entry set actor_name = actor_name'],
    ['removed', 'delete from audit_entry'],
    ['removed where none is', 'delete from audit_entry where false'],
    ['cleared away', 'truncate audit_entry'],
  ])('cannot be %s', async (_how, statement) => {
    await makeTeam(db)
    const [before] = await db.execute<{ rows: number }>(sql`select count(*)::int as rows from audit_entry`)
    await expect(plain.unsafe(statement)).rejects.toThrow('audit entries are never changed or removed')
    const [after] = await db.execute<{ rows: number }>(sql`select count(*)::int as rows from audit_entry`)
    expect(after).toEqual(before)
  })
})
