import { grains, selectFacts, selectLatencies, sumFacts } from './fold'
import { readHistogram } from './latency-histogram'
import type { LedgerClient, LedgerTransaction } from './ledger-client'
import { measureColumns } from './meter-expressions'
import { readReportingZone } from './reporting-zone'

/** A roll-up row that is not the sum of its events. */
export interface LedgerDifference {
  readonly table: string
  /** The row's key. */
  readonly key: Record<string, string | number>
  /** Where they differ: what the events sum to, and what the roll-up has; null on either side is no row, or nothing counted. */
  readonly measures: Record<string, { events: string | null; rollup: string | null }>
}

/** What `verifyLedger` found. */
export interface VerifyReport {
  readonly isSound: boolean
  /** Events that count: those not retracted. */
  readonly events: bigint
  readonly requests: bigint
  /** Exact, in USD; "at least" where some cost is unknown. */
  readonly cost: string
  /** Events whose series is not there, so that they are in no sum. */
  readonly orphans: bigint
  readonly differenceCount: number
  /** The first hundred. */
  readonly differences: readonly LedgerDifference[]
}

const maxShown = 100
const countedEvents = '(select * from usage_event where not is_retracted)'

/**
 * Checks that Σ events = Σ hourly = Σ daily, for every row and measure to the last digit, and the latency histogram with it.
 * Reads one snapshot, so that it holds while events come in.
 */
export async function verifyLedger(client: LedgerClient): Promise<VerifyReport> {
  return client.begin('isolation level repeatable read read only', async (tx) => {
    const zone = await readReportingZone(tx)
    const [totals] = await tx<{ events: bigint; requests: bigint; cost: string; orphans: bigint }[]>`
      select count(*) as events, coalesce(sum(event.requests), 0)::bigint as requests,
        trim_scale(coalesce(sum(event.cost), 0))::text as cost,
        count(*) filter (where series.id is null) as orphans
      from usage_event event left join usage_series series on series.id = event.series_id where not event.is_retracted`
    if (!totals) throw new Error('a sum gave no row')
    const found = [
      ...(await compareSums(tx, grains.hourly, zone)),
      ...(await compareSums(tx, grains.daily, zone)),
      ...(await compareLatencies(tx, zone)),
    ]
    return {
      ...totals,
      isSound: found.length === 0 && totals.orphans === 0n,
      differenceCount: found.length,
      differences: found.slice(0, maxShown),
    }
  })
}

type Row = Record<string, string | number | null>

async function compareSums(tx: LedgerTransaction, { table, key }: (typeof grains)['hourly' | 'daily'], zone: string) {
  const sums = sumFacts(`(${selectFacts({ relation: countedEvents, sign: 1 }, '$1::text')}) facts`, key)
  const names = measureColumns.map(({ name }) => name)
  return compare(tx, { table, key, names, sums, zone })
}

/** The rows whose histograms differ, with the buckets in which they do. */
async function compareLatencies(tx: LedgerTransaction, zone: string): Promise<LedgerDifference[]> {
  const latencies = selectLatencies({ relation: countedEvents, sign: 1 }, '$1::text')
  const sums = `select day, series_id, sum(histogram) as histogram from (${latencies}) latencies group by day, series_id`
  const found = await compare(tx, { table: 'usage_latency_daily', key: ['day', 'series_id'], names: ['histogram'], sums, zone })
  return found.map((difference) => ({ ...difference, measures: compareBuckets(difference.measures.histogram) }))
}

function compareBuckets(histograms: LedgerDifference['measures'][string] | undefined): LedgerDifference['measures'] {
  const [events, rollup] = [readHistogram(histograms?.events ?? '0'), readHistogram(histograms?.rollup ?? '0')]
  const buckets = [...new Set([...events.keys(), ...rollup.keys()])].sort((one, other) => one - other)
  return Object.fromEntries(
    buckets
      .map((bucket) => [bucket, { events: text(events.get(bucket)), rollup: text(rollup.get(bucket)) }] as const)
      .filter(([, { events, rollup }]) => events !== rollup)
      .map(([bucket, counts]) => [`bucket ${bucket}`, counts]),
  )
}

interface Comparison {
  readonly table: string
  readonly key: readonly string[]
  readonly names: readonly string[]
  readonly sums: string
  readonly zone: string
}

async function compare(tx: LedgerTransaction, { table, key, names, sums, zone }: Comparison): Promise<LedgerDifference[]> {
  const rows = await tx.unsafe<Row[]>(
    `select ${key.map((column) => `${column}::text`).join(', ')},
      ${names.map((name) => `events.${name}::text as events_${name}, rollup.${name}::text as rollup_${name}`).join(', ')}
     from (${sums}) events full join ${table} rollup using (${key.join(', ')})
     where (${names.map((name) => `events.${name}`).join(', ')}) is distinct from (${names.map((name) => `rollup.${name}`).join(', ')})
     order by ${key.join(', ')}`,
    [zone],
  )
  return rows.map((row) => ({
    table,
    key: Object.fromEntries(key.map((column) => [column, row[column] ?? ''])),
    measures: Object.fromEntries(
      names
        .map((name) => [name, { events: text(row[`events_${name}`]), rollup: text(row[`rollup_${name}`]) }] as const)
        .filter(([, { events, rollup }]) => events !== rollup),
    ),
  }))
}

const text = (value: string | number | bigint | null | undefined) =>
  value === null || value === undefined ? null : String(value)
