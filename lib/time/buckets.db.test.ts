import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTestDatabase } from '@/lib/db/testing/test-database'
import { monthPeriod } from './calendar'
import { dateInZone, startOfUtcHour } from './instant'

const { sql } = await createTestDatabase()

const zones = [
  'UTC',
  'Europe/Berlin',
  'America/St_Johns',
  'America/Sao_Paulo',
  'America/Havana',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'Pacific/Apia',
  'Pacific/Kiritimati',
]
// To 2037: beyond, Postgres may read a zone's rules from a table that ends there.
const randomCases = fc.sample(
  fc.tuple(
    fc.date({ min: new Date('2010-01-01T00:00:00Z'), max: new Date('2037-12-31T00:00:00Z'), noInvalidDate: true }),
    fc.constantFrom(...zones),
  ),
  2000,
)
const oddCases: [string, string][] = [
  ['2011-12-30T09:59:59.999Z', 'Pacific/Apia'],
  ['2011-12-30T10:00:00.000Z', 'Pacific/Apia'],
  ['2010-11-07T02:30:30.000Z', 'America/St_Johns'],
  ['2010-11-07T03:00:00.000Z', 'America/St_Johns'],
  ['2018-11-04T02:59:59.999Z', 'America/Sao_Paulo'],
  ['2018-11-04T03:00:00.000Z', 'America/Sao_Paulo'],
  ['2026-01-01T00:00:00.000Z', 'UTC'],
]

describe('the buckets in SQL', () => {
  it('are those of TypeScript, for any instant and zone', async () => {
    const cases = [...randomCases, ...oddCases.map(([instant, zone]): [Date, string] => [new Date(instant), zone])]
    const rows = await sql<{ hour: string; day: string; month: string }[]>`
      select to_char(bucket_hour(instant) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as hour,
        bucket_day(instant, zone)::text as day, bucket_month(instant, zone)::text as month
      from unnest(${cases.map(([instant]) => instant.toISOString())}::text[]::timestamptz[], ${cases.map(([, zone]) => zone)}::text[])
        with ordinality as given (instant, zone, position)
      order by position`
    const expected = cases.map(([instant, zone]) => {
      const day = dateInZone(instant, zone)
      return { hour: startOfUtcHour(instant).toISOString(), day, month: monthPeriod(day.slice(0, 7)).from }
    })
    expect([...rows]).toEqual(expected)
  })

  it('do not depend on the zone of the session', async () => {
    const rows = await sql.begin(async (tx) => {
      await tx`set local time zone 'Pacific/Kiritimati'`
      return tx`
        select bucket_hour('2026-11-20T23:59:59Z') = timestamptz '2026-11-20T23:00:00Z' as hour,
          bucket_day('2026-11-20T23:59:59Z', 'UTC')::text as day, bucket_month('2026-11-30T23:59:59Z', 'UTC')::text as month`
    })
    expect([...rows]).toEqual([{ hour: true, day: '2026-11-20', month: '2026-11-01' }])
  })

  it('refuse a zone that does not exist', async () => {
    await expect(sql`select bucket_day(now(), 'Mars/Phobos')`).rejects.toThrow('not recognized')
  })
})
