import { describe, expect, it, test } from 'vitest'
import { AppError } from '@/lib/errors'
import { readArchivedRecord } from './archive'
import { createLedger, type Ledger } from './ledger'
import { retractEvents } from './retract'
import { startCuttingProxy } from './testing/cutting-proxy'
import { makeEvent, testInstantMs } from './testing/make-event'
import { createTestLedger, examplePrices } from './testing/test-ledger'
import { verifyLedger } from './verify'

const zone = 'America/Havana'
const { ledger, client, url, sql } = await createTestLedger({ zone })

const statuses = async (target: Ledger, ...events: ReturnType<typeof makeEvent>[]) =>
  (await target.book(events)).map(({ status }) => status)

async function countEvents(requestId: string): Promise<number> {
  const [row] = await client<{ count: number }[]>`
    select count(*)::integer as count from usage_event where request_id = ${requestId} and not is_retracted`
  return row?.count ?? -1
}

const countConflicts = async (name: string) =>
  (await sql`select 1 from usage_capture where event_key = ${makeEvent(name).eventKey} and kind = 'conflict'`).length

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'none',
    (error) => (error instanceof AppError ? error.code : String(error)),
  )

describe('the same call again', () => {
  it('counts once, and answers with what stands', async () => {
    const event = makeEvent('again', { latencyMs: 250 })
    expect(await ledger.book([event])).toMatchObject([{ status: 'accepted', cost: 3n * 10n ** 15n, isPartlyPriced: false }])
    expect(await ledger.book([event])).toMatchObject([{ status: 'duplicate', cost: 3n * 10n ** 15n, isPartlyPriced: false }])
    expect(await countEvents('again')).toBe(1)
  })

  it('counts once when 64 send it at once', async () => {
    const all = await Promise.all(Array.from({ length: 64 }, () => statuses(ledger, makeEvent('64 times'))))
    expect(all.flat().filter((status) => status === 'accepted')).toHaveLength(1)
    expect(await countEvents('64 times')).toBe(1)
  })

  it('counts once within a batch, and when two processes send it at once', async () => {
    const other = createLedger({ databaseUrl: url, getPrices: () => examplePrices })
    const twice = [makeEvent('twins'), makeEvent('between'), makeEvent('twins')]
    const [here, there] = await Promise.all([statuses(ledger, ...twice), statuses(other, ...twice)])
    expect([...here, ...there].filter((status) => status === 'accepted')).toHaveLength(2)
    expect([await countEvents('twins'), await countEvents('between')]).toEqual([1, 1])
    await other.close()
  })

  it('with other content is a conflict: the first stands, the other is kept once', async () => {
    const other = makeEvent('contested', { usage: { input_tokens: 1001n, output_tokens: 100n } })
    expect(await statuses(ledger, makeEvent('contested'), other)).toEqual(['accepted', 'conflict'])
    expect(await statuses(ledger, other)).toEqual(['conflict'])
    expect(await statuses(ledger, makeEvent('contested', { dimensions: { model: 'rich' } }))).toEqual(['conflict'])
    expect(
      await statuses(ledger, makeEvent('contested', { usage: { input_tokens: 1000n, output_tokens: 100n, requests: 2n } })),
    ).toEqual(['conflict'])
    // Who it is for is not what was counted.
    expect(await statuses(ledger, makeEvent('contested', { dimensions: { tagTeam: 'elsewhere' } }))).toEqual(['duplicate'])
    expect(await countConflicts('contested')).toBe(3)
  })

  test.each([
    ['just before, then just after', '2026-04-30T23:59:00Z', '2026-05-01T00:01:00Z', 'duplicate'],
    ['just after, then just before', '2026-06-01T00:01:00Z', '2026-05-31T23:59:00Z', 'duplicate'],
    ['72 hours before, then just after', '2026-03-29T00:00:00Z', '2026-04-01T00:00:00Z', 'duplicate'],
    ['longer before', '2026-03-28T23:59:59Z', '2026-04-01T00:00:00Z', 'accepted'],
    ['72 hours after', '2026-03-31T23:59:59Z', '2026-04-04T00:00:00Z', 'accepted'],
  ])('across the edge of a month: %s', async (name, first, second, expected) => {
    const at = (text: string) => makeEvent(`edge ${name}`, { occurredAtMs: Date.parse(text) })
    expect(await statuses(ledger, at(first))).toEqual(['accepted'])
    expect(await statuses(ledger, at(second))).toEqual([expected])
    expect(await statuses(ledger, at(`${first}`), at(second))).toEqual(['duplicate', 'duplicate'])
  })

  it('across the edge of a month within one batch, and by two processes at once', async () => {
    const before = makeEvent('edge at once', { occurredAtMs: Date.parse('2026-05-31T23:59:00Z') })
    const after = makeEvent('edge at once', { occurredAtMs: Date.parse('2026-06-01T00:01:00Z') })
    const other = createLedger({ databaseUrl: url, getPrices: () => examplePrices })
    const all = await Promise.all([statuses(ledger, before, after), statuses(other, after, before), statuses(other, after)])
    expect(all.flat().filter((status) => status === 'accepted')).toHaveLength(1)
    expect(await countEvents('edge at once')).toBe(1)
    await other.close()
  })

  it('is not brought back after it was retracted', async () => {
    await ledger.book([makeEvent('withdrawn')])
    const id = { eventKey: makeEvent('withdrawn').eventKey, month: '2026-05-01' }
    expect(await client.begin((tx) => retractEvents(tx, zone, [id, id]))).toBe(1)
    expect(await client.begin((tx) => retractEvents(tx, zone, [id]))).toBe(0)
    expect(await statuses(ledger, makeEvent('withdrawn'))).toEqual(['duplicate'])
    expect(await countEvents('withdrawn')).toBe(0)
  })
})

