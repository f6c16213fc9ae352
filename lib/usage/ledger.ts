import { AppError } from '@/lib/errors'
import { createArchiveIds } from './archive'
import { isDatabaseAway, isTransient } from './database-errors'
import { createGroupCommit } from './group-commit'
import { type PreparedEvent, prepareEvent } from './identity'
import { openLedgerClient } from './ledger-client'
import type { NormalizedEvent } from './normalized-event'
import { createBookedNotifier } from './notify'
import { createPartitionKeeper } from './partitions'
import { type PublishedPrices, priceNormalizedEvent } from './price-normalized-event'
import { readReportingZone } from './reporting-zone'
import { createSeriesStore, type OnNewSeries } from './series'
import { createSeriesCap, defaultSeriesCap } from './series-cap'
import { type Withdrawal, withdrawCaptures } from './withdraw-captures'
import { type BookedResult, type GroupWriter, writeGroup } from './write-group'

interface LedgerOptions {
  readonly databaseUrl: string
  /** The prices in force; asked for once for each call of `book`. */
  readonly getPrices: () => PublishedPrices | Promise<PublishedPrices>
  readonly onNewSeries?: OnNewSeries
  readonly seriesCap?: number
  readonly maxConnections?: number
}

export interface Ledger {
  /**
   * Books events that are normalised and checked. Resolves after the commit: what it has answered is stored for good.
   * @returns what became of each event, in their order.
   * @throws AppError `unavailable` when the database is away. What was stored of the request is then unknown; sent again, it
   *   is not counted twice.
   */
  book(events: readonly NormalizedEvent[]): Promise<BookedResult[]>
  /**
   * Takes back records that turned out to be no calls, because they sum up others. Doing it twice changes nothing.
   * @throws AppError as `book`.
   */
  withdraw(withdrawals: readonly Withdrawal[]): Promise<void>
  /** Ends when everything handed in is written. */
  close(): Promise<void>
}

/** Events of one transaction. More gain no speed, and hold the locks on running hours for longer. */
const maxGroupSize = 2_000

/** The ledger of this process: its pool, its caches, and the groups in which concurrent callers share transactions. */
export function createLedger(options: LedgerOptions): Ledger {
  const { databaseUrl, getPrices, onNewSeries, seriesCap = defaultSeriesCap, maxConnections = 4 } = options
  const client = openLedgerClient(databaseUrl, { max: maxConnections })
  const series = createSeriesStore({ client, capDimensions: createSeriesCap(client, seriesCap), onNewSeries })
  const partitions = createPartitionKeeper(client)
  const nextArchiveId = createArchiveIds(client)
  const notifier = createBookedNotifier(client)
  let writer: GroupWriter | null = null
  let isClosed = false

  async function openWriter(): Promise<GroupWriter> {
    writer ??= { client, series, partitions, nextArchiveId, getPrices, zone: await readReportingZone(client) }
    return writer
  }

  async function write(requests: readonly (readonly PreparedEvent[])[]): Promise<BookedResult[][]> {
    const events = requests.flat().map((prepared, index) => ({ ...prepared, index }))
    try {
      const results = await writeGroup(await openWriter(), events)
      if (results.some(({ status, isRevised }) => status === 'accepted' || isRevised)) notifier.markBooked()
      return splitLike(requests, results)
    } catch (error) {
      // Among what is worth another try is a partition that is gone.
      if (isTransient(error)) partitions.forget()
      throw error
    }
  }

  const groups = createGroupCommit<readonly PreparedEvent[], BookedResult[]>({
    write,
    sizeOf: (events) => events.length,
    maxGroupSize,
    isTransient,
    isEveryones: isDatabaseAway,
  })

  return {
    async book(events) {
      if (isClosed) throw new AppError('unavailable', 'The ledger is closing: send it again.', { retryAfterSeconds: 5 })
      if (events.length === 0) return []
      try {
        const prices = await getPrices()
        return await groups.submit(events.map((event, index) => prepareEvent(event, priceNormalizedEvent(event, prices), index)))
      } catch (error) {
        throw describeFailure(error)
      }
    },
    async withdraw(withdrawals) {
      if (withdrawals.length === 0) return
      try {
        if ((await withdrawCaptures(await openWriter(), withdrawals, new Date())) > 0) notifier.markBooked()
      } catch (error) {
        throw describeFailure(error)
      }
    },
    async close() {
      isClosed = true
      await groups.drain()
      notifier.flush()
      await client.end({ timeout: 5 })
    },
  }
}

/** What passes by itself is told as that, so that the sender sends again: what was stored of it will not be counted twice. */
function describeFailure(cause: unknown): unknown {
  const again = 'Send the request again: what was stored of it will not be counted twice.'
  if (isDatabaseAway(cause))
    return new AppError('unavailable', `The database cannot be reached. ${again}`, { cause, retryAfterSeconds: 2 })
  if (isTransient(cause))
    return new AppError('unavailable', `Other writes to the same sums kept coming between. ${again}`, {
      cause,
      retryAfterSeconds: 1,
    })
  return cause
}

/** Cuts a list into pieces as long as the given ones. */
function splitLike<T>(pieces: readonly (readonly unknown[])[], list: readonly T[]): T[][] {
  let end = 0
  return pieces.map(({ length }) => {
    end += length
    return list.slice(end - length, end)
  })
}
