import { describe, expect, it } from 'vitest'
import { isMigrated, migrateDatabase } from './migrate'
import { createTestDatabase } from './testing/test-database'

const empty = await createTestDatabase({ isEmpty: true })
const copied = await createTestDatabase()

describe('the migrations', () => {
  it('apply once, also where four processes begin at once on an empty database', async () => {
    expect(await isMigrated(empty.url)).toBe(false)
    await Promise.all([1, 2, 3, 4].map(() => migrateDatabase(empty.url)))
    expect(await isMigrated(empty.url)).toBe(true)
    const journal = await empty.sql`select hash, count(*)::int as times from drizzle.__drizzle_migrations group by 1`
    expect(journal.length).toBeGreaterThan(1)
    expect(journal.every(({ times }) => times === 1)).toBe(true)
  })

  it('make the same tables as the template that tests are copied from, the queue’s included', async () => {
    const tablesOf = ({ sql }: typeof empty) => sql<{ name: string }[]>`
      select schemaname || '.' || tablename as name from pg_tables
      where schemaname not in ('pg_catalog', 'information_schema') order by 1`
    const names = (await tablesOf(empty)).map(({ name }) => name)
    expect(names).toEqual((await tablesOf(copied)).map(({ name }) => name))
    expect(names).toContain('public.audit_entry')
    expect(names).toContain('graphile_worker._private_jobs')
  })

  it('change nothing when they are repeated', async () => {
    const journalOf = () => copied.sql`select * from drizzle.__drizzle_migrations order by id`
    const before = await journalOf()
    await migrateDatabase(copied.url)
    expect([...(await journalOf())]).toEqual([...before])
  })

  it('are not all there where the newest is missing', async () => {
    await copied.sql`delete from drizzle.__drizzle_migrations
      where created_at = (select max(created_at) from drizzle.__drizzle_migrations)`
    expect(await isMigrated(copied.url)).toBe(false)
  })

  it('leave no lock behind', async () => {
    const [row] = await empty.sql`select count(*)::int as locks from pg_locks where locktype = 'advisory'
      and database = (select oid from pg_database where datname = current_database())`
    expect(row?.locks).toBe(0)
  })
})
