import { sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { createTestDatabase, pointProcessAt } from '@/lib/db/testing/test-database'
import { type ExportTransaction, readExportSnapshot, readRows, streamRows } from './export-client'
import { streamSnapshot } from './stream-snapshot'

const { db, url } = await createTestDatabase()
await pointProcessAt(url)

const numbers = (count: number, expression = 'n') => sql.raw(`select ${expression} as n from generate_series(1, ${count}) n`)
async function collect(tx: ExportTransaction, query: ReturnType<typeof sql.raw>) {
  const sizes: number[] = []
  for await (const rows of streamRows<{ n: number }>(tx, query)) sizes.push(rows.length)
  return sizes
}
const connections = async () => {
  const [row] = await db.execute<{ open: number }>(
    sql`select count(*)::int as open from pg_stat_activity where application_name like '%-export' and datname = current_database()`,
  )
  return row?.open
}

describe('streaming rows', () => {
  it.each([
    [0, []],
    [1, [1]],
    [499, [499]],
    [500, [500]],
    [501, [500, 1]],
    [1_750, [500, 500, 500, 250]],
  ])('of %i comes in pieces of 500, and the connection goes on', async (count, sizes) => {
    const read = await readExportSnapshot(url, async (tx) => [
      await collect(tx, numbers(count)),
      await collect(tx, numbers(count)),
    ])
    expect(read).toEqual([sizes, sizes])
  })

  it('can be left in the middle', async () => {
    const after = await readExportSnapshot(url, async (tx) => {
      for await (const rows of streamRows(tx, numbers(5_000))) if (rows.length > 0) break
      return readRows<{ n: number }>(tx, numbers(1))
    })
    expect(after).toEqual([{ n: 1 }])
  })

  it('that fails in the middle fails for who reads it, and ends the connection', async () => {
    const failing = readExportSnapshot(url, (tx) => collect(tx, numbers(5_000, '1 / (n - 1700)')))
    await expect(failing).rejects.toMatchObject({ code: '22012' })
    expect(await connections()).toBe(0)
  })

  it('sees one state of the ledger from beginning to end, and cannot write', async () => {
    await db.execute(sql`create table growing as select 1 as n`)
    const seen = await readExportSnapshot(url, async (tx) => {
      const before = await readRows(tx, sql`select * from growing`)
      await db.execute(sql`insert into growing values (2)`)
      return [before.length, (await readRows(tx, sql`select * from growing`)).length]
    })
    expect(seen).toEqual([1, 1])
    await expect(readExportSnapshot(url, (tx) => readRows(tx, sql`delete from growing returning n`))).rejects.toMatchObject({
      code: '25006',
    })
  })
})

describe('a streamed file', () => {
  const open = (lines: number) =>
    streamSnapshot(async (tx) => ({
      head: 'head',
      pieces: (async function* () {
        for await (const rows of streamRows<{ n: number }>(tx, numbers(lines))) {
          yield { text: rows.map(({ n }) => `${String(n).padStart(999)}\n`).join('') }
        }
      })(),
    }))

  it('is read at the pace of its reader, who may leave: then the connection ends', async () => {
    const { head, body } = await open(20_000)
    expect(head).toBe('head')
    const reader = body.getReader()
    expect((await reader.read()).value?.length).toBe(500_000)
    expect(await connections()).toBe(1)
    await reader.cancel()
    await expect.poll(connections, { timeout: 10_000 }).toBe(0)
  })

  it('is whole when it is read to its end', async () => {
    const { body } = await open(1_750)
    expect((await new Response(body).text()).split('\n')).toHaveLength(1_751)
    await expect.poll(connections, { timeout: 10_000 }).toBe(0)
  })

  it('breaks off where it fails, and is never taken for whole', async () => {
    const { body } = await streamSnapshot(async () => ({
      head: null,
      pieces: (async function* () {
        yield { text: 'a line\n' }
        throw new Error('the sums do not agree')
      })(),
    }))
    await expect(new Response(body).text()).rejects.toThrow('the sums do not agree')
  })

  it('is refused while four are open, with a word on when to come back', async () => {
    const files = await Promise.all([1, 2, 3, 4].map(() => open(20_000)))
    await expect(open(1)).rejects.toMatchObject({ code: 'unavailable', retryAfterSeconds: 60 })
    await Promise.all(files.map(({ body }) => body.cancel()))
    await expect.poll(connections, { timeout: 10_000 }).toBe(0)
    const { body } = await open(1)
    expect(await new Response(body).text()).toHaveLength(1_000)
  })
})
