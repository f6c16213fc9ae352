import { createHash } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Database } from '@/lib/db/client'
import { rateSet, rateSetRate } from '@/lib/db/schema/rate-set'
import { formatDecimal } from '@/lib/money/decimal'
import { dollar } from '@/lib/money/usd'
import { quantityScale } from '../meters'
import type { PriceBook } from '../price-book'
import type { RateSet } from '../rate-set'
import { insertRows } from './insert-rows'
import { formatRange } from './range-text'
import { listBookId } from './read-version'

/**
 * Stores the rate sets of a book that is being published. One whose key and rates are stored already keeps its id; those that
 * the book no longer has are closed with the version before.
 *
 * @returns how many rate sets the book has, and how many of them are new.
 */
export async function materializeRateSets(
  tx: Database,
  book: PriceBook,
  version: number,
): Promise<{ rateSets: number; added: number }> {
  const stored = await tx
    .select({ id: rateSet.id, key: rateSet.key, ratesHash: rateSet.ratesHash, lastVersion: rateSet.lastVersion })
    .from(rateSet)
    .where(sql`${rateSet.bookId} = ${listBookId} and ${rateSet.id} > 0`)
  const storedByKey = new Map(stored.map((row) => [`${row.key}\0${row.ratesHash}`, row]))
  const wanted = book.rateSets.map((set) => ({ set, ratesHash: hashRates(set) }))
  const kept = new Set<number>()
  const missing = wanted.filter(({ set, ratesHash }) => {
    const row = storedByKey.get(`${set.key}\0${ratesHash}`)
    if (row) kept.add(row.id)
    return !row
  })
  const closed = stored.filter((row) => row.lastVersion === null && !kept.has(row.id)).map(({ id }) => id)
  const reopened = stored.filter((row) => row.lastVersion !== null && kept.has(row.id)).map(({ id }) => id)
  await setLastVersion(tx, closed, version - 1)
  await setLastVersion(tx, reopened, null)

  await insertRows(
    tx,
    rateSet,
    missing.map(({ set, ratesHash }) => ({ ...describeRateSet(set), ratesHash, firstVersion: version })),
  )
  const added = await tx
    .select({ id: rateSet.id, key: rateSet.key })
    .from(rateSet)
    .where(sql`${rateSet.bookId} = ${listBookId} and ${rateSet.firstVersion} = ${version}`)
  const idByKey = new Map(added.map(({ id, key }) => [key, id]))
  await insertRows(
    tx,
    rateSetRate,
    missing.flatMap(({ set }) => describeRates(set).map((row) => ({ rateSetId: idByKey.get(set.key), ...row }))),
  )
  return { rateSets: wanted.length, added: missing.length }
}

async function setLastVersion(tx: Database, ids: readonly number[], version: number | null): Promise<void> {
  if (ids.length === 0) return
  await tx.execute(
    sql`update rate_set set last_version = ${version}::int where id in (select value::int from json_array_elements_text(${JSON.stringify(ids)}::json))`,
  )
}

/** Identity columns of a rate set. Its key says them all; the columns are for finding and for reading. */
function describeRateSet(set: RateSet) {
  const timeOfDay = (ms: number) => new Date(ms).toISOString().slice(11, 16)
  return {
    bookId: listBookId,
    key: set.key,
    provider: set.provider,
    listedUnder: set.listedUnder,
    model: set.model,
    tier: set.tier,
    valid: formatRange(toInstant(set.window.fromMs), toInstant(set.window.toMs)),
    dailyUtc:
      set.window.dailyUtcMs?.map(([start, end]) => [timeOfDay(start), end === 86_400_000 ? '24:00' : timeOfDay(end)]) ?? null,
    weekdays: set.window.weekdays,
    weekdayZone: set.window.weekdays && set.window.weekdayZone,
    bandOver: set.band && Number(set.band.over),
    bandInclusive: set.band?.inclusive ?? null,
    uplift: set.uplift?.id ?? null,
    billingAccount: set.billingAccount,
    terms: set.termIds,
  }
}

function toInstant(ms: number): string | null {
  return Number.isFinite(ms) ? new Date(ms).toISOString() : null
}

function describeRates(set: RateSet) {
  return Object.values(set.rates).map(({ meter, publishedAs, per, list, contract, minimum }) => ({
    meter,
    publishedAs,
    per: per.toString(),
    listRate: formatDecimal(list),
    contractRate: formatDecimal(contract),
    // In the meter's unit: whole counts are held as they are, seconds at 10^-18.
    minimum: minimum === null ? null : formatDecimal(minimum * (dollar / quantityScale(meter))),
  }))
}

/** Everything by which a rate set prices; the terms too, because a statement names them. */
function hashRates(set: RateSet): string {
  return createHash('sha256')
    .update(JSON.stringify([describeRates(set), set.termIds]))
    .digest('hex')
}

/** By `RateSet.key`, the stored ids of a book's rate sets: what events and roll-ups name. */
export async function findRateSetIds(db: Database, book: PriceBook): Promise<Map<string, number>> {
  const stored = await db
    .select({ id: rateSet.id, key: rateSet.key, ratesHash: rateSet.ratesHash })
    .from(rateSet)
    .where(sql`${rateSet.bookId} = ${listBookId} and ${rateSet.id} > 0`)
  const byKey = new Map(stored.map((row) => [`${row.key}\0${row.ratesHash}`, row.id]))
  return new Map(
    book.rateSets.map((set) => {
      const id = byKey.get(`${set.key}\0${hashRates(set)}`)
      if (id === undefined) throw new Error(`the rate set ${set.key} is not stored`)
      return [set.key, id]
    }),
  )
}
