import { toArrayLiteral } from './array-literal'
import type { PlacedSeries } from './event-row'
import type { LedgerClient, LedgerTransaction } from './ledger-client'
import type { Dimensions } from './normalized-event'
import type { CapDimensions } from './series-cap'
import {
  describeDimensions,
  describeSeries,
  fingerprintSeries,
  type SeriesDimensions,
  seriesColumns,
  toSeriesDimensions,
} from './series-columns'

/** A series that has just been stored. */
export interface NewSeries extends SeriesDimensions {
  readonly id: number
}

/**
 * Called in the transaction that stores new series, so that they and what depends on them (who owns them) commit together,
 * before any event of theirs.
 */
export type OnNewSeries = (tx: LedgerTransaction, series: readonly NewSeries[]) => Promise<void>

interface SeriesStoreOptions {
  readonly client: LedgerClient
  readonly capDimensions: CapDimensions
  readonly onNewSeries?: OnNewSeries
}

/** Enough for any organisation; the series met longest ago is forgotten first, and looked up again. */
const maxCached = 100_000

/** Finds the series of dimensions, by memory for all but the first event of each, and stores those that are new. */
export function createSeriesStore({ client, capDimensions, onNewSeries }: SeriesStoreOptions) {
  const ids = new Map<string, number>()

  const remember = (description: string, id: number) => {
    if (ids.size >= maxCached) for (const oldest of ids.keys()) if (ids.size > maxCached * 0.9) ids.delete(oldest)
    ids.set(description, id)
  }

  async function findOrCreate(wanted: ReadonlyMap<string, SeriesDimensions>): Promise<(description: string) => number> {
    const found = new Map<string, number>()
    const missing = new Map<string, SeriesDimensions>()
    for (const [description, row] of wanted) {
      const id = ids.get(description)
      if (id === undefined) missing.set(description, row)
      else found.set(description, id)
    }
    if (missing.size > 0) {
      for (const [description, id] of await storeSeries(client, missing, onNewSeries)) {
        remember(description, id)
        found.set(description, id)
      }
    }
    return (description) => {
      const id = found.get(description)
      if (id === undefined) throw new Error('a series was stored and not found')
      return id
    }
  }

  return {
    /**
     * The series of each of the dimensions, made where it does not exist yet, in a transaction of its own.
     * @param receivedAt decides on which day's account a new value goes.
     */
    async place(all: readonly Dimensions[], receivedAt: Date): Promise<PlacedSeries[]> {
      const places = all.map((dimensions) => ids.get(describeDimensions(dimensions, false)) ?? null)
      if (places.every((id) => id !== null)) return places.map((seriesId) => ({ seriesId, statedDimensions: null }))
      const unknown = all.filter((_, index) => places[index] === null).map((dimensions) => toSeriesDimensions(dimensions, false))
      const capped = await capDimensions(unknown, receivedAt)
      const described = capped.map(({ row, stated }) => ({ row, stated, description: describeSeries(row) }))
      const idOf = await findOrCreate(new Map(described.map(({ description, row }) => [description, row])))
      const late = described
        .map(({ description, stated }) => ({ seriesId: idOf(description), statedDimensions: stated }))
        [Symbol.iterator]()
      return places.map((seriesId) => {
        if (seriesId !== null) return { seriesId, statedDimensions: null }
        const next = late.next()
        if (next.done) throw new Error('an event was left without a series')
        return next.value
      })
    },
  }
}

export type SeriesStore = ReturnType<typeof createSeriesStore>

const insertStatement = `
  insert into usage_series (fingerprint, ${seriesColumns.map(({ name }) => name).join(', ')})
  select * from unnest($1::uuid[], ${seriesColumns.map(({ sqlType }, index) => `$${index + 2}::${sqlType}[]`).join(', ')})
  on conflict (fingerprint) do nothing
  returning id, fingerprint`

interface StoredSeries {
  readonly id: number
  readonly fingerprint: string
}

/** Stores the series that are not there yet. The fingerprint decides races; who loses one waits and reads the other's id. */
async function storeSeries(
  client: LedgerClient,
  wanted: ReadonlyMap<string, SeriesDimensions>,
  onNewSeries: OnNewSeries | undefined,
): Promise<Map<string, number>> {
  const byFingerprint = new Map([...wanted].map(([description, row]) => [fingerprintSeries(description), { description, row }]))
  const found = await client.begin(async (tx) => {
    const known = await findByFingerprint(tx, [...byFingerprint.keys()])
    const knownFingerprints = new Set(known.map(({ fingerprint }) => fingerprint))
    // In one order everywhere, so that two processes with the same new series do not wait for each other in a circle.
    const missing = [...byFingerprint.keys()].filter((fingerprint) => !knownFingerprints.has(fingerprint)).sort()
    if (missing.length === 0) return known
    const rows = missing.map((fingerprint) => byFingerprint.get(fingerprint)?.row).filter((row) => row !== undefined)
    const inserted = await tx.unsafe<StoredSeries[]>(insertStatement, [
      toArrayLiteral(missing, 'uuid'),
      ...seriesColumns.map(({ property, sqlType }) =>
        toArrayLiteral(
          rows.map((row) => row[property]),
          sqlType,
        ),
      ),
    ])
    const created = inserted.map(({ id, fingerprint }) => ({ id, row: byFingerprint.get(fingerprint)?.row }))
    const isComplete = (series: (typeof created)[number]): series is { id: number; row: SeriesDimensions } =>
      series.row !== undefined
    if (onNewSeries && created.length > 0) {
      await onNewSeries(
        tx,
        created.filter(isComplete).map(({ id, row }) => ({ id, ...row })),
      )
    }
    const lost = missing.filter((fingerprint) => !inserted.some((row) => row.fingerprint === fingerprint))
    return [...known, ...inserted, ...(lost.length > 0 ? await findByFingerprint(tx, lost) : [])]
  })
  return new Map(found.map(({ id, fingerprint }) => [byFingerprint.get(fingerprint)?.description ?? '', id]))
}

function findByFingerprint(tx: LedgerTransaction, fingerprints: readonly string[]): Promise<StoredSeries[]> {
  return tx.unsafe<StoredSeries[]>('select id, fingerprint from usage_series where fingerprint = any($1::uuid[])', [
    toArrayLiteral(fingerprints, 'uuid'),
  ])
}