describe('a group of requests', () => {
  it('loses only the one that the database refuses', async () => {
    const all = await Promise.allSettled(
      Array.from({ length: 64 }, (_, index) =>
        ledger.book([makeEvent(`grouped ${index}`, index === 23 ? { usage: { input_tokens: 2n ** 70n } } : {})]),
      ),
    )
    expect(all.map(({ status }) => status).indexOf('rejected')).toBe(23)
    expect(all.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    const [row] = await client<{ count: number }[]>`
      select count(*)::integer as count from usage_event where request_id like 'grouped %'`
    expect(row?.count).toBe(63)
  })
})

describe('a database that goes away', () => {
  /** The answer of the booking statement itself, which is its own transaction: one row of two columns, `1` and null. */
  const bookedOne = Buffer.from([0, 2, 0, 0, 0, 1, 0x31, 0xff, 0xff, 0xff, 0xff])

  it.each([
    ['away from a month’s edge', testInstantMs, bookedOne],
    ['near one, where a transaction has more than one statement', Date.UTC(2026, 4, 1, 1), Buffer.from('COMMIT')],
  ])('is answered as unavailable, and the request counts once when it is sent again, %s', async (where, occurredAtMs, last) => {
    const proxy = await startCuttingProxy(url)
    const cut = createLedger({ databaseUrl: proxy.url, getPrices: () => examplePrices })
    const lost = makeEvent(`answer lost ${where}`, { occurredAtMs })
    expect(await statuses(cut, makeEvent(`before the cut ${where}`, { occurredAtMs }))).toEqual(['accepted'])
    proxy.cutAt((answer) => answer.includes(last))
    expect(await codeOf(cut.book([lost]))).toBe('unavailable')
    proxy.cutAt(() => false)
    // The commit got through although its answer did not. A connection that is only just closing may refuse the first try.
    await expect.poll(() => statuses(cut, lost).catch(() => 'refused')).toEqual(['duplicate'])
    expect(await countEvents(`answer lost ${where}`)).toBe(1)
    await cut.close()
    await proxy.stop()
  })

  it('is answered as unavailable while it ends connections, and counts once after', async () => {
    const target = createLedger({ databaseUrl: url, getPrices: () => examplePrices })
    await target.book([makeEvent('warm')])
    const holder = await sql.reserve()
    await holder`begin`
    await holder`lock table usage_hourly in share mode`
    const waiting = codeOf(target.book([makeEvent('ended')]))
    await expect
      .poll(async () => (await sql`select 1 from pg_locks where relation = 'usage_hourly'::regclass and not granted`).length)
      .toBeGreaterThan(0)
    await sql`select pg_terminate_backend(pid) from pg_locks where relation = 'usage_hourly'::regclass and not granted`
    expect(await waiting).toBe('unavailable')
    await holder`rollback`
    holder.release()
    expect(await statuses(target, makeEvent('ended'))).toEqual(['accepted'])
    expect(await countEvents('ended')).toBe(1)
    await target.close()
  })
})

describe('what is stored beside the sums', () => {
  it('is the partition of any accepted month, made when it is needed', async () => {
    expect(await statuses(ledger, makeEvent('old', { occurredAtMs: Date.UTC(2024, 1, 29) }))).toEqual(['accepted'])
    const [row] = await sql`select to_regclass('usage_event_202402') is not null as made`
    expect(row?.made).toBe(true)
  })

  it('is made again after it was dropped', async () => {
    await ledger.book([makeEvent('older', { occurredAtMs: Date.UTC(2023, 1, 10) })])
    await sql`drop table usage_event_202302`
    await sql`delete from usage_hourly where hour < '2023-06-01'`
    await sql`delete from usage_daily where day < '2023-06-01'`
    expect(await statuses(ledger, makeEvent('older', { occurredAtMs: Date.UTC(2023, 1, 10) }))).toEqual(['accepted'])
  })

  it('is each record, to be read back by itself', async () => {
    const line = JSON.stringify({ text: 'ünïcode \\ "quoted"', n: 1 })
    await ledger.book([makeEvent('other record'), makeEvent('archived', { archiveLine: line })])
    const [event] = await client<{ archive_id: bigint; archive_line: number }[]>`
      select archive_id, archive_line from usage_event where request_id = 'archived'`
    expect(await readArchivedRecord(client, event?.archive_id ?? 0n, event?.archive_line ?? -1)).toBe(line)
    expect(await readArchivedRecord(client, 1n, 0)).toBeNull()
  })

  it('is text as it came, whatever it holds', async () => {
    const odd = 'a "b" \\ {c},\n\t NULL ¢ 🙂'
    await ledger.book([makeEvent('odd', { userId: odd, tenantId: 'NULL', dimensions: { feature: odd } })])
    const [row] = await sql`
      select user_id, tenant_id, feature from usage_event join usage_series on usage_series.id = series_id where request_id = 'odd'`
    expect(row).toEqual({ user_id: odd, tenant_id: 'NULL', feature: odd })
  })
})

it('has sums that agree with the events after all this', async () => {
  expect((await verifyLedger(client)).differences).toEqual([])
})

describe('writes that keep getting in each other’s way', () => {
  it.each([
    ['a deadlock', 'deadlock detected', '40P01'],
    ['two sessions that make the same partition', 'tuple concurrently updated', 'XX000'],
  ])('%s is answered as unavailable, and the request counts once when it is sent again', async (what, message, code) => {
    const raise = `raise exception '${message}' using errcode = '${code}'`
    await sql.unsafe(`create function refuse() returns trigger language plpgsql as $$ begin ${raise}; end $$`)
    await sql`create trigger refuse before insert or update on usage_daily for each statement execute function refuse()`
    try {
      expect(await codeOf(ledger.book([makeEvent(what)]))).toBe('unavailable')
    } finally {
      await sql`drop function refuse() cascade`
    }
    expect(await statuses(ledger, makeEvent(what))).toEqual(['accepted'])
    expect(await countEvents(what)).toBe(1)
  })

  it('any other failure is not told as one that passes', async () => {
    await sql.unsafe(`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$`)
    await sql`create trigger refuse before insert or update on usage_daily for each statement execute function refuse()`
    try {
      expect(await codeOf(ledger.book([makeEvent('refused')]))).toMatch(/no$/)
    } finally {
      await sql`drop function refuse() cascade`
    }
  })
})
